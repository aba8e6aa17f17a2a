import RenderSystem

/// A folder that is held open: its files are reached by their names in it, and never through a link.
///
/// Somebody else may have prepared the folder, so what lies in it must not lead out of it: a link is
/// not read and not written through but replaced itself, and pipes, devices and sockets, which could
/// make a program wait for ever, are refused.
public final class Folder: Sendable {
  /// The path as it was given, without a slash at its end.
  public let path: String
  let descriptor: Int32

  /// Opens a folder that exists. Links in its own path are followed.
  public init(_ path: String) throws(FileError) {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw FileError(.open, path) }
    self.path = path
  }

  private init(_ path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// A folder in it, which must not be a link.
  ///
  /// - Parameter isMade: whether it is made where it is missing.
  /// - Throws: `FileError`, also where something else has that name.
  public func folder(_ name: String, isMade: Bool = false) throws(FileError) -> Folder {
    let path = path(of: name)
    if isMade, mkdirat(descriptor, name, 0o777) != 0, errno != EEXIST {
      throw FileError(.create, path)
    }
    let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if inner < 0 {
      let isTaken = isMade && (errno == ENOTDIR || errno == ELOOP)
      throw FileError(isMade ? .create : .open, path, code: isTaken ? EEXIST : errno)
    }
    return Folder(path, descriptor: inner)
  }

  /// The path of a file in it, for messages and other programs.
  public func path(of name: String) -> String { "\(path)/\(name)" }

  /// The names of what lies in it, sorted; none where it cannot be read.
  public var names: [String] {
    let descriptor = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    return descriptor < 0 ? [] : fileNames(in: fdopendir(descriptor))
  }

  /// The size of a regular file in bytes; `nil` where there is none of that name.
  public func size(of name: String) -> Int? {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    return Int(status.st_size)
  }

  /// Whether anything has that name, a link that leads nowhere included.
  public func holds(_ name: String) -> Bool {
    var status = stat()
    return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
  }

  /// The bytes of a regular file.
  ///
  /// - Parameter limit: the largest size in bytes; a larger file is refused before any memory is taken.
  /// - Throws: `FileError`, with EFBIG for a file above the limit.
  public func read(_ name: String, atMost limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
    let file = try InputFile(name, in: self)
    guard file.size <= limit else { throw FileError(.open, file.path, code: EFBIG) }
    return try file.read(at: 0, count: file.size)
  }

  /// Writes a file that appears under its name only when it is complete.
  public func write(_ bytes: [UInt8], to name: String) throws(FileError) {
    let file = try AtomicFile(replacing: name, in: self)
    try file.write(bytes)
    try file.commit()
  }

  /// Removes a file; of a link the link itself, not what it leads to.
  public func remove(_ name: String) { unlinkat(descriptor, name, 0) }
}
