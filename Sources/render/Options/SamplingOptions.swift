import ArgumentParser
import RenderComposer

/// The options for the choice of the model's next event.
struct SamplingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The randomness of the choice: 1 follows the model, less is safer.", valueName: "number"))
  var temperature: Float = Sampling().temperature

  @Option(
    help: ArgumentHelp("Sample from the k likeliest pitches only.", valueName: "k"))
  var topK: Int?

  @Option(
    help: ArgumentHelp(
      "Sample from the likeliest pitches with this total probability only.",
      valueName: "probability"))
  var topP: Float = Sampling().topP

  @Option(
    help: ArgumentHelp(
      "Exclude pitches less likely than this share of the likeliest one's probability.",
      valueName: "share"))
  var minP: Float = Sampling().minP

  @Option(
    help: ArgumentHelp(
      "How readily the model's memory returns to earlier passages: 1 is as learned, 0 never.",
      valueName: "number"))
  var repetition: Float = Sampling().repetition

  @Flag(help: "Always take the likeliest event, as in the tutorial; tends to repeat itself.")
  var greedy = false

  func validate() throws {
    if greedy, topK != nil {
      throw ValidationError("Give --greedy or --top-k, not both.")
    }
    try validating { try sampling.validate() }
  }

  var sampling: Sampling {
    greedy
      ? .greedy(repetition: repetition)
      : Sampling(
        temperature: temperature, topK: topK, topP: topP, minP: minP, repetition: repetition)
  }
}
