import Glibc

enum Processor {
  /// Cores in use by the system.
  static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
