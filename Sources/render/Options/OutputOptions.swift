import ArgumentParser

/// How much is said, and to whom.
struct ReportOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @Flag(help: "Put one machine-readable report on standard output.")
  var json = false

  var reporter: Reporter { Reporter(isQuiet: quiet, wantsJSON: json) }
}
