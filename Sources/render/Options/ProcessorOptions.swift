import ArgumentParser
import Glibc

/// How much of the machine is used.
struct ProcessorOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp("Cores to use; all without it.", valueName: "count"))
  private var chosen: Int?

  /// Every core of the system where nothing else was asked for.
  var threads: Int { chosen ?? min(ProcessorOptions.most, ProcessorOptions.cores) }

  private static let most = 256
  private static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  func validate() throws {
    guard (1...ProcessorOptions.most).contains(threads) else {
      throw ValidationError("--threads \(threads) is out of range (1 to \(ProcessorOptions.most)).")
    }
  }
}
