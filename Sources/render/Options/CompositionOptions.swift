import ArgumentParser
import Composer
import Files
import Music
import NeuralNetwork

/// What is composed, by which model, and how: shared by a single piece and a batch.
struct CompositionOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Events to compose: notes and chords.")
  var length: Int?

  @Option(
    help: ArgumentHelp(
      "Compose for a time instead of a number of events: 90, 90s, 2min or 1h.",
      valueName: "time"))
  var duration: PlayingTime?

  @Option(
    help: ArgumentHelp(
      "The model: a file, or the name of a shipped one.", valueName: "file|name"),
    completion: .file(extensions: ["safetensors"]))
  var model = Resources.defaultModelName

  @Option(help: "Begin from this one of the model's starts, counted from 0, not one drawn by the seed.")
  var start: Int?

  @Option(
    help: "Begin from the notes of this MIDI file; they are heard by the model, not written.",
    completion: .file(extensions: ["mid", "midi"]))
  var primer: String?

  @Option(help: "How daring the choice is: 1 as the model says, less is safer, 0 is greedy.")
  var temperature: Float = Sampling().temperature

  @Option(help: ArgumentHelp("Choose among the K likeliest tokens only.", valueName: "k"))
  var topK: Int?

  @Option(help: ArgumentHelp("Choose among the likeliest tokens that reach P together.", valueName: "p"))
  var topP: Float = Sampling().topP

  @Flag(help: "Always take the likeliest token: the tutorial's way, prone to repeat itself.")
  var greedy = false

  @Option(help: ArgumentHelp("Quarters a minute.", valueName: "bpm"))
  var tempo: Double = 120

  @Option(help: "Cores to use; without influence on the result.")
  var threads: Int = Processor.count

  func validate() throws {
    if length != nil, duration != nil {
      throw ValidationError("Give --length or --duration, not both.")
    }
    if let length, !(1...1_000_000).contains(length) {
      throw ValidationError("--length \(length) is out of range (1 to 1000000).")
    }
    if start != nil, primer != nil {
      throw ValidationError("Give --start or --primer, not both.")
    }
    guard (10...500).contains(tempo) else {
      throw ValidationError("--tempo \(tempo) is out of range (10 to 500).")
    }
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads \(threads) is out of range (1 to 256).")
    }
    do {
      try sampling.validate()
    } catch {
      throw ValidationError("\(error).")
    }
  }

  var sampling: Sampling {
    greedy ? .greedy : Sampling(temperature: temperature, topK: topK, topP: topP)
  }
}

/// A length of time as a person types it.
struct PlayingTime: ExpressibleByArgument {
  var seconds: Double

  init?(argument: String) {
    let units: [(String, Double)] = [
      ("minutes", 60), ("min", 60), ("m", 60), ("h", 3600), ("s", 1), ("", 1),
    ]
    for (unit, factor) in units where argument.hasSuffix(unit) {
      guard let number = Double(argument.dropLast(unit.count)) else { continue }
      seconds = number * factor
      guard seconds > 0, seconds <= 86_400 else { return nil }
      return
    }
    return nil
  }
}
