extension StudioError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cancelled: "the work was cancelled"
    case .cancelledTraining(.network(let steps)):
      "the training was cancelled and is saved after \(steps) \(steps == 1 ? "step" : "steps")"
    case .cancelledTraining(.finishedNetwork):
      "the training was cancelled; its network is finished and saved, its memory is not learned"
    case .outOfRange(let setting, let value, let allowed):
      "the setting \(setting) is \(allowed.text(value)), and has to be \(allowed)"
    case .levelWithoutRoom: "a reverb that is off has no level"
    case .malformedSeeds(let part): "'\(part)' is neither a seed nor a range of seeds"
    case .tooManySeeds(let most): "there are more than \(most) seeds"
    case .outputsOfBatch:
      "the takes of a batch are named by their seeds, not by the piece's outputs"
    case .scoreAsPlot(let path): "the picture and the sheet music would both become \(path)"
    case .emptyFile(let path): "\(path) is empty"
    case .stems(of: .midi): "stems are audio, and only a MIDI file is written"
    case .stems(of: .stream): "a stream has no stems"
    case .stems(of: .lossy(let format)): "stems in \(format), which has loss, would not add up"
    case .silenceOfMIDI: "a MIDI file keeps the silence before its first note"
    case .tooLong(let path, let seconds, let most):
      "\(path) plays for \(Int(seconds.rounded(.up))) seconds, and may for \(Int(most))"
    case .tooManyNotes(let path, let count, let most):
      "\(path) has \(count) notes, and an expressive performance has \(most) at most"
    case .file(let path, let error): "\(path): \(error)"
    case .overwritesInput(let output, let input): "\(output) would overwrite the input \(input)"
    case .sameOutput(let first, let second, let output):
      "\(first) and \(second) would both become \(output)"
    case .wrongEnding(let path, let ending): "\(path) does not end in \(ending)"
    case .foreignFile(let path, let other):
      "\(path), which goes with \(other), exists already and is not an export"
    case .missingModel(let name): "there is neither a file nor a shipped model '\(name)'"
    case .missingPiano: "the grand piano that comes with render was not found"
    case .kerasWeights(let path): "\(path): weights of Keras, not a model"
    case .missingNotes(let path):
      "\(path) holds weights of Keras, which do not say what their tokens are"
    case .needlessNotes(let path): "\(path) holds no weights of Keras, and needs no list of tokens"
    case .tokenList(let path): "\(path): a list of tokens"
    case .wrongKind(let path, let kind, let wanted): "\(path) is \(kind), not \(wanted)"
    case .unknownKind(let path):
      "\(path): neither a model, a MIDI file, an audio file nor a soundfont"
    case .malformedMetre(let text): "'\(text)' is not a metre"
    case .malformedKey(let text): "'\(text)' is not a key"
    case .malformedForm(let text): "'\(text)' is not a list of sections"
    case .formOfPlan: "a plan already has sections"
    case .nothingToWrite(let path): "\(path): there are no notes to write"
    case .missingEngraver(let format):
      "scores in \(format.rawValue) cannot be engraved: LilyPond is not installed"
    case .unknownEnsemble(let name): "no ensemble is called '\(name)'"
    case .unknownInstrument(let name): "no instrument is called '\(name)'"
    case .numberOfInstruments(let count, let most):
      "\(count) instruments were given, and 1 to \(most) are allowed"
    case .differentInstruments(let count, let most):
      "there are \(count) different instruments, and channels for \(most)"
    case .instrumentsOfEnsemble: "an ensemble already has instruments"
    case .modelForOneInstrument(let path, let asked):
      "the model \(path) writes for one instrument, not for \(asked)"
    case .unknownStyle(let name, let path): "the model \(path) knows no style '\(name)'"
    case .givenByPrimer(.plan): "a piece with a primer is planned after the primer"
    case .givenByPrimer(.ensemble), .givenByPrimer(.instruments):
      "a primer is continued by its own instruments"
    case .givenByPrimer(let part): "a primer already has a \(part)"
    case .givenByTake(let part): "a take that is continued keeps its \(part)"
    case .takeWithoutRecipe(let path): "\(path) does not say how it was composed"
    case .badRecipe(let path):
      "\(path): its record of how it was composed is damaged, or of a later version"
    case .takeWithoutPlan(let path): "\(path) was composed without a plan"
    case .takeOfPrimer(let path): "\(path) was composed from a primer, which it does not hold"
    case .takeOfModel(let path, let model): "\(path) was composed by the model \(model)"
    case .takeOfTake(let path): "\(path) continues another take"
    case .changedTake(let path, let model):
      "\(path) has other notes than its seed gives with \(model) and this version"
    case .noLonger(let path, let length, let own):
      "\(length) is not more than \(path) has, \(own)"
    case .modelWithoutPlans(let path): "the model \(path) makes no plans"
    case .modelWithoutJudge(let path): "the model \(path) has no judge of its pieces"
    case .choiceOfStream: "a stream begins before a piece could be chosen"
    case .emptyPrimer(let path): "\(path): it has no notes that the model knows"
    case .folderInUse(let path): "another batch is writing to \(path)"
    case .missingFolder(let path): "there is no folder \(path)"
    case .mixedTakes(let mixed):
      "\(mixed.count) takes in \(mixed.path) were made differently (now "
        + "\(mixed.differences.map(\.description).joined(separator: ", ")))"
    case .noTakes(let path): "there are no takes in \(path)"
    case .filesGone(let path, let takes): "the files of all \(takes) takes in \(path) are gone"
    case .badManifest(let path, let line): "\(path): line \(line) is no take of a batch"
    case .emptyCorpus: "no MIDI file with notes was found"
    case .noTraining(let path): "there is no training to continue in \(path)"
    case .trainingExists(let path): "\(path) holds a training already"
    case .wrongProducts(let coreType):
      "OpenBLAS computes wrong products with its \(coreType) kernels on this processor"
    case .piecesWithoutLengths(let path):
      "\(path): a classic model's pieces have no lengths to compare with those of real ones"
    case .tooFewPassages(let count, let events):
      "there are \(count) passages of \(events) events to compare pieces with, too few"
    case .plotWithoutPieces: "there are no composed pieces to draw beside real ones"
    }
  }
}
