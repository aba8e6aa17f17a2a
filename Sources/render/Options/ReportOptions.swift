import ArgumentParser

/// The options for how much is reported, and in which form.
struct ReportOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @Flag(help: "Write one report in JSON to standard output.")
  var json = false

  var reporter: Reporter { reporter(streamsAudio: false) }

  func reporter(streamsAudio: Bool) -> Reporter {
    Reporter(isQuiet: quiet, wantsJSON: json, streamsAudio: streamsAudio)
  }
}
