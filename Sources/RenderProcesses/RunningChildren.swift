import RenderSystem
import Synchronization

/// The children that run, so that none of them outlives a program that is interrupted.
package enum RunningChildren {
  private struct State {
    var processes: Set<pid_t> = []
    var areEnded = false
  }

  private static let state = Mutex(State())

  /// Ends all children with what they have started, and lets none begin: the program is about to exit. It takes a lock,
  /// so call it from a thread that waits for signals, not from a handler.
  package static func endAll() {
    state.withLock {
      $0.areEnded = true
      for process in $0.processes { kill(-process, SIGKILL) }
    }
  }

  static var areEnded: Bool { state.withLock(\.areEnded) }

  static func add(
    _ start: () throws(ChildProcess.Fault) -> pid_t
  ) throws(ChildProcess.Fault) -> pid_t {
    try state.withLock { (state) throws(ChildProcess.Fault) in
      if state.areEnded { throw ChildProcess.Fault(ECANCELED) }
      let process = try start()
      state.processes.insert(process)
      return process
    }
  }

  /// Waits for the end of a child.
  ///
  /// - Returns: whether its status is known.
  static func remove(_ process: pid_t, status: inout Int32) -> Bool {
    var info = siginfo_t()
    while waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    return state.withLock {
      $0.processes.remove(process)
      return waitpid(process, &status, 0) == process
    }
  }
}
