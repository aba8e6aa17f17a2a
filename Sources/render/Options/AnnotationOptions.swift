import ArgumentParser

/// The option for what scores say beyond their notes.
struct AnnotationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What scores say beyond their notes (bars, tempi, composers), one JSON object per line.",
      valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var annotations: String?
}
