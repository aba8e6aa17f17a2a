import RenderMIDI
import RenderMusic
import RenderNetwork

/// The tokenizer of the tutorial: notes and chords, an event a token.
public struct ClassicTokens: Tokenizer, Hashable {
  public static let name = "classic"

  public let vocabulary: Vocabulary
  /// The notes and chords that the tokens mean, by index.
  let tokens: [ClassicToken]

  public init(
    _ vocabulary: Vocabulary, metadata: [String: String] = [:]
  ) throws(ComposerError) {
    var tokens: [ClassicToken] = []
    for name in vocabulary.tokens {
      do { tokens.append(try ClassicToken(name)) } catch {
        throw .badModel("its vocabulary holds '\(name)', neither a note nor a chord")
      }
    }
    self.vocabulary = vocabulary
    self.tokens = tokens
  }

  public static func corpusPiece(
    of file: MIDIFile, annotation: Annotation?
  ) throws(MusicError) -> [String]? {
    let tokens = try ClassicTokenizer().tokens(of: file)
    return tokens.isEmpty ? nil : tokens
  }

  public static func listing(of file: MIDIFile) throws(MusicError) -> TokenListing {
    let events = try ClassicTokenizer().events(of: file)
    return TokenListing(
      events.map(\.token.description),
      times: events.map { TokenListing.Time(onset: $0.offset, duration: $0.duration) })
  }

  public func primer(_ file: MIDIFile) throws(MusicError) -> Primer {
    let tokens = try ClassicTokenizer().tokens(of: file)
    let indices = vocabulary.indices(of: tokens)
    let missing = Set(tokens).filter { vocabulary.index(of: $0) == nil }
    return Primer(
      indices,
      notices: missing.isEmpty
        ? []
        : [
          "\(tokens.count - indices.count) of its \(tokens.count) events are not in the model's "
            + "vocabulary and are left out: \(Primer.list(missing))"
        ])
  }

  public func beginning(drawn start: [Int32]) -> [Int32] { start }

  public func makeWriter(_ plan: PiecePlan) -> any EventWriter { ClassicWriter(self, plan) }
}

extension Vocabulary {
  /// The indices of those tokens that the vocabulary has.
  public func indices(of tokens: [String]) -> [Int32] {
    tokens.compactMap { index(of: $0).map(Int32.init) }
  }
}
