import ArgumentParser
import RenderStudio

/// The option for the number of threads.
struct ProcessorOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp("The number of cores to use (default: all).", valueName: "count"))
  private var chosen: Int?

  /// The number of threads; that of all cores where none was asked for.
  var threads: Int { chosen ?? Processor.cores }

  func validate() throws { try validating { try Processor.validate(threads: threads) } }
}
