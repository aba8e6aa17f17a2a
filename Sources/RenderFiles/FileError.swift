import RenderSystem

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

  /// The error of a call that has just failed: its code is `errno` by default.
  public init(_ operation: Operation, _ path: String, code: Int32 = errno) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// Whether the reader at the other end of the pipe is gone: not a fault, only the end of the work.
  public var isClosedPipe: Bool { code == EPIPE }

  /// Whether nothing was there to open.
  public var isMissing: Bool { code == ENOENT && operation == .open }

  /// Whether what should be read cannot be: it is missing, a folder, or not ours to read.
  public var isUnreadable: Bool { operation == .open || (operation == .read && code == EISDIR) }

  /// Whether the disk (or a quota, or the size that a file may have) is used up.
  public var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }
}

extension FileError: CustomStringConvertible {
  public var description: String {
    let sentence = "cannot \(operation.rawValue) \(path): \(cause)"
    guard let remedy else { return sentence }
    return "\(sentence); \(remedy)"
  }

  private var cause: String {
    switch code {
    case ELOOP: "it is a link"
    case ESPIPE where operation != .seek: "it is a pipe, a device or a socket, not a regular file"
    default: String(cString: strerror(code))
    }
  }

  private var remedy: String? {
    switch code {
    case ELOOP: "put a file in its place, or remove it"
    case ESPIPE where operation != .seek: "remove it, or choose another name"
    case ENOSPC, EDQUOT: "free some space or write somewhere else"
    case EFBIG where operation == .open: "remove it, or choose another folder"
    case EFBIG: "raise the limit on file sizes or write somewhere else"
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
