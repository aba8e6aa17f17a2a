import RenderMIDI
import RenderMusic
import RenderNetwork
import RenderRandomness

/// A way in which a model reads and writes music, with the vocabulary that it was trained with.
///
/// All that depends on the tokens of a model is asked of its tokenizer: what it makes of a file, what a network
/// learns from, what may follow in a piece and what the tokens mean, and how well a model predicts. A further one
/// is a type that conforms, in a folder of its own, and a line in `Tokenizers.known`.
public protocol Tokenizer: Sendable {
  /// A piece of a corpus in the form that trainings and measures take.
  associatedtype CorpusPiece: Sendable

  /// The name in a model's file.
  static var name: String { get }

  /// Whether the tokens say when notes begin and end. Composed pieces can be compared with real ones then.
  static var keepsTimes: Bool { get }

  /// The tokenizer with the vocabulary of a model, which may be a stranger's.
  ///
  /// - Parameter metadata: of the model's file, where `add(to:)` has put what the vocabulary does not say.
  /// - Throws: a vocabulary that the tokenizer could not have made.
  init(_ vocabulary: Vocabulary, metadata: [String: String]) throws(ComposerError)

  /// Adds what a model's file has to say of the tokenizer beside its vocabulary.
  func add(to metadata: inout [String: String])

  /// The names of the tokens, by index.
  var vocabulary: Vocabulary { get }

  /// The number of features that a network can hear beside each token, 0 for none.
  var featureCount: Int { get }

  /// The version of what each feature means; `nil` where there are none.
  var featureLayout: Int? { get }

  /// The tokens of notes that a memory of the piece can read; `nil` where a model has no memory.
  var memoryVocabulary: TimedVocabulary? { get }

  /// The styles that plans of pieces name; `nil` where pieces have no plan.
  var plannedStyles: StyleNames? { get }

  /// What an instrument with a program of General MIDI can play.
  func compass(of program: UInt8) -> Compass

  /// Who plays where, as music for several instruments has it.
  var orchestration: Orchestration { get }

  // MARK: Reading

  /// The piece in a file, for a training or a measure; `nil` where it has no notes.
  ///
  /// - Parameter annotation: what its score says beyond the notes; `nil` where nobody knows.
  /// - Throws: `MusicError` for files that are no music.
  static func corpusPiece(
    of file: MIDIFile, annotation: Annotation?
  ) throws(MusicError) -> CorpusPiece?

  /// The notes of a piece of a corpus on the grid, with parts where the tokens have any; `nil` where the tokens do not
  /// say when notes begin and end.
  func score(of piece: CorpusPiece) -> TimedScore?

  /// The tokens of a file as people read them, of the largest vocabulary.
  ///
  /// - Throws: `MusicError` for files that are no music.
  static func listing(of file: MIDIFile) throws(MusicError) -> TokenListing

  /// The primer of a file: the beginning of a piece, without its end.
  ///
  /// - Throws: `MusicError` for files that are no music.
  func primer(_ file: MIDIFile) throws(MusicError) -> Primer

  // MARK: Learning

  /// The material that a network learns from.
  ///
  /// - Parameters:
  ///   - validation: pieces that nothing is learned from, to tell when to stop.
  ///   - known: the tokenizer of a model that is trained on, whose vocabulary stays; without it the pieces decide.
  ///   - base: that model.
  /// - Throws: `ComposerError.nothingToLearn`.
  static func material(
    training: [CorpusPiece], validation: [CorpusPiece], knownAs known: Self?, of base: Model?,
    preset: Preset, seed: UInt64
  ) throws(ComposerError) -> TrainingMaterial

  // MARK: Composing

  /// The tokens that a piece begins with where nobody asks for others.
  ///
  /// - Parameter start: the start of the model's that the seed chose.
  func beginning(drawn start: [Int32]) -> [Int32]

  /// The plan that one of the model's starts has followed, as far as its notes say; `nil` where pieces have no plan.
  ///
  /// - Parameter metre: the one in which it is read; without it the likeliest.
  func plan(ofStart start: [Int32], metre: Piece.Metre?) -> FormPlan?

  /// The key of a piece, as semitones from the one that the model composes in.
  func drawKey(with generator: inout SeededGenerator) -> Int

  /// The signature of what is written so many semitones from the key that the model composes in; `nil` where
  /// no key is known.
  func keySignature(movedBy semitones: Int) -> Piece.KeySignature?

  /// A writer that turns a piece's tokens into events, and says which may follow.
  func makeWriter(_ plan: PiecePlan) -> any EventWriter

  // MARK: Measuring

  /// Measures how well a model of this tokenizer predicts some pieces, each heard from its beginning.
  ///
  /// - Parameter report: takes the share that is measured, 0...1, on any thread.
  func measure(
    _ model: Model, on pieces: [CorpusPiece], threads: Int,
    report: @escaping @Sendable (Double) -> Void
  ) throws -> PredictionMeasure
}

extension Tokenizer {
  public static var keepsTimes: Bool { false }
  public func score(of piece: CorpusPiece) -> TimedScore? { nil }
  public func add(to metadata: inout [String: String]) {}
  public var featureCount: Int { 0 }
  public var featureLayout: Int? { nil }
  public var memoryVocabulary: TimedVocabulary? { nil }
  public var plannedStyles: StyleNames? { nil }
  public func plan(ofStart start: [Int32], metre: Piece.Metre?) -> FormPlan? { nil }
  public func compass(of program: UInt8) -> Compass { .piano }
  public var orchestration: Orchestration { Orchestration() }
  public func drawKey(with generator: inout SeededGenerator) -> Int { 0 }
  public func keySignature(movedBy semitones: Int) -> Piece.KeySignature? { nil }

  /// The name in a model's file.
  public var name: String { Self.name }
}

/// The tokenizers by which models are read.
public enum Tokenizers {
  /// The tokenizers that this package knows.
  public static let known: [any Tokenizer.Type] = [
    MetricalTokens.self, TimedTokens.self, ClassicTokens.self,
  ]
}

extension Model {
  /// The model's tokenizer as one of this kind.
  ///
  /// - Throws: `ComposerError.wrongTokenizer`.
  public func tokenizer<Kind: Tokenizer>(as kind: Kind.Type) throws(ComposerError) -> Kind {
    guard let tokenizer = tokenizer as? Kind else {
      throw .wrongTokenizer(found: tokenizer.name, expected: Kind.name)
    }
    return tokenizer
  }
}
