import Glibc
import Synchronization

/// The names of all files that are being written, so that a program that is interrupted can
/// remove them: `deinit` does not run when a process exits.
public enum TemporaryFiles {
  private static let names = Mutex<Set<String>>([])

  static func add(_ name: String) {
    names.withLock { _ = $0.insert(name) }
  }

  /// The file has its final name now.
  static func forget(_ name: String) {
    names.withLock { _ = $0.remove(name) }
  }

  static func remove(_ name: String) {
    names.withLock {
      if $0.remove(name) != nil { unlink(name) }
    }
  }

  /// Removes every file that is still incomplete: the last thing before leaving the program.
  /// It takes a lock, so call it from a thread that waits for signals, not from a handler.
  public static func removeAll() {
    names.withLock {
      for name in $0 { unlink(name) }
      $0 = []
    }
  }
}
