import Glibc

/// The program that this process runs.
package enum RunningProgram {
  /// The path of its file, with links resolved; `nil` where the system does not say.
  package static var path: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
