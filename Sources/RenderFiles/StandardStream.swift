import RenderSystem

/// Standard output or standard error as a stream of bytes, unbuffered.
public enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Writes all of `bytes`.
  ///
  /// - Throws: `FileError`; for a closed pipe one with `isClosedPipe`, provided that the program ignores
  ///   `SIGPIPE` (otherwise the signal ends it before).
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try writeAll(
      bytes, to: rawValue, path: self == .output ? "standard output" : "standard error")
  }

  /// Whether the stream is a terminal.
  public var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Opens those of the standard streams, the input too, that the program was started without: the next
  /// file that it opens would take their number.
  ///
  /// Writing to an output that was closed fails, so that its writer learns that the bytes are lost;
  /// writing to a closed standard error does not.
  public static func openMissing() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest number that is free. To write where only reading is possible is an error.
      _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
