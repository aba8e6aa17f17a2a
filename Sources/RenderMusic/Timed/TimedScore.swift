/// A piece on a grid of 1/24 quarter, which holds 32nds, triplets of 16ths and all that is longer:
/// what the timed tokenizer reads and writes, and what bits per note are counted on.
///
/// The same music is always the same value: notes are ordered by onset, then from the last part to the first, then key;
/// a part begins a key once at an onset and has ended it when it begins it again; a tempo stands where it changes
/// something.
public struct TimedScore: Hashable, Sendable {
  /// No note sounds beyond this unit, the end of the 16,384th bar of four quarters: it bounds the
  /// tokens that a few notes of a hostile file can become.
  public static let latest = 16_384 * 4 * Piece.unitsPerQuarter

  /// The counts of what making music canonical changed.
  struct Changes: Hashable {
    /// The number of notes that joined an equal key at the same onset.
    var mergedNotes = 0
    /// The number of notes that ended early, where their key is struck again.
    var endedNotes = 0
    /// The number of tempi that hold for no note, or are the same as the one before.
    var mergedTempos = 0
  }

  /// The programs of General MIDI of the parts, in score order, to which the notes' `part` is an index.
  public let programs: [UInt8]
  /// The notes, by onset, then from the last part to the first, then key.
  public let notes: [Piece.Note]
  /// The tempi, the first at 0, each other one at the onset of a note; none where there are no notes.
  public let tempos: [Piece.Tempo]
  /// The unit at which the last note has ended.
  public let end: Int

  /// The instruments of the parts, in score order.
  public var instruments: [Instrument] { Instrument.numbered(programs) }
  /// Whether it says who plays a note: with one part it need not.
  public var hasParts: Bool { programs.count > 1 }

  /// The notes of all parts as one part's, a piano's.
  public var inOnePart: TimedScore {
    guard hasParts else { return self }
    let notes = notes.map { Piece.Note(onset: $0.onset, duration: $0.duration, key: $0.key) }
    // They are on the grid already.
    return try! TimedScore(notes: notes, tempos: tempos)
  }

  /// The number of events: an event is all notes that begin together.
  public var eventCount: Int {
    notes.indices.count { $0 == 0 || notes[$0].onset != notes[$0 - 1].onset }
  }

  /// The most parts of a piece.
  public static let mostParts = 64

  /// Makes any notes canonical: of one key of a part at one onset the longest is kept, a key struck again ends
  /// its earlier note, and of the tempi between two onsets the last one holds from the later onset on
  /// (those before the first note from 0 on). With none before, 120 quarters a minute hold.
  ///
  /// - Parameter programs: those of the parts, in score order; a piano's alone without them.
  /// - Throws: `MusicError.beyondGrid`.
  public init(
    notes: some Sequence<Piece.Note>, tempos: some Sequence<Piece.Tempo> = [],
    programs: [UInt8] = [0]
  ) throws(MusicError) {
    var changes = Changes()
    try self.init(
      notes: Array(notes), tempos: Array(tempos), programs: programs, changes: &changes)
  }

  init(
    notes: [Piece.Note], tempos: [Piece.Tempo], programs: [UInt8] = [0], changes: inout Changes
  ) throws(MusicError) {
    guard (1...Self.mostParts).contains(programs.count), programs.allSatisfy({ $0 < 128 }) else {
      throw .beyondGrid("\(programs.count) parts, of which one to \(Self.mostParts) can be")
    }
    self.programs = programs
    for note in notes {
      guard programs.indices.contains(note.part), note.onset >= 0, note.onset < Self.latest,
        note.key < 128, note.duration >= 1, note.duration <= Self.latest - note.onset
      else {
        throw .beyondGrid(
          "a note of \(note.duration) units at unit \(note.onset), key \(note.key), part \(note.part)"
        )
      }
    }
    for tempo in tempos {
      guard tempo.quartersPerMinute > 0, tempo.quartersPerMinute < .infinity else {
        throw .beyondGrid("a tempo of \(tempo.quartersPerMinute) quarters a minute")
      }
    }
    let notes = Self.canonical(notes, changes: &changes)
    self.notes = notes
    self.tempos = Self.canonical(tempos, of: notes, changes: &changes)
    end = notes.reduce(0) { max($0, $1.end) }
  }

  static func canonical(_ notes: [Piece.Note], changes: inout Changes) -> [Piece.Note] {
    var kept: [Piece.Note] = []
    kept.reserveCapacity(notes.count)
    let parts = 1 + (notes.lazy.map(\.part).max() ?? 0)
    var last = [Int?](repeating: nil, count: 128 * parts)
    for note in notes.sorted(by: { ($0.onset, $1.part, $0.key) < ($1.onset, $0.part, $1.key) }) {
      let key = 128 * note.part + Int(note.key)
      if let earlier = last[key], kept[earlier].end > note.onset {
        if kept[earlier].onset == note.onset {
          kept[earlier].duration = max(kept[earlier].duration, note.duration)
          changes.mergedNotes += 1
          continue
        }
        kept[earlier].duration = note.onset - kept[earlier].onset
        changes.endedNotes += 1
      }
      last[key] = kept.count
      kept.append(note)
    }
    return kept
  }

  private static func canonical(
    _ tempos: [Piece.Tempo], of notes: [Piece.Note], changes: inout Changes
  ) -> [Piece.Tempo] {
    var kept: [Piece.Tempo] = []
    // The order of arrival decides within a unit; `sort` alone does not promise to keep it.
    let tempos = tempos.enumerated()
      .sorted { ($0.element.onset, $0.offset) < ($1.element.onset, $1.offset) }
      .map(\.element)
    var next = 0
    var current = 120.0
    for note in notes {
      while next < tempos.count, tempos[next].onset <= note.onset {
        current = tempos[next].quartersPerMinute
        next += 1
      }
      guard kept.last?.quartersPerMinute != current else { continue }
      kept.append(Piece.Tempo(onset: kept.isEmpty ? 0 : note.onset, quartersPerMinute: current))
    }
    changes.mergedTempos += max(0, tempos.count - kept.count)
    return kept
  }
}

extension TimedScore {
  /// Takes the notes of a piece, its parts together, and its tempi.
  /// - Throws: `MusicError.beyondGrid`.
  public init(_ piece: Piece) throws(MusicError) {
    try self.init(
      notes: piece.notes.map {
        Piece.Note(onset: $0.onset, duration: $0.duration, key: $0.key)
      }, tempos: piece.header.tempos)
  }
}
