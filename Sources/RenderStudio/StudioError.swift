import RenderAudio
import RenderComposer
import RenderEngraving
import RenderNetwork

/// An error of this module, with its facts.
///
/// Errors of the modules below (`FileError`, `AudioError`, `ComposerError`, …) pass through as they are, or
/// in `file` where they do not know whose fault they are.
public enum StudioError: Error {
  /// The work was cancelled; no file of it is half-written.
  case cancelled
  /// A training was cancelled and is saved: it can be resumed.
  case cancelledTraining(SavedTraining)

  /// A setting outside of its range.
  case outOfRange(Setting, value: Double, allowed: NumberRange)
  /// A level of a room without a room.
  case levelWithoutRoom
  /// A part of a list of seeds that is neither a seed nor a range of seeds.
  case malformedSeeds(String)
  /// A list of more than `most` seeds.
  case tooManySeeds(most: Int)
  /// The outputs of a single piece in the request of a batch, which names its files itself.
  case outputsOfBatch
  /// Sheet music in the place of the picture.
  case scoreAsPlot(path: String)

  /// A file for each part of what cannot have any.
  case stems(of: StemlessOutput)

  /// A MIDI file that shall begin with its first note: only its sound can.
  case silenceOfMIDI

  /// A MIDI file that plays for longer than it may, in seconds.
  case tooLong(path: String, seconds: Double, most: Double)
  /// A MIDI file with more notes than an expressive performance has.
  case tooManyNotes(path: String, Int, most: Int)

  /// A fault of the contents of a file, found by another module.
  case file(path: String, any Error)
  /// An output that is the same file as an input.
  case overwritesInput(output: String, input: String)
  /// Two inputs that would become one output.
  case sameOutput(first: String, second: String, output: String)
  /// An output whose name does not end as it has to.
  case wrongEnding(path: String, required: String)
  /// A file that no export has written, under the name of an export's second file.
  case foreignFile(path: String, beside: String)

  /// A name of neither a file nor a shipped model.
  case missingModel(name: String)
  /// A package without the soundfont that comes with it.
  case missingPiano
  /// A file of Keras weights where a model belongs.
  case kerasWeights(path: String)
  /// Keras weights without the list of tokens that they were trained with.
  case missingNotes(weights: String)
  /// A list of tokens for a model that brings its own.
  case needlessNotes(model: String)
  /// A list of tokens where a model, a MIDI file or a soundfont belongs.
  case tokenList(path: String)
  /// A file without a byte.
  case emptyFile(path: String)
  /// A file of one kind where another belongs.
  case wrongKind(path: String, FileKind, wanted: FileKind)
  /// A file that is neither a model, a MIDI file, an audio file nor a soundfont.
  case unknownKind(path: String)
  /// A text that is no metre.
  case malformedMetre(String)
  /// A text that is no key.
  case malformedKey(String)
  /// A text that is no list of sections.
  case malformedForm(String)
  /// Sections for a plan that has its own.
  case formOfPlan
  /// A name of no ensemble.
  case unknownEnsemble(String)
  /// A name of no instrument.
  case unknownInstrument(String)
  /// A list of no instruments, or of more than `most`.
  case numberOfInstruments(Int, most: Int)
  /// More different instruments than `most`, for which a MIDI file has channels.
  case differentInstruments(Int, most: Int)
  /// Instruments for an ensemble, which has its own.
  case instrumentsOfEnsemble
  /// A model that writes for one instrument, where several are to play.
  case modelForOneInstrument(path: String, asked: Int)
  /// A part of a plan for a piece whose primer gives it.
  case givenByPrimer(PlanRequest.PartOfBeginning)
  /// A part of a plan for a piece that continues a take, which gives it.
  case givenByTake(PlanRequest.PartOfBeginning)
  /// A MIDI file that does not say how it was composed.
  case takeWithoutRecipe(path: String)
  /// A recipe that no take has.
  case badRecipe(path: String)
  /// A take of a model that draws no plans, where its plan is wanted.
  case takeWithoutPlan(path: String)
  /// A take that goes on from a primer, which its file does not hold.
  case takeOfPrimer(path: String)
  /// A take of a model that does not come with the program, by its name.
  case takeOfModel(path: String, model: String)
  /// A take that continues another, where it would have to be made anew as a whole.
  case takeOfTake(path: String)
  /// A take whose notes are not those that its recipe makes with this model.
  case changedTake(path: String, model: String)
  /// A length to which a take shall be continued that is no greater than its own.
  case noLonger(path: String, Extent, than: Extent)
  /// The name of a style that a model does not know.
  case unknownStyle(String, model: String)
  /// A model that draws no plans, where something is asked of one.
  case modelWithoutPlans(path: String)
  /// A model without a judge of its pieces, where the most real of several is wanted.
  case modelWithoutJudge(path: String)
  /// The most real of several pieces as a stream, which leaves while the first is composed.
  case choiceOfStream
  /// A primer without a note that the model knows.
  case emptyPrimer(path: String)
  /// A MIDI file without a note of pitch, of which there is no sheet music.
  case nothingToWrite(path: String)
  /// Sheet music of takes in a format that LilyPond makes, which is not installed.
  case missingEngraver(of: ScoreFileFormat)

