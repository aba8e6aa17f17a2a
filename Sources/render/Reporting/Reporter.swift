import FoundationEssentials
import RenderFiles
import RenderStudio

/// Everything the program says: lines and progress on standard error, one JSON report on standard
/// output.
struct Reporter {
  var isQuiet: Bool
  var wantsJSON: Bool
  /// Whether what else is worth knowing is said, too.
  var isVerbose = false
  /// Audio or a score is on standard output; the report goes to standard error.
  var streams: Bool
  private let display = ProgressDisplay()
  private let began = ContinuousClock.now

  init(isQuiet: Bool, wantsJSON: Bool, streams: Bool, isVerbose: Bool = false) {
    self.isQuiet = isQuiet
    self.wantsJSON = wantsJSON
    self.streams = streams
    self.isVerbose = isVerbose
  }

  /// A terminal shows samples as garbage.
  func checkThatAudioCanBeStreamed() throws(Failure) {
    guard streams, StandardStream.output.isTerminal else { return }
    throw Failure(
      .usage,
      "audio on standard output is for a player or a file, not for a terminal; try `--out - | aplay`"
    )
  }

  /// A line for a person; none with `--quiet`.
  func say(_ line: String) {
    guard !isQuiet else { return }
    clearProgress()
    try? StandardStream.error.writeLine(line)
  }

  /// A line for a person who wants to know more: with `--verbose`.
  func detail(_ line: String) {
    if isVerbose { say(line) }
  }

  /// How long the work took, with `--verbose`.
  func detailTime() {
    detail("it took \(decimal((ContinuousClock.now - began) / .seconds(1), 2)) s")
  }

  /// A line that matters even with `--quiet`.
  func warn(_ line: String) {
    clearProgress()
    try? StandardStream.error.writeLine("render: \(line)")
  }

  /// How far long work has come; nothing with `--quiet`.
  func progress(
    _ work: String, _ share: Double? = nil, _ detail: String = "", secondsLeft: Double? = nil
  ) {
    guard !isQuiet else { return }
    display.show(Progress(work: work, share: share, detail: detail, secondsLeft: secondsLeft))
  }

  /// Lets an interruption say what was kept, and how to go on; nothing with `--quiet`.
  func onInterruption(_ sentence: @escaping @Sendable () -> String) {
    guard !isQuiet else { return }
    Interruption.says { [display] in
      display.clear()
      return sentence()
    }
  }

  /// Takes the last progress line off the terminal.
  func clearProgress() { display.clear() }

  /// The machine-readable report, when it was asked for.
  ///
  /// - Throws: where it is lost.
  func report(_ value: some Encodable) throws {
    guard wantsJSON else { return }
    let encoder = JSONEncoder.ofFacts([.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
    let text = try String(decoding: encoder.encode(value), as: UTF8.self)
    try (streams ? StandardStream.error : .output).write(text.printableJSON + "\n")
  }
}

extension Reporter {
  /// The report of work of which some parts may have failed. That they have is what the exit code says,
  /// even where the report is lost.
  ///
  /// - Throws: `failure`, or else that the report is lost.
  func report(_ value: some Encodable, with failure: Failure?) throws {
    do {
      try report(value)
    } catch  where failure != nil {
      let message = Failure(error).message
      if !message.isEmpty { warn(message) }
    }
    if let failure { throw failure }
  }
}

/// A number with some decimals, without the locale's help.
func decimal(_ value: Double, _ places: Int = 1) -> String {
  guard value.isFinite else { return "\(value)" }
  let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 1e18 else { return "\(value)" }
  let digits = String(Int(scaled))
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  let whole = padded.dropLast(places)
  return (value < 0 && scaled > 0 ? "-" : "") + whole
    + (places > 0 ? "." + padded.suffix(places) : "")
}

/// Seconds as a person says them: `48 s`, `2 min 5 s`, `3 h 20 min`.
func duration(_ seconds: Double) -> String {
  let whole = Int(max(0, seconds.isFinite ? seconds : 0).rounded())
  return switch whole {
  case ..<60: "\(whole) s"
  case ..<3600: "\(whole / 60) min \(whole % 60) s"
  default: "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
