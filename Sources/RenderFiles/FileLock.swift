import RenderSystem

/// A lock for what one process at a time does, or several of one kind. It is held until the object is
/// gone, and the system releases it however the process ends.
public final class FileLock: Sendable {
  private let name: String
  private let folder: Folder
  private let isShared: Bool
  private let descriptor: Int32

  /// Takes the lock of a file in a folder; the file is made and, in the end, removed.
  ///
  /// - Parameter isShared: whether others may share the lock; the file then stays for the next one who
  ///   holds it alone.
  /// - Returns: `nil` where another process holds it.
  /// - Throws: `FileError` where the file cannot be made or locked.
  public init?(_ name: String, in folder: Folder, isShared: Bool = false) throws(FileError) {
    while true {
      let (descriptor, held) = try openRegularFile(
        name, O_RDWR | O_CREAT, in: folder, as: .create)
      guard flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
        let failure = FileError(.open, folder.path(of: name))
        close(descriptor)
        guard failure.code == EWOULDBLOCK else { throw failure }
        return nil
      }
      // Whoever held it before may have removed the file in between.
      var named = stat()
      if fstatat(folder.descriptor, name, &named, AT_SYMLINK_NOFOLLOW) == 0,
        held.st_ino == named.st_ino, held.st_dev == named.st_dev
      {
        self.name = name
        self.folder = folder
        self.isShared = isShared
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit {
    if !isShared { folder.remove(name) }
    close(descriptor)
  }
}
