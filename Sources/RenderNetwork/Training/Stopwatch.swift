/// The pace of a training's steps, the first two left out.
struct Stopwatch {
  /// The number of steps after which the pace is known well enough.
  static let timedSteps = 12
  private(set) var steps = 0
  /// The time of all steps, in seconds.
  private(set) var seconds = 0.0
  private var timed = 0.0
  private var tokens = 0

  mutating func add(_ duration: Double, tokens count: Int) {
    steps += 1
    seconds += duration
    guard steps > 2 else { return }
    timed += duration
    tokens += count
  }

  var secondsPerStep: Double {
    steps > 2 ? timed / Double(steps - 2) : seconds / Double(max(1, steps))
  }
  var tokensPerSecond: Double { timed > 0 ? Double(tokens) / timed : 0 }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
