import RenderMusic
import RenderNetwork

extension Model {
  /// Composes pieces with a model whose tokens say when notes begin and end, one a seed, before any performance.
  ///
  /// - Parameters:
  ///   - threads: cores that share the pieces, one of `ThreadTeam.counts`.
  ///   - isCancelled: asked between two tokens; true ends the work with the pieces that are finished.
  /// - Throws: `ComposerError.tokensWithoutTimes`, `.outOfRange`.
  public func pieces(
    seeds: Range<UInt64>, events: Int, sampling: Sampling = Sampling(), threads: Int = 1,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(ComposerError) -> [MeasuredPiece] {
    guard type(of: tokenizer).keepsTimes else {
      throw .tokensWithoutTimes(tokenizer: tokenizer.name)
    }
    try requireInRange("number of threads", threads, ThreadTeam.counts)
    try requireInRange(
      "number of pieces", Int(clamping: seeds.upperBound - seeds.lowerBound),
      Self.pieceCounts)
    let options = PieceOptions(extent: .events(events), sampling: sampling)
    // What is refused is refused before the first piece.
    _ = try PieceInProgress(self, seed: seeds.lowerBound, options)
    let group = ComposerGroup(
      self, network: InferenceNetwork(parameters), options, rows: Self.rowsOfGroup)
    let pieces = group.compose(seeds, threads: threads, isCancelled: isCancelled) { piece in
      // The grammar lets nothing pass that has no place on the grid.
      (try? piece.get()).flatMap { piece in
        try? MeasuredPiece(
          piece.piece, kind: (piece.plan?.style.isSong).map { $0 ? .song : .solo })
      }
    }
    return seeds.compactMap { pieces[$0] ?? nil }
  }

  private static let rowsOfGroup = 16

  /// The numbers of pieces that may be composed to be measured.
  public static let pieceCounts = 1...100_000
}
