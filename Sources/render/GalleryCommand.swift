import ArgumentParser
import RenderGallery
import RenderStudio

/// The subcommand `gallery`: makes the page of a batch anew.
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
    let gallery = try Gallery.write(in: folder) { ListeningPage.Command(remaking: $0) }
    reporter.show(gallery)
    try reporter.report(gallery)
  }
}
