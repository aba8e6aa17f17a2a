import RenderMusic

/// What each part of a piece plays, as a network hears it that writes for several instruments: who is there, who sounds,
/// and the line of the one who plays next.
struct PartVoices: Sendable {
  private struct Voice: Sendable {
    /// The notes that sound or are the last ones, by onset, then key.
    var notes: [Piece.Note] = []

    mutating func append(_ note: Piece.Note) {
      // The last two onsets are kept even when they have ended.
      let kept = lastOnsets(before: note.onset).last
      notes.removeAll { $0.end <= note.onset && $0.onset < kept ?? 0 }
      notes.append(note)
    }

    /// The last two onsets before a unit, the last one first.
    func lastOnsets(before onset: Int) -> [Int] {
      var onsets: [Int] = []
      for note in notes.reversed() where note.onset < onset && onsets.last != note.onset {
        onsets.append(note.onset)
        if onsets.count == PartVoices.depth { break }
      }
      return onsets
    }

    /// The highest keys at the last two onsets before a unit, the last one first.
    func keys(before onset: Int) -> [Int] {
      lastOnsets(before: onset).map { last in Int(notes.last { $0.onset == last }!.key) }
    }
  }

  private var voices: [Voice]
  /// The place of each part's token among those of the vocabulary's parts.
  private let places: [Int]

  /// The number of onsets of a part that are heard.
  private static let depth = 2

  /// - Parameter grammar: of the piece, before its first token.
  init(_ grammar: TimedGrammar) {
    let known = grammar.vocabulary.instruments
    places = grammar.seats.instruments.map { known.firstIndex(of: $0)! }
    voices = Array(repeating: Voice(), count: places.count)
  }

  /// Whether the piece says who plays.
  var isEmpty: Bool { voices.isEmpty }

  /// Takes the next note.
  mutating func append(_ note: Piece.Note) {
    if voices.indices.contains(note.part) { voices[note.part].append(note) }
  }

  // MARK: Features

  /// The number of features with a vocabulary: indices are below it.
  static func featureCount(_ vocabulary: TimedVocabulary) -> Int {
    let parts = vocabulary.instruments.count
    return parts == 0 ? 0 : 3 * parts + (1 + depth) * 128
  }

  /// The features after the last token: who is there, who sounds, who plays, and what that one holds and has played
  /// before.
  ///
  /// - Parameter players: the parts that the plan has for the present bar; `nil` where it says nothing of them.
  func features(_ grammar: TimedGrammar, players: [Int]?) -> [Int32] {
    guard !isEmpty else { return [] }
    let parts = grammar.vocabulary.instruments.count
    let there = players?.compactMap { places.indices.contains($0) ? places[$0] : nil } ?? places
    var features = Set(there).sorted().map { Int32($0) }
    let onset = grammar.onset
    for (place, voice) in zip(places, voices)
    where voice.notes.contains(where: { $0.end > onset }) {
      features.append(Int32(parts + place))
    }
    // Before its part is named, a note may be anybody's.
    guard !grammar.expectsPart else { return Array(Set(features)).sorted() }
    features.append(Int32(2 * parts + places[grammar.part]))
    let voice = voices[grammar.part]
    for note in voice.notes where note.end > onset {
      features.append(Int32(3 * parts + Int(note.key)))
    }
    for (age, key) in voice.keys(before: onset).enumerated() {
      features.append(Int32(3 * parts + 128 * (1 + age) + key))
    }
    return features
  }
}
