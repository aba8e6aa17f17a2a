import RenderMusic

/// The parts of a score and their staves, as the tracks of a file are: two tracks of a keyboard that a hand each can play are
/// the two staves of one part; another one beside them that one hand can play is a voice.
struct KeyboardTracks {
  /// The parts of the score in order, each with its tracks from the upper staff to the lower.
  private(set) var parts: [Part] = []

  /// One part of the score.
  struct Part {
    /// The tracks: two where they are staves.
    var tracks: [Int]
    /// Whether it stands on one staff even where its instrument has two.
    var isOneStaff = false
  }

  /// The widest chord in semitones that a hand plays.
  private static let hand = 16
  /// The share of wider ones from which both hands play.
  private static let most = 0.08

  /// - Parameters:
  ///   - notes: by onset; their part is the track.
  ///   - tracks: the instruments, which joined tracks have in common.
  ///   - areStaves: whether a track may be a staff of the instrument of the one before it.
  init(_ notes: [Piece.Note], tracks: [Piece.Part], areStaves: (Int) -> Bool) {
    var own = [[Piece.Note]](repeating: [], count: tracks.count)
    for note in notes { own[note.part].append(note) }
    var next = 0
    while next < tracks.count {
      var end = next + 1
      while end < tracks.count, areStaves(end) { end += 1 }
      parts += Self.divided(Array(next..<end), own, isAlone: end - next == tracks.count)
        .map { part in
          var part = part
          part.isOneStaff =
            part.isOneStaff && GeneralMIDI.isKeyboard(tracks[part.tracks[0]].program)
          return part
        }
      next = end
    }
  }

  private static func divided(
    _ run: [Int], _ notes: [[Piece.Note]], isAlone: Bool
  ) -> [Part] {
    guard run.count > 1 else {
      return [Part(tracks: run, isOneStaff: !isAlone && isOneHand(notes[run[0]]))]
    }
    let pair = run.suffix(2).sorted { height(notes[$0]) > height(notes[$1]) }
    let isChoir = run.count > 2 && run.allSatisfy { isOneVoice(notes[$0]) }
    let areStaves = !isChoir && pair.allSatisfy { isOneHand(notes[$0]) }
    let alone = areStaves ? run.dropLast(2) : run[...]
    return alone.map { Part(tracks: [$0], isOneStaff: isOneHand(notes[$0])) }
      + (areStaves ? [Part(tracks: pair)] : [])
  }

  private static func height(_ notes: [Piece.Note]) -> Double {
    Double(notes.reduce(0) { $0 + Int($1.key) }) / Double(max(1, notes.count))
  }

  private static func isOneHand(_ notes: [Piece.Note]) -> Bool {
    share(of: notes) { $0.last! - $0.first! > hand } < most
  }

  private static func isOneVoice(_ notes: [Piece.Note]) -> Bool {
    share(of: notes) { $0.count > 1 } < most
  }

  /// The share of the onsets whose keys, ascending, are so.
  private static func share(of notes: [Piece.Note], _ isSo: ([Int]) -> Bool) -> Double {
    var (count, found) = (0, 0)
    var index = 0
    while index < notes.count {
      var keys: [Int] = []
      let onset = notes[index].onset
      while index < notes.count, notes[index].onset == onset {
        keys.append(Int(notes[index].key))
        index += 1
      }
      count += 1
      found += isSo(keys.sorted()) ? 1 : 0
    }
    return Double(found) / Double(max(1, count))
  }
}
