import RenderComposer
import RenderMusic
import RenderNetwork
import RenderStudio

/// What a studio refuses, as the user of the program meets it.
extension StudioError {
  var code: Failure.Code {
    switch self {
    case .cancelled, .cancelledTraining: .interrupted
    case .outOfRange, .levelWithoutRoom, .malformedSeeds, .tooManySeeds, .outputsOfBatch,
      .silenceOfMIDI, .overwritesInput, .sameOutput, .wrongEnding, .foreignFile, .missingNotes,
      .needlessNotes, .mixedTakes, .malformedMetre, .malformedKey, .malformedForm, .formOfPlan,
      .unknownEnsemble, .unknownInstrument, .numberOfInstruments, .differentInstruments,
      .instrumentsOfEnsemble,
      .modelForOneInstrument, .unknownStyle, .modelWithoutPlans, .modelWithoutJudge,
      .choiceOfStream, .givenByPrimer, .givenByTake, .takeWithoutPlan, .takeOfPrimer, .takeOfModel,
      .takeOfTake, .noLonger,
      .plotWithoutPieces, .scoreAsPlot, .stems:
      .usage
    case .missingModel, .missingPiano, .missingFolder, .noTakes, .filesGone, .noTraining:
      .missingInput
    case .folderInUse, .trainingExists: .cannotCreate
    case .wrongProducts, .missingEngraver: .inputOutput
    case .tooLong, .tooManyNotes, .file, .kerasWeights, .tokenList, .emptyFile, .wrongKind,
      .unknownKind, .emptyPrimer,
      .badManifest, .emptyCorpus, .piecesWithoutLengths, .tooFewPassages, .takeWithoutRecipe,
      .badRecipe, .changedTake, .nothingToWrite:
      .badData
    }
  }

  /// One sentence, with a remedy.
  var sentence: String {
    guard let remedy else { return fault }
    return "\(fault); \(remedy)"
  }

  private var fault: String {
    switch self {
    case .cancelledTraining(.network(let steps)): "saved after \(counted(steps, "step"))"
    case .cancelledTraining(.finishedNetwork): "the network is saved"
    case .outOfRange(let setting, let value, let allowed): setting.sentence(value, allowed)
    case .silenceOfMIDI: "--trim-silence is for audio; a MIDI file keeps its time"
    case .wrongEnding(let path, let ending):
      "--out \(path) must end in \(ending), as Keras wants it"
    case .kerasWeights(let path): "\(path): weights of Keras"
    case .needlessNotes(let path): "--notes is for weights of Keras, and \(path) holds none"
    case .mixedTakes(let mixed):
      "\(counted(mixed.count, "take")) in \(mixed.path) \(mixed.count == 1 ? "was" : "were") made differently (now "
        + "\(mixed.differences.map(\.words).joined(separator: ", ")))"
    case .piecesWithoutLengths(let path):
      "\(path): a classic model's pieces have no lengths to compare with real ones"
    case .tooLong(let path, let seconds, let most):
      "\(path) plays for \(duration(seconds)), longer than \(duration(most))"
    case .noLonger(let path, let length, let own):
      "--\(length.option) is not more than \(path) has, \(own.text)"
    case .tooFewPassages(let count, let events):
      "\(counted(count, "passage")) of \(events) events are too few to compare pieces with"
    case .plotWithoutPieces: "--plot draws composed pieces beside real ones"
    default: description
    }
  }

