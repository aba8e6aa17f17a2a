import ArgumentParser
import RenderPerformance

/// The options for how a composed piece is played.
struct PlayingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Quarter notes per minute (default: the model chooses; 120 if it knows no tempo).",
      valueName: "bpm"))
  var tempo: Double?

  @Option(
    help: ArgumentHelp(
      "Transpose the piece up by this many semitones, or down if negative.",
      valueName: "semitones"))
  var transpose = 0

  @Option(
    help: "Whether to play with expression, in the MIDI file, too, or as the model wrote it.")
  var performance = PerformanceStyle.expressive
}

extension PerformanceStyle: ExpressibleByArgument {}
