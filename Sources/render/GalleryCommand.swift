import ArgumentParser
import RenderFiles

/// The page of a batch, made anew.
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Put together what the shards of a batch have made, and write its page.",
    discussion: """
      Shards (`render batch --shard 0/4` and so on) leave a manifest each. They become one, \
      manifest.jsonl, and the takes get their page, index.html. Takes whose files are gone are left \
      out; the batch makes them again.
      """)

  @Argument(help: "The folder of the batch.", completion: .directory)
  var folder: String

  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let reporter = reporting.reporter
    guard isFolder(folder) else {
      throw Failure(.missingInput, "there is no folder \(folder); make takes with `render batch`")
    }
    let report = try BatchFolder(folder).writePage(reporter)
    reporter.say("\(report.page): \(report.takes) takes to listen to")
    try reporter.report(report)
  }
}
