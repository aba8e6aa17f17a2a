import Glibc

/// Standard output or standard error as a stream of bytes, unbuffered.
public enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Writes all of `bytes`.
  ///
  /// - Throws: what was lost; for a closed pipe an error with `isClosedPipe`, provided that the program
  ///   ignores `SIGPIPE` (otherwise the signal ends it before).
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try writeAll(
      bytes, to: rawValue, path: self == .output ? "standard output" : "standard error")
  }

  public var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Opens what the program was started without, standard input as well: the next file that it opens
  /// would take its place.
  ///
  /// What is written to an output that was closed is lost, which its writer is to be told; standard
  /// error has nobody to tell.
  public static func openMissing() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest number that is free. To write where only reading is possible is an error.
      _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
