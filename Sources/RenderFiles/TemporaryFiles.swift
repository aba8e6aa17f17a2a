import RenderSystem
import Synchronization

/// The names of all files that are being written, and of folders for other programs, with which a program that is
/// interrupted removes them: `deinit` does not run when a process exits.
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
      if $0.remove(name) != nil { Self.removeItem(name) }
    }
  }

  func removeAll() {
    names.withLock {
      for name in $0 { Self.removeItem(name) }
      $0 = []
    }
  }

  /// Removes a file, or a folder with what lies in it; of a link the link itself.
  private static func removeItem(_ path: String) {
    if unlink(path) == 0 || errno != EISDIR { return }
    for name in fileNames(in: path) { removeItem("\(path)/\(name)") }
    rmdir(path)
  }
}
