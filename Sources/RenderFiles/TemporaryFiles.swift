import Glibc
import Synchronization

/// The names of all files that are being written, with which a program that is interrupted removes
/// them: `deinit` does not run when a process exits.
public final class TemporaryFiles: Sendable {
  /// The files of this process.
  static let shared = TemporaryFiles()

  private let names = Mutex<Set<String>>([])

  /// Removes every file that is still incomplete: the last thing to do before the program exits. It takes
  /// a lock, so call it from a thread that waits for signals, not from a handler.
  public static func removeAll() { shared.removeAll() }

  func add(_ name: String) {
    names.withLock { _ = $0.insert(name) }
  }

  /// Forgets a file, which has its final name now.
  func forget(_ name: String) {
    names.withLock { _ = $0.remove(name) }
  }

  func remove(_ name: String) {
    names.withLock {
      if $0.remove(name) != nil { unlink(name) }
    }
  }

  func removeAll() {
    names.withLock {
      for name in $0 { unlink(name) }
      $0 = []
    }
  }
}