  private var remedy: String? {
    switch self {
    case .cancelledTraining(.network): "continue with --resume"
    case .cancelledTraining(.finishedNetwork): "--resume learns its memory"
    case .levelWithoutRoom: "leave out --reverb-level"
    case .malformedSeeds(let part):
      Self.rangeMeant(by: part) ?? "use numbers and ranges, as in 1-100,205"
    case .tooManySeeds: "use several batches"
    case .scoreAsPlot: "give --plot or --score another name"
    case .stems(of: .stream): "leave out --stems, or give --out a file"
    case .stems: "leave out --stems, or write WAV, FLAC or AIFF"
    case .tooLong(_, let seconds, _) where !PlaybackRequest.durations.contains(seconds):
      "no file may play for longer than a day"
    case .tooLong(_, let seconds, _):
      "--max-duration \(Int((seconds / 60).rounded(.up)))min lets it"
    case .tooManyNotes: "leave out --performance expressive"
    case .overwritesInput: "choose another --out"
    case .sameOutput: "render them one by one"
    case .foreignFile: "choose another --out"
    case .missingModel(let name): Resources.ofProgram.remedy(forModel: name)
    case .missingPiano: Resources.ofProgram.remedyForSoundFonts
    case .wrongKind(let path, .midi, wanted: .model):
      "`render --primer \(quoted(path)) --out piece.wav` composes a continuation of it"
    case .kerasWeights: "make a model of them with `render import`"
    case .missingNotes: "give the list that the training wrote, data/notes, with --notes"
    case .needlessNotes: "give the weights with --model"
    case .tokenList: "`render import` takes it with --notes"
    case .unknownKind: "check that it is complete"
    case .malformedMetre: "write it as 3/4; a bar has at least a quarter and a half"
    case .malformedKey: "write it as \"E flat major\", Eb or em"
    case .malformedForm:
      "write letters with their bars, as in A8A8B8A8, \(WantedForm.mostBars) bars in all at most"
    case .formOfPlan: "give --plan or --form, not both"
    case .givenByPrimer(.key): "leave out --key; --transpose moves the piece"
    case .givenByPrimer(let part): "leave out --\(part) or --primer"
    case .givenByTake(.key): "leave out --key; --transpose moves the piece"
    case .givenByTake(let part): "leave out --\(part), or use --vary instead of --continue"
    case .takeWithoutRecipe: "--primer goes on from the notes of any MIDI file"
    case .badRecipe: "--primer goes on from its notes"
    case .takeWithoutPlan: "choose a take of a model that plans"
    case .takeOfPrimer: "--primer goes on from its notes"
    case .takeOfModel: "name its file with --model"
    case .takeOfTake: "give --seed for other notes, or vary the take that it continues"
    case .changedTake: "--primer goes on from its notes"
    case .noLonger: "give a greater --length or --duration"
    case .unknownEnsemble:
      "choose one of \(Ensemble.known.map(\.name).joined(separator: ", ")) and any"
    case .unknownInstrument(let name):
      nearest(to: name, among: GeneralMIDI.shortNames + GeneralMIDI.names).map {
        "did you mean \($0.lowercased())?"
      }
        ?? "`render plan --list-instruments` lists those that there are"
    case .numberOfInstruments:
      "write their names with commas between them, as in violin,viola,cello"
    case .differentInstruments: "leave some out"
    case .instrumentsOfEnsemble: "give --ensemble or --instruments, not both"
    case .modelForOneInstrument:
      "leave --model out, or choose one that was trained with the preset ensemble"
    case .unknownStyle(let name, let model):
      Self.styleMeant(by: name, model) ?? "`render plan --list-styles` lists those that it knows"
    case .modelWithoutPlans:
      "leave out --metre, --key, --style, --form, --plan, --ensemble and --instruments, or choose another model"
    case .modelWithoutJudge:
      "leave out --best-of, or choose a model that counts bars and was trained for longer"
    case .choiceOfStream: "leave out --best-of, or give --out a file"
    case .emptyPrimer: "choose another primer"
    case .nothingToWrite: "choose a MIDI file that has some"
    case .missingEngraver: "install it (apt install lilypond), or give --score musicxml"
    case .folderInUse: "wait until it is finished, or choose another folder"
    case .missingFolder: "make takes with `render batch`"
    case .mixedTakes(let mixed): mixed.work.remedy
    case .noTakes: "make some with `render batch`"
    case .filesGone: "`render batch` makes them again"
    case .badManifest: "choose another folder, or remove it"
    case .emptyCorpus: "give files or folders that hold some"
    case .noTraining: "begin one without --resume"
    case .trainingExists: "continue it with --resume, or remove it first"
    case .wrongProducts:
      "set \(MatrixLibraryStart.variable) to an older one, such as Haswell or Nehalem"
    case .piecesWithoutLengths: "leave out --compose"
    case .tooFewPassages: "give more files"
    case .plotWithoutPieces: "add --compose 100"
    case .cancelled, .outOfRange, .outputsOfBatch, .silenceOfMIDI, .wrongEnding, .emptyFile,
      .wrongKind, .file:
      nil
    }
  }
}

extension Extent {
  fileprivate var option: String {
    switch self {
    case .events(let count): "length \(count)"
    case .seconds(let seconds): "duration \(duration(seconds))"
    }
  }

  fileprivate var text: String {
    switch self {
    case .events(let count): "\(count) events"
    case .seconds(let seconds): duration(seconds)
    }
  }
}

extension StudioError {
  private static func styleMeant(by name: String, _ model: String) -> String? {
    guard let styles = try? PieceRequest(model: model).styles() else { return nil }
    return nearest(to: name, among: styles.composers + styles.genres).map { "did you mean \($0)?" }
  }

  /// `did you mean 1-10?`, of a range that goes down.
  private static func rangeMeant(by part: String) -> String? {
    let ends = part.split(separator: "-", maxSplits: 1).map { UInt64($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], last < first else { return nil }
    return "did you mean \(last)-\(first)?"
  }
}

extension MixedTakes.Work {
  fileprivate var remedy: String {
    switch self {
    case .making: "give the same options, choose another --out, or make all anew with --force"
    case .remaking: "give their seeds, too, or choose another --out"
    case .gathering(let seed):
      "make them anew with the options of seed \(seed), or move them elsewhere"
    }
  }
}

extension BatchSettings.Difference {
  /// `--top-p 0.9 instead of 0.97`.
  fileprivate var words: String {
    switch self {
    case .option: "--\(description)"
    case .file(let option): "another --\(option)"
    case .version: description
    }
  }
}

extension Setting {
  fileprivate var option: String {
    switch self {
    case .length: "length"
    case .duration: "duration"
    case .tempo: "tempo"
    case .transposition: "transpose"
    case .bestOf: "best-of"
    case .maximumDuration: "max-duration"
    case .loudness: "loudness"
    case .gain: "gain"
    case .quality: "quality"
    case .sampleRate: "sample-rate"
    case .reverbLevel: "reverb-level"
    case .threads: "threads"
    case .jobs: "jobs"
    case .epochs: "epochs"
    case .minutes: "minutes"
    case .validationShare: "validation-share"
    case .composedPieces: "compose"
    }
  }

  /// `--tempo 5 is out of range (10 to 500)`.
  fileprivate func sentence(_ value: Double, _ allowed: NumberRange) -> String {
    let text = value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    return "--\(option) \(text) is out of range (\(allowed)\(self == .duration ? " seconds" : ""))"
  }
}
