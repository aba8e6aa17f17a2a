import RenderSystem

/// A file that appears under its name only when it is complete.
///
/// The bytes go into a temporary file in the same folder, which `commit()` renames; without a
/// commit (an error, an early return) `deinit` removes it and what was there before stays.
/// Where the name belongs to a device or a named pipe nothing can be renamed: it is written
/// directly. A symbolic link is followed, so that it stays a link; in a folder that is held open it is
/// replaced, and devices and pipes are refused (`Folder`).
public final class AtomicFile {
  /// The path as it was given.
  public let path: String
  private let folder: Folder?
  /// The file's path or, in a folder that is held open, its name; the same holds for `temporary`.
  private let target: String
  /// The temporary file; nil where the target is written directly.
  private let temporary: String?
  private let descriptor: Int32
  private var isClosed = false
  private let registry: TemporaryFiles

  /// Opens a temporary file that is to become `path`, with the permissions that `path` has,
  /// or those of a new file.
  ///
  /// - Parameter folder: the folder that is held open and in which `path` is a name; nil for a path.
  /// - Throws: `FileError` where it cannot be made, or, in a folder, where a device or pipe has the name.
  public convenience init(replacing path: String, in folder: Folder? = nil) throws(FileError) {
    try self.init(replacing: path, in: folder, registry: .shared)
  }

  init(
    replacing name: String, in folder: Folder? = nil, registry: TemporaryFiles
  ) throws(FileError) {
    path = folder?.path(of: name) ?? name
    self.folder = folder
    self.registry = registry
    target = folder == nil ? Self.resolvingLinks(name) : name
    let place = folder?.descriptor ?? AT_FDCWD
    var status = stat()
    let exists =
      fstatat(place, target, &status, folder == nil ? 0 : AT_SYMLINK_NOFOLLOW) == 0
    let kind = exists ? status.st_mode & S_IFMT : 0
    if kind == S_IFDIR { throw FileError(.create, path, code: EISDIR) }
    if exists, kind != S_IFREG, kind != S_IFLNK {
      guard folder == nil else { throw FileError(.create, path, code: ESPIPE) }
      temporary = nil
      descriptor = open(target, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw FileError(.create, path) }
      return
    }
    Self.removeLeftoversOnce(beside: target, in: folder)
    let (name, descriptor) = try Self.temporaryFile(beside: target, at: place, for: path)
    self.descriptor = descriptor
    temporary = name
    registry.add(folder?.path(of: name) ?? name)
    if kind == S_IFREG {
      // What lies in the folder is read again, whatever was there before.
      _ = fchmod(descriptor, status.st_mode & 0o777 | (folder == nil ? 0 : 0o600))
    }
  }

  deinit {
    if isClosed { return }
    close(descriptor)
    if let temporary { registry.remove(path(of: temporary)) }
  }

  private func path(of name: String) -> String { folder?.path(of: name) ?? name }

  /// Whether positions can be set: not so in devices and pipes.
  public var isRegular: Bool { temporary != nil }

  /// Appends all of `bytes` at the present position.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try writeAll(bytes, to: descriptor, path: path)
  }

  /// Appends all of `bytes` at the present position.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Reads up to `buffer.count` bytes at the present position; 0 is the end of the file.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try readSome(into: buffer, from: descriptor, path: path)
  }

  /// Moves the position, as `lseek` does, and gives the new one.
  @discardableResult
  public func seek(to offset: Int, from origin: Int32 = SEEK_SET) throws(FileError) -> Int {
    let position = lseek(descriptor, offset, origin)
    if position < 0 { throw FileError(.seek, path) }
    return position
  }

  /// The number of bytes written so far.
  public func size() throws(FileError) -> Int {
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw FileError(.read, path) }
    return status.st_size
  }

  /// Gives the file its name; nothing can be written afterwards. Network and quota file systems
  /// report some failed writes only when a file is closed, so it is closed before it is renamed.
  public func commit() throws(FileError) {
    precondition(!isClosed, "a file is committed once")
    isClosed = true
    // Holds the lock until the file has its name: else it could be taken for a leftover before.
    let lock = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    defer { if lock >= 0 { close(lock) } }
    let failedClose = close(descriptor) == 0 ? nil : FileError(.write, path)
    guard let temporary else {
      if let failedClose { throw failedClose }
      return
    }
    let place = folder?.descriptor ?? AT_FDCWD
    if failedClose == nil, renameat(place, temporary, place, target) == 0 {
      registry.forget(path(of: temporary))
      return
    }
    let failure = failedClose ?? FileError(.replace, path)
    registry.remove(path(of: temporary))
    throw failure
  }

  private static func resolvingLinks(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// A hidden name with the process and a random number in it: several may write to one folder.
  private static func temporaryName(beside target: String) -> String {
    let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { target[...$0] } ?? ""
    let name = slash.map { target[target.utf8.index(after: $0)...] } ?? target[...]
    let random = String(UInt32.random(in: .min ... .max), radix: 36)
    // In bytes: a file's name may have 255 of them.
    let beginning = String(decoding: name.utf8.prefix(60), as: UTF8.self)
    return "\(folder)\(temporaryPrefix)\(getpid())-\(random)-\(beginning)\(temporarySuffix)"
  }

  static let temporaryPrefix = ".render-"
  static let temporarySuffix = ".part"

  /// Makes a temporary file, and holds its lock.
  private static func temporaryFile(
    beside target: String, at place: Int32, for path: String
  ) throws(FileError) -> (name: String, descriptor: Int32) {
    while true {
      let name = temporaryName(beside: target)
      let descriptor = openat(place, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor < 0 { throw FileError(.create, path) }
      if hold(descriptor) { return (name, descriptor) }
      close(descriptor)
    }
  }
}
