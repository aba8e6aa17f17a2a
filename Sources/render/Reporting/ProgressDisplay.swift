import RenderFiles
import RenderSystem
import Synchronization

/// The progress of long work.
struct Progress {
  /// What is being done: `composing`.
  var work: String
  /// How much of it is done, 0...1; `nil` where nobody knows.
  var share: Double?
  /// What else there is to say: `210 of 500 events`.
  var detail = ""
  /// The time left in seconds; estimated from the share where it is `nil`.
  var secondsLeft: Double?
}

/// Shows progress on standard error: on a terminal in a line that the next one replaces, in a log as a line now and then.
final class ProgressDisplay: Sendable {
  private struct State {
    var work = ""
    var began = ContinuousClock.now
    /// When the next line is shown.
    var next = ContinuousClock.now
    var isOnTerminal = false
  }

  private let state = Mutex(State())
  private let isTerminal: Bool
  private let isColoured: Bool

  init() {
    isTerminal = StandardStream.error.isTerminal
    // See no-color.org.
    isColoured =
      variable("NO_COLOR").isEmpty && variable("TERM") != "dumb" && isTerminal
  }

  /// The time until a line in a log, in seconds: most work is done by the first one.
  private static let firstLine = 10.0
  private static let laterLines = 60.0
  /// The time between two lines on a terminal, in seconds.
  private static let refresh = 0.1

  /// Shows progress, unless something was shown a moment ago.
  func show(_ progress: Progress) {
    state.withLock { state in
      let now = ContinuousClock.now
      if state.work != progress.work {
        (state.work, state.began) = (progress.work, now)
        state.next = isTerminal ? now : now + .seconds(Self.firstLine)
      }
      guard now >= state.next else { return }
      state.next = now + .seconds(isTerminal ? Self.refresh : Self.laterLines)
      let elapsed = (now - state.began) / .seconds(1)
      if isTerminal {
        state.isOnTerminal = true
        try? StandardStream.error.write("\r\u{1B}[K" + line(progress, after: elapsed))
      } else {
        try? StandardStream.error.writeLine("\(progress.work): \(progress.words(after: elapsed))")
      }
    }
  }

  /// Takes the last line off the terminal.
  func clear() {
    state.withLock { state in
      guard state.isOnTerminal else { return }
      state.isOnTerminal = false
      state.next = .now
      try? StandardStream.error.write("\r\u{1B}[K")
    }
  }

  /// `composing [########------------]  42%, 210 of 500 events, 3 s left`, in one line of the terminal.
  private func line(_ progress: Progress, after elapsed: Double) -> String {
    let work = progress.work.printable
    let bar =
      progress.share.map { share in
        let done = Int(20 * min(max(0, share), 1))
        return " [" + String(repeating: "#", count: done)
          + String(repeating: "-", count: 20 - done) + "] "
      } ?? ": "
    let room = max(20, width - 1 - work.count - bar.count)
    let words = progress.words(after: elapsed).printable.prefix(room)
    return isColoured ? "\(work)\u{1B}[36m\(bar)\u{1B}[0m\(words)" : work + bar + words
  }

  /// The number of columns of the terminal.
  private var width: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

extension Progress {
  /// `42%, 210 of 500 events, 3 s left`.
  fileprivate func words(after elapsed: Double) -> String {
    let percent = share.map { "\(decimal(100 * min(max(0, $0), 1), 0))%" }
    var left = secondsLeft
    // The first moments say little.
    if left == nil, let share, share > 0.02, share < 1, elapsed > 1 {
      left = elapsed * (1 - share) / share
    }
    return [percent, detail.isEmpty ? nil : detail, left.map { "\(duration($0)) left" }]
      .compactMap(\.self).joined(separator: ", ")
  }
}

private func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
