import ArgumentParser
import RenderComposer

/// The options for the choice of the model's next event.
struct SamplingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How daring the choice is: 1 is as the model says, less is safer.", valueName: "number"))
  var temperature: Float = Sampling().temperature

  @Option(
    help: ArgumentHelp("Choose among the likeliest so many pitches only.", valueName: "count"))
  var topK: Int?

  @Option(
    help: ArgumentHelp(
      "Choose among the likeliest pitches that have this probability together.",
      valueName: "probability"))
  var topP: Float = Sampling().topP

  @Option(
    help: ArgumentHelp(
      "Leave out pitches that are less likely than this share of the likeliest.", valueName: "share"
    ))
  var minP: Float = Sampling().minP

  @Option(
    help: ArgumentHelp(
      "How readily the model's memory takes up an earlier place of the piece: 1 is as learned, 0 "
        + "never.",
      valueName: "number"))
  var repetition: Float = Sampling().repetition

  @Flag(help: "Always take the likeliest event: the tutorial's way, prone to repeat itself.")
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
