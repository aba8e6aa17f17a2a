import RenderSystem

/// A kind of file that is read as a whole, and the most bytes that one may have: a stranger's may be a device that never ends.
public struct ReadingLimit: Hashable, Sendable {
  /// The kind with its article: `a MIDI file`.
  public var kind: String
  /// The number of bytes.
  public var bytes: Int

  /// Makes a limit of these values.
  public init(_ kind: String, bytes: Int) {
    self.kind = kind
    self.bytes = bytes
  }

  /// The number of bytes in mebibytes, where they are whole ones.
  var size: String {
    bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
  }
}

/// A call of the operating system on a file that failed: which one, on what, and its code.
public struct FileError: Error, Hashable, Sendable {
  /// The operation that failed, as the verb of the sentence.
  public enum Operation: String, Hashable, Sendable {
    case open, create, read, write, seek, replace
  }

  /// The operation that failed.
  public var operation: Operation
  /// The path as the user gave it, or a name such as "standard output".
  public var path: String
  /// The `errno` of the call.
  public var code: Int32
  /// The most that is read of such a file, which has more; `nil` where its size is no fault.
  public var limit: ReadingLimit?

  /// The error of a call that has just failed: its code is `errno` by default.
  public init(_ operation: Operation, _ path: String, code: Int32 = errno) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// The error of a file that has more than is read of its kind.
  init(_ path: String, above limit: ReadingLimit) {
    self.init(.read, path, code: EFBIG)
    self.limit = limit
  }

  /// Whether the reader at the other end of the pipe is gone: not a fault, only the end of the work.
  public var isClosedPipe: Bool { code == EPIPE }

  /// Whether nothing was there to open.
  public var isMissing: Bool { code == ENOENT && operation == .open }

  /// Whether what should be read cannot be: it is missing, a folder, or not ours to read.
  public var isUnreadable: Bool { operation == .open || (operation == .read && code == EISDIR) }

  /// Whether the disk (or a quota, or the size that a file may have) is used up.
  public var isOutOfSpace: Bool {
    code == ENOSPC || code == EDQUOT || code == EFBIG && limit == nil
  }
}

extension FileError: CustomStringConvertible {
  public var description: String {
    let sentence = "cannot \(operation.rawValue) \(path): \(cause)"
    guard let remedy else { return sentence }
    return "\(sentence); \(remedy)"
  }

  private var cause: String {
    if let limit { return "it has more than \(limit.size), the most that is read of \(limit.kind)" }
    return switch code {
    case ELOOP: "it is a link"
    case ESPIPE where operation != .seek: "it is a pipe, a device or a socket, not a regular file"
    default: String(cString: strerror(code))
    }
  }

  private var remedy: String? {
    if limit != nil { return "check that it is the right file" }
    return switch code {
    case ELOOP: "put a file in its place, or remove it"
    case ESPIPE where operation != .seek: "remove it, or choose another name"
    case ENOSPC, EDQUOT: "free some space or write somewhere else"
    case EFBIG where operation == .open: "remove it, or choose another folder"
    case EFBIG: "raise the limit on file sizes or write somewhere else"
    case ENOMEM: "give the program more memory (ulimit -v)"
    case EACCES where operation == .open: "ask for the right to read it"
    case EACCES, EPERM, EROFS: "choose a place with the right to do that"
    case ENOENT where operation == .open: "check the name"
    case ENOENT, ENOTDIR: "make its folder first"
    case EISDIR: "give the name of a file, not of a folder"
    case ENAMETOOLONG: "choose a shorter one"
    case EEXIST: "give the name of a folder, not of a file"
    default: nil
    }
  }
}
