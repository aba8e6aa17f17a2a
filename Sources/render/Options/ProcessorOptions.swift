import ArgumentParser
import RenderStudio

/// How much of the machine is used.
struct ProcessorOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp("Cores to use; all without it.", valueName: "count"))
  private var chosen: Int?

  /// Every core that there is where nothing else was asked for.
  var threads: Int { chosen ?? Processor.cores }

  func validate() throws { try validating { try Processor.validate(threads: threads) } }
}
