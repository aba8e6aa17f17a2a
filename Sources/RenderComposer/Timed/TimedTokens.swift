import RenderMIDI
import RenderMusic
import RenderNetwork
import RenderRandomness

/// The tokenizer of pitches, times and tempi on a grid. Its models compose in C major or A minor.
public struct TimedTokens: Tokenizer, Hashable {
  public static let name = "timed"
  public static let keepsTimes = true

  /// The vocabulary, with what each of its tokens means.
  public let timedVocabulary: TimedVocabulary

  public init(_ vocabulary: TimedVocabulary) { timedVocabulary = vocabulary }

  public init(
    _ vocabulary: Vocabulary, metadata: [String: String] = [:]
  ) throws(ComposerError) {
    do { timedVocabulary = try TimedVocabulary(vocabulary) } catch {
      throw .badModel("of its vocabulary: \(error)")
    }
  }

  public var vocabulary: Vocabulary { timedVocabulary.vocabulary }
  public var featureCount: Int { TimedListener.featureCount }
  public var featureLayout: Int? { TimedListener.featureLayout }
  public var memoryVocabulary: TimedVocabulary? { timedVocabulary }

  public static func corpusPiece(
    of file: MIDIFile, annotation: Annotation?
  ) throws(MusicError) -> TimedScore? {
    let score = try TimedScore.quantizing(file).score
    return score.notes.isEmpty ? nil : score
  }

  public func score(of piece: TimedScore) -> TimedScore? { piece }

  public static func listing(of file: MIDIFile) throws(MusicError) -> TokenListing {
    let (score, quantization) = try TimedScore.quantizing(file)
    let tokenizer = TimedTokenizer()
    let (moved, semitones) = score.inHomeKey()
    return TokenListing(
      tokenizer.encode(moved).tokens.map { tokenizer.vocabulary.tokens[Int($0)].description },
      quantization: quantization, movedBy: semitones)
  }

  public func primer(_ file: MIDIFile) throws(MusicError) -> Primer {
    let (score, quantization) = try TimedScore.quantizing(file)
    let (moved, semitones) = score.inHomeKey()
    let encoding = TimedTokenizer(timedVocabulary).encode(moved)
    var notices: [String] = []
    func note(_ count: Int, _ sentence: String) {
      if count > 0 { notices.append("\(count) of its \(score.notes.count) notes \(sentence)") }
    }
    note(quantization.movedNotes, "were moved to the grid of 1/24 quarter")
    let unknown = Set(
      zip(score.notes, moved.notes)
        .filter { timedVocabulary.index(of: .pitch(key: $1.key)) == nil }
        .map(\.0.key))
    note(
      encoding.movedPitches,
      "have a pitch that the model has never seen and went to the nearest: "
        + Primer.list(Set(unknown.map { TimedToken.pitch(key: $0).description })))
    note(
      encoding.movedShifts + encoding.movedDurations,
      "have a length that the model has never seen and went to the nearest")
    return Primer(Array(encoding.tokens.dropLast()), movedBy: semitones, notices: notices)
  }

  /// The start token alone: the model knows beginnings, so that none needs to be given.
  public func beginning(drawn start: [Int32]) -> [Int32] { [timedVocabulary.start] }

  /// Draws one of the twelve keys, such that the vocabulary stays within the keys of MIDI.
  public func drawKey(with generator: inout SeededGenerator) -> Int {
    let range = timedVocabulary.keyRange
    let keys = Transposition.semitones.filter {
      range.lowerBound + $0 >= 0 && range.upperBound + $0 < 128
    }
    return keys[Int(generator.next(below: UInt64(keys.count)))]
  }

  /// The signature of C major and A minor, moved.
  public func keySignature(movedBy semitones: Int) -> Piece.KeySignature? {
    Piece.KeySignature(majorOn: semitones)
  }

  public func makeWriter(_ plan: PiecePlan) -> any EventWriter {
    TimedWriter(TimedListener(timedVocabulary), plan)
  }
}
