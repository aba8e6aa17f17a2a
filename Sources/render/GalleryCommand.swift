import ArgumentParser
import RenderGallery
import RenderStudio

/// The subcommand `gallery`: makes the page of a batch anew.
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Merge what the shards of a batch have made, and write its page.",
    discussion: HelpText.discussion(
      """
      Each shard (`render batch --shard 0/4` and so on) leaves its own manifest. They are merged into \
      manifest.jsonl, and the page index.html is written. Takes whose files are gone are left \
      out; the batch makes them again.
      """,
      examples: "render gallery takes/"))

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
