import Glibc

/// What one process at a time does, or several of one kind: the lock is held until the object is gone,
/// and the system lets go of it however the process ends.
public final class FileLock: Sendable {
  private let path: String
  private let isShared: Bool
  private let descriptor: Int32

  /// Takes the lock of a file, which is made and, in the end, removed.
  ///
  /// - Parameter isShared: together with others that share it; the file stays for the next one who holds
  ///   it alone.
  /// - Returns: `nil` where another process holds it.
  public init?(path: String, isShared: Bool = false) throws(FileError) {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      if descriptor < 0 { throw FileError(.create, path) }
      guard flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
        let failure = FileError(.open, path)
        close(descriptor)
        guard failure.code == EWOULDBLOCK else { throw failure }
        return nil
      }
      // Whoever held it before may have removed the file in between.
      var (held, named) = (stat(), stat())
      if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino,
        held.st_dev == named.st_dev
      {
        self.path = path
        self.isShared = isShared
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit {
    if !isShared { unlink(path) }
    close(descriptor)
  }
}
