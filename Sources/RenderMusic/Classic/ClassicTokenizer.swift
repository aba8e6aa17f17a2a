import RenderMIDI

/// The tokenizer of the well-known LSTM tutorial, token for token what music21 10.5.1 gives it:
///
///     parts = instrument.partitionByInstrument(converter.parse(file)).parts
///     for element in parts[0].recurse(): str(pitch) of a note, normalOrder of a chord
///
/// Where the first part gives nothing, the first part that gives something is taken.
public struct ClassicTokenizer: Sendable {
  public init() {}

  /// A note or chord with the place that music21 gives it, in units of 1/96 quarter note.
  public struct Event: Hashable, Sendable {
    /// The units of a quarter note, 96.
    public static let unitsPerQuarter = QuantizationGrid.unitsPerQuarter

    /// The token of the note or chord.
    public var token: ClassicToken
    /// The onset, in units from the beginning of the part.
    public var offset: Int
    /// The length in units.
    public var duration: Int
  }

  /// The notes and chords of a file.
  /// - Throws: `MusicError.tooLong` or `MusicError.tooDense` for files that are no music.
  public func events(of file: MIDIFile) throws(MusicError) -> [Event] {
    for part in try Transcription(file).parts {
      let events = part.compactMap(Event.init)
      if !events.isEmpty { return events }
    }
    return []
  }

  /// The tokens of a file: `["E4", "4.9", …]`; none where it has no notes.
  /// - Throws: as `events(of:)`.
  public func tokens(of file: MIDIFile) throws(MusicError) -> [String] {
    try events(of: file).map(\.token.description)
  }

  /// A token moved by semitones, exactly what the tokenizer gives for the music so moved; nil where
  /// a note would leave the MIDI keys 0...127.
  /// - Throws: `MusicError.malformedToken`.
  public static func transposed(_ token: String, by semitones: Int) throws(MusicError) -> String? {
    try ClassicToken(token).transposed(by: semitones)?.description
  }

  /// The notes of the token at a place in a piece, counted from 0: it begins half a quarter after the one
  /// before and lasts a quarter; a chord sounds in the octave of middle C.
  public func notes(of token: ClassicToken, at index: Int) -> [Piece.Note] {
    token.keys.map {
      Piece.Note(
        onset: index * Piece.unitsPerQuarter / 2, duration: Piece.unitsPerQuarter, key: $0)
    }
  }

  /// The piece of some tokens; a key struck again ends its earlier note.
  /// - Throws: `MusicError.malformedToken`, naming the first that is none.
  public func piece(
    of tokens: some Sequence<String>, header: Piece.Header = Piece.Header()
  ) throws(MusicError) -> Piece {
    var notes: [Piece.Note] = []
    var sounding: [UInt8: Int] = [:]
    for (index, token) in tokens.enumerated() {
      for note in self.notes(of: try ClassicToken(token), at: index) {
        if let earlier = sounding[note.key] {
          notes[earlier].duration = min(notes[earlier].duration, note.onset - notes[earlier].onset)
        }
        sounding[note.key] = notes.count
        notes.append(note)
      }
    }
    return Piece(header: header, notes: notes)
  }
}

extension ClassicTokenizer.Event {
  /// Makes an event of a note or chord; nil for drums.
  fileprivate init?(_ element: TrackElement) {
    switch element.content {
    case .note(let key): token = .note(key: key)
    case .chord(let pitchClasses): token = ClassicToken(chord: pitchClasses)
    case .percussion: return nil
    }
    offset = element.offset
    duration = element.duration
  }
}
