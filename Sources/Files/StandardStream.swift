import Glibc

/// Standard output as a stream of bytes, unbuffered.
///
/// A write to a closed pipe throws an error with `isClosedPipe`, provided that the program
/// ignores `SIGPIPE` (otherwise the signal ends it before).
public struct StandardOutput: Sendable {
  public init() {}

  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try writeAll(bytes, to: STDOUT_FILENO, path: "standard output")
  }

  public var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
