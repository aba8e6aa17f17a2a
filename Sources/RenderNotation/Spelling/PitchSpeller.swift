import RenderMusic

/// The spelling of a piece's pitches: first by the local key, then by what sounds with each note and what comes before
/// and after it.
///
/// The first spelling is that of `KeyCentres`. Then each note weighs its own spelling against those twelve fifths away
/// (G sharp, A flat) by a log-linear model of its distances in the line of fifths to the notes around it, of semitones that
/// are two letters or one, and of the signature; a few passes, until nothing changes. The weights were learned from
/// scores of piano pieces and songs (`SpellingWeights`).
struct PitchSpeller {
  /// The number of passes; later ones change next to nothing.
  private static let passes = 4
  /// Double flats to double sharps: what is further away is no name that scores know.
  private static let places = -15...19

  /// The places in the line of fifths of the notes, in the order in which they were handed in.
  let fifths: [Int]
  /// The local keys, by onset.
  let centres: KeyCentres

  /// - Parameters:
  ///   - notes: in any order.
  ///   - keys: the key signatures by onset; `nil` or none where nobody knows them.
  init(_ notes: [Piece.Note], keys: [KeyChange]?) {
    let order = notes.indices.sorted {
      (notes[$0].onset, notes[$0].key, $0) < (notes[$1].onset, notes[$1].key, $1)
    }
    let sorted = order.map { notes[$0] }
    var groups: [Int] = []
    var onsets: [[Int]] = []
    for (index, note) in sorted.enumerated() {
      if index == 0 || note.onset != sorted[index - 1].onset { onsets.append([]) }
      onsets[onsets.count - 1].append(Int(note.key) % 12)
      groups.append(onsets.count - 1)
    }
    let signatures = Self.signatures(of: sorted, keys)
    var atOnsets: [Int]?
    if let signatures {
      atOnsets = groups.indices.filter { $0 == 0 || groups[$0] != groups[$0 - 1] }
        .map { signatures[$0] }
    }
    let centres = KeyCentres(onsets, signatures: atOnsets)
    self.centres = centres
    let local = groups.map {
      SpellingContext.LocalKey(sharps: centres.sharps[$0], isMinor: centres.isMinor[$0])
    }
    var spelled = sorted.indices.map {
      KeyCentres.spelling(
        of: Int(sorted[$0].key) % 12, sharps: local[$0].sharps, isMinor: local[$0].isMinor)
    }
    spelled = spelled.map(Self.nameable)
    let context = SpellingContext(sorted, local: local, signatures: signatures)
    for _ in 0..<Self.passes {
      let next = context.improved(spelled).map(Self.nameable)
      if next == spelled { break }
      spelled = next
    }
    var placed = [Int](repeating: 0, count: notes.count)
    for (index, place) in zip(order, spelled) { placed[index] = place }
    fifths = placed
  }

  /// The place itself, or the one twelve fifths away that scores have a name for.
  private static func nameable(_ fifths: Int) -> Int {
    var fifths = fifths
    while fifths < places.lowerBound { fifths += 12 }
    while fifths > places.upperBound { fifths -= 12 }
    return fifths
  }

  private static func signatures(of notes: [Piece.Note], _ keys: [KeyChange]?) -> [Int]? {
    guard let keys, !keys.isEmpty else { return nil }
    let ordered = keys.sorted { $0.onset < $1.onset }
    var next = 0
    var current = ordered[0].signature.sharps
    return notes.map { note in
      while next < ordered.count, ordered[next].onset <= note.onset {
        current = ordered[next].signature.sharps
        next += 1
      }
      return current
    }
  }
}

extension PitchSpeller {
  /// The signature in which the piece is written best where nobody knows it: that of the local key that holds at most
  /// onsets, and its mode there.
  var signature: Piece.KeySignature {
    var counts: [Int: (all: Int, minor: Int)] = [:]
    for (sharps, isMinor) in zip(centres.sharps, centres.isMinor) {
      counts[sharps, default: (0, 0)].all += 1
      counts[sharps, default: (0, 0)].minor += isMinor ? 1 : 0
    }
    let best = counts.filter { (-7...7).contains($0.key) }
      .max { ($0.value.all, -abs($0.key), $0.key) < ($1.value.all, -abs($1.key), $1.key) }
    guard let best else { return Piece.KeySignature(sharps: 0) }
    return Piece.KeySignature(
      sharps: best.key, mode: 2 * best.value.minor > best.value.all ? .minor : .major)
  }
}
