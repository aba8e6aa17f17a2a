import RenderMIDI
import RenderMusic

/// The bars of a piece at the times at which they are played, and the sections that they form.
public struct BarLines: Hashable, Sendable {
  /// The times at which bars begin and the last one ends, in seconds from the start of the MIDI file, ascending.
  public let times: [Double]
  /// The number of the first bar: 1, or 0 for a pick-up.
  public let firstNumber: Int
  /// The form that the bars have.
  public let form: Form

  /// Takes the bars of a composed piece.
  ///
  /// - Parameter performance: the file of the piece as it is played.
  /// - Returns: `nil` where the piece's metre is not known, or has no bars.
  public init?(_ piece: Piece, in performance: MIDIFile) {
    guard let metre = piece.header.metre, (1...255).contains(metre.beats),
      (1...128).contains(metre.beatUnit), (0...TimedScore.latest).contains(metre.pickUp),
      let score = try? TimedScore(piece)
    else { return nil }
    let form = { Form(of: score, bars: $0) }
    self.init(BarGrid(metre, end: score.end), of: score, form, in: performance)
  }

  /// Takes the bars that a file's time signatures give.
  ///
  /// - Parameter performance: the file as it is played, which has the same ticks.
  /// - Returns: `nil` where the file has no time signature, or no bars: its tracks are pieces of their own, or its ticks
  ///   count clock time.
  public init?(_ file: MIDIFile, in performance: MIDIFile) {
    guard !file.timeSignatures.isEmpty, let score = try? TimedScore.quantizing(file).score else {
      return nil
    }
    let form = { Form(of: score, bars: $0, keyChanges: file.keyChanges) }
    self.init(BarGrid(file, end: score.end), of: score, form, in: performance)
  }

  private init?(
    _ bars: BarGrid, of score: TimedScore, _ form: (BarGrid) -> Form, in performance: MIDIFile
  ) {
    guard !score.notes.isEmpty, performance.format != .independentTracks,
      case .ticksPerQuarter(let ticks) = performance.division
    else { return nil }
    let tempos = TempoMap(performance)
    times = (bars.starts + [bars.end]).map {
      tempos.seconds(atTick: $0 * Int(ticks) / Piece.unitsPerQuarter)
    }
    firstNumber = bars.pickUp > 0 ? 0 : 1
    self.form = form(bars)
  }

  /// The number of bars.
  var count: Int { times.count - 1 }
}
