/// What a studio refuses, with the facts.
///
/// Errors of the modules below (`FileError`, `AudioError`, `ComposerError`, …) pass through as they are, or
/// in `file` where they do not know whose fault they are.
public enum StudioError: Error {
  /// The work was cancelled; no file of it is half-written.
  case cancelled
  /// A training was cancelled and is saved: it can be resumed.
  case cancelledTraining(SavedTraining)

  /// A setting that makes no sense.
  case outOfRange(Setting, value: Double, allowed: ClosedRange<Double>)
  /// The level of a room was given, and no room.
  case levelWithoutRoom
  /// A list of seeds has a part that is neither a seed nor a range of seeds.
  case malformedSeeds(String)
  /// A list of seeds has more than `most`.
  case tooManySeeds(most: Int)
  /// The outputs of a single piece were given to a batch, which names its files itself.
  case outputsOfBatch

  /// What a file holds is wrong, for a reason that another module found.
  case file(path: String, any Error)
  /// An output is the same file as an input.
  case overwritesInput(output: String, input: String)
  /// Two inputs would become one output.
  case sameOutput(first: String, second: String, output: String)
  /// There is something that no export has written under the name of an export's second file.
  case foreignFile(path: String, beside: String)

  /// There is neither a file nor a shipped model of that name.
  case missingModel(name: String)
  /// The soundfont that comes with the package was not found.
  case missingPiano
  /// A file of Keras weights where a model belongs.
  case kerasWeights(path: String)
  /// Keras weights without the list of tokens that they were trained with.
  case missingNotes(weights: String)
  /// A list of tokens for a model that brings its own.
  case needlessNotes(model: String)
  /// A list of tokens where a model, a MIDI file or a soundfont belongs.
  case tokenList(path: String)
  /// A file that is neither a model, a MIDI file nor a soundfont.
  case unknownKind(path: String)
  /// A primer without a note that the model knows.
  case emptyPrimer(path: String)

  /// Another batch writes to the folder.
  case folderInUse(path: String)
  /// There is no folder of a batch.
  case missingFolder(path: String)
  /// Takes in a folder were made differently.
  case mixedTakes(MixedTakes)
  /// There are no takes in a folder.
  case noTakes(path: String)
  /// The files of all takes in a folder are gone.
  case filesGone(path: String, takes: Int)
  /// A line of a manifest, counted from 1, is no take.
  case badManifest(path: String, line: Int)

  /// No MIDI file with notes was found.
  case emptyCorpus
  /// There is no training to continue in this folder.
  case noTraining(path: String)
  /// The folder holds a training already.
  case trainingExists(path: String)
  /// OpenBLAS computes wrong products with its kernels of this type on this processor.
  case wrongProducts(coreType: String)

  /// A classic model's pieces have no lengths to compare with those of real ones.
  case piecesWithoutLengths(model: String)
  /// There are too few passages of real pieces to compare composed ones with.
  case tooFewPassages(Int, events: Int)
  /// A picture of composed pieces was asked for, and no pieces.
  case plotWithoutPieces
}

/// A number that can be out of range.
public enum Setting: String, Sendable, CaseIterable {
  case length, duration, tempo, transposition
  case loudness, gain, quality, sampleRate, reverbLevel
  case threads, jobs
  case epochs, minutes, validationShare, composedPieces
}

/// What a training that was cancelled has saved.
public enum SavedTraining: Hashable, Sendable {
  /// The network, after so many steps.
  case network(steps: Int)
  /// The finished network, whose memory is still to be learned.
  case finishedNetwork
}

/// Takes of a folder that do not belong together.
public struct MixedTakes: Hashable, Sendable {
  /// What was being done.
  public enum Work: Hashable, Sendable {
    /// Making the takes that are missing.
    case making
    /// Making some takes again.
    case remaking
    /// Putting together what there is; this seed's settings were taken for those of all.
    case gathering(seed: UInt64)
  }

  /// The number of takes that are different.
  public var count: Int
  /// The folder.
  public var path: String
  /// What is different in the first of them.
  public var differences: [BatchSettings.Difference]
  /// What was being done.
  public var work: Work
}

/// Runs `body`; errors that do not know whose fault they are get the file's path.
func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as StudioError {
    throw error
  } catch {
    throw StudioError.file(path: path, error)
  }
}

/// Checks that a setting is in its range.
func check(
  _ setting: Setting, _ value: Double?, _ allowed: ClosedRange<Double>
) throws(StudioError) {
  guard let value, !allowed.contains(value) else { return }
  throw .outOfRange(setting, value: value, allowed: allowed)
}

/// Checks that a whole number is in its range.
func check(_ setting: Setting, _ value: Int?, _ allowed: ClosedRange<Int>) throws(StudioError) {
  try check(
    setting, value.map(Double.init), Double(allowed.lowerBound)...Double(allowed.upperBound))
}
