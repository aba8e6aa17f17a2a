import ArgumentParser

/// The options for how much is reported, and in which form.
struct ReportOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Flag(help: "Write a report in JSON to standard output.")
  var json = false

  @Flag(help: "Also print what was chosen, and how long the work took.")
  var verbose = false

  func validate() throws {
    if quiet, verbose { throw ValidationError("Give --quiet or --verbose, not both.") }
  }

  var reporter: Reporter { reporter(streams: false) }

  func reporter(streams: Bool) -> Reporter {
    Reporter(isQuiet: quiet, wantsJSON: json, streams: streams, isVerbose: verbose)
  }
}
