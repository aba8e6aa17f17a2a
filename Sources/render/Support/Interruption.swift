import RenderFiles
import RenderProcesses
import RenderStudio
import RenderSystem
import RenderThreads
import Synchronization

/// The handling of Ctrl-C and other signals: files that are being written are removed and the program exits
/// with 130; a training is asked to save and stop first.
enum Interruption {
  private static let work = Mutex<Cancellation?>(nil)

  private static let remark = Mutex<(@Sendable () -> String)?>(nil)

  /// Lets an interruption say what was kept, and how to go on.
  static func says(_ sentence: @escaping @Sendable () -> String) {
    remark.withLock { $0 = sentence }
  }

  /// Makes a signal cancel this work, which ends by itself; a second one still ends it at once.
  static func cancels(_ cancellation: Cancellation) { work.withLock { $0 = cancellation } }

  /// Installs the handlers. A handler may do next to nothing, so it writes the signal's number to a pipe that
  /// a thread reads.
  ///
  /// - Throws: `Failure` where there is no thread for it.
  static func install() throws(Failure) {
    // Both are errors of a write, too, and reported as such.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw Failure(.missingResource, "no pipe can be made: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    pipeForSignals.store(ends[1], ordering: .relaxed)
    let reading = ends[0]
    // Before the handlers: nobody would hear a signal else.
    let isHeard = Threads.start {
      var byte: UInt8 = 0
      while read(reading, &byte, 1) == 1 {
        if let work = work.withLock(\.self), !work.isCancelled {
          work.cancel()
          continue
        }
        RunningChildren.endAll()
        TemporaryFiles.removeAll()
        if let sentence = remark.withLock(\.self)?() {
          try? StandardStream.error.writeLine("render: interrupted; \(sentence)")
        }
        _exit(Failure.Code.interrupted.rawValue)
      }
    }
    guard isHeard else {
      throw Failure(
        .missingResource,
        "the system gives no thread; raise the limits on memory and processes "
          + "(ulimit -v, ulimit -u)")
    }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let former = signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(pipeForSignals.load(ordering: .relaxed), &byte, 1)
      }
      // Under nohup the work goes on when the terminal is closed.
      if number == SIGHUP, let former, isIgnoring(former) { signal(number, SIG_IGN) }
    }
  }
}

private func isIgnoring(_ handler: @convention(c) (Int32) -> Void) -> Bool {
  unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}

private let pipeForSignals = Atomic<Int32>(-1)