  /// A folder that another batch writes to.
  case folderInUse(path: String)
  /// A folder of a batch that does not exist.
  case missingFolder(path: String)
  /// Takes in a folder that were made differently.
  case mixedTakes(MixedTakes)
  /// A folder without takes.
  case noTakes(path: String)
  /// A folder whose takes have all lost their files, with the number of takes.
  case filesGone(path: String, takes: Int)
  /// A line of a manifest, counted from 1, that is no take.
  case badManifest(path: String, line: Int)

  /// A corpus without a MIDI file that has notes.
  case emptyCorpus
  /// A folder without a training to continue.
  case noTraining(path: String)
  /// A folder that holds a training already.
  case trainingExists(path: String)
  /// Kernels of OpenBLAS, of this type, that compute wrong products on this processor.
  case wrongProducts(coreType: String)

  /// A classic model, whose pieces have no lengths to compare with those of real ones.
  case piecesWithoutLengths(model: String)
  /// Too few passages of real pieces, of so many events, to compare composed ones with.
  case tooFewPassages(Int, events: Int)
  /// A picture of composed pieces without a number of pieces.
  case plotWithoutPieces
}

/// A number that can be out of range.
public enum Setting: String, Sendable, CaseIterable {
  case length, duration, tempo, transposition, bestOf, maximumDuration
  case loudness, gain, quality, sampleRate, reverbLevel
  case threads, jobs
  case epochs, minutes, validationShare, composedPieces
}

/// An output whose parts cannot be files of their own.
public enum StemlessOutput: Hashable, Sendable {
  /// A MIDI file without audio.
  case midi
  /// A stream, beside which there is no place for files.
  case stream
  /// A file in a format with loss, whose parts do not add up to the whole.
  case lossy(AudioFileFormat)
}

/// The state that a cancelled training has saved.
public enum SavedTraining: Hashable, Sendable {
  /// The network, after so many steps.
  case network(steps: Int)
  /// The finished network, whose memory is still to be learned.
  case finishedNetwork
}

/// Takes of a folder that do not belong together.
public struct MixedTakes: Hashable, Sendable {
  /// The kinds of work that found them.
  public enum Work: Hashable, Sendable {
    /// The work of making the takes that are missing.
    case making
    /// The work of making some takes again.
    case remaking
    /// The work of gathering all takes; this seed's settings were taken for those of all.
    case gathering(seed: UInt64)
  }

  /// The number of takes that are different.
  public var count: Int
  /// The path of the folder.
  public var path: String
  /// The differences of the first of them.
  public var differences: [BatchSettings.Difference]
  /// The work that found them.
  public var work: Work
}

/// Runs `body`; errors that do not name a file get this file's path.
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
  _ setting: Setting, _ value: Double?, _ allowed: NumberRange
) throws(StudioError) {
  guard let value, !allowed.contains(value) else { return }
  throw .outOfRange(setting, value: value, allowed: allowed)
}

/// Checks that a number is in its range, both ends included.
func check(
  _ setting: Setting, _ value: Double?, _ allowed: ClosedRange<Double>
) throws(StudioError) {
  try check(setting, value, NumberRange(allowed))
}

/// Checks that a whole number is in its range.
func check(_ setting: Setting, _ value: Int?, _ allowed: ClosedRange<Int>) throws(StudioError) {
  try check(setting, value.map(Double.init), NumberRange(allowed))
}
