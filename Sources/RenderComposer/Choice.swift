import RenderRandomness
import Synchronization

/// The choice of a piece among several that were composed: the one that its model's judge finds the most like real
/// music.
public struct Choice: Hashable, Codable, Sendable {
  /// The number of pieces of which it was kept.
  public var candidates: Int
  /// The seed that makes the piece alone.
  public var seed: UInt64
  /// How real the judge finds the piece, 0...1 (`Discriminator.realness`).
  public var realness: Double

  /// The numbers of pieces of which one can be kept.
  public static let counts = 1...1000

  /// The seeds of the pieces to choose from: the first is the seed itself, and those of more begin with those of fewer.
  static func seeds(_ seed: UInt64, count: Int) -> [UInt64] {
    var generator = SeededGenerator(seed: seed, stream: .candidates)
    // As small as those that are drawn where none is given: to be typed again.
    return [seed] + (1..<max(1, count)).map { _ in generator.next(below: 1_000_000_000) }
  }
}

extension ComposerGroup {
  /// Composes several pieces and keeps the one that the model's judge finds the most real; of equal ones the first.
  ///
  /// - Parameters:
  ///   - count: pieces to choose from, one of `Choice.counts`.
  ///   - seed: decides all of them.
  ///   - threads: cores that share the pieces; without influence on the result.
  ///   - isCancelled: asked between two tokens.
  ///   - finished: takes the number of pieces that are there, on a thread of the work's own.
  /// - Returns: `nil` where it was cancelled.
  /// - Throws: `ComposerError.missingJudge` for a model without one, or one of other features; what is wrong with the
  ///   options.
  public func mostReal(
    of count: Int, seed: UInt64, threads: Int = 1, isCancelled: @Sendable () -> Bool = { false },
    finished: @Sendable (Int) -> Void = { _ in }
  ) throws(ComposerError) -> ComposedPiece? {
    try requireInRange("number of pieces to choose from", count, Choice.counts)
    guard let judge = model.judge else { throw .missingJudge }
    let seeds = Choice.seeds(seed, count: count)
    let progress = Mutex(0)
    let done = compose(seeds, threads: min(threads, seeds.count), isCancelled: isCancelled) {
      piece in
      let judged = Result { () throws(ComposerError) in try Judged(piece.get(), by: judge) }
      finished(
        progress.withLock {
          $0 += 1
          return $0
        })
      return judged
    }
    if isCancelled() { return nil }
    var best: Judged?
    for seed in seeds {
      let judged = try done[seed]!.get()
      if judged.realness > best?.realness ?? -1 { best = judged }
    }
    var piece = best!.piece
    piece.choice = Choice(candidates: seeds.count, seed: piece.seed, realness: best!.realness)
    return piece
  }
}

/// A piece with how real it is found.
private struct Judged {
  var piece: ComposedPiece
  var realness: Double
}

extension Judged {
  init(_ piece: ComposedPiece, by judge: Discriminator) throws(ComposerError) {
    self.piece = piece
    // Of too few notes nothing can be said.
    guard let measured = try? MeasuredPiece(piece.piece), let features = PieceFeatures(measured)
    else {
      realness = 0
      return
    }
    guard let found = judge.realness(of: features) else { throw .missingJudge }
    realness = found
  }
}
