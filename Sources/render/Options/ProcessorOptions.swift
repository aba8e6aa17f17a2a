import ArgumentParser
import FoundationEssentials
import RenderNetwork

/// How much of the machine is used.
struct ProcessorOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp("Cores to use; all without it.", valueName: "count"))
  private var chosen: Int?

  /// Every core that there is where nothing else was asked for.
  var threads: Int { chosen ?? min(ProcessorOptions.most, ProcessorOptions.cores) }

  private static let most = ThreadTeam.counts.upperBound
  /// Those that this process may run on.
  private static let cores = max(1, ProcessInfo.processInfo.activeProcessorCount)

  func validate() throws {
    guard ThreadTeam.counts.contains(threads) else {
      throw ValidationError("--threads \(threads) is out of range (1 to \(ProcessorOptions.most)).")
    }
  }
}
