import ArgumentParser

/// The option for what scores say beyond their notes.
struct AnnotationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the scores say beyond the notes (bars, tempi, composers), one JSON object a line.",
      valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var annotations: String?
}
