import RenderMIDI

/// A group of notes that music21 takes to start together: a note, a chord, or drums.
struct NoteGroup: Hashable {
  enum Content: Hashable {
    case note(key: UInt8)
    case chord(PitchClassSet)
    /// Drums: on the percussion channel nothing has a pitch, so nothing becomes a token.
    case percussion
  }

  var content: Content
  /// The onset in ticks of the file, as the duration is.
  var onset: Int
  var duration: Int

  /// Whether music21 takes the note for a grace note, as it does without a length: it keeps no time for
  /// itself.
  var isGrace: Bool { duration == 0 }
}

extension NoteGroup {
  /// Groups a track's notes, which are ordered by onset (music21,
  /// `midi.translate.midiTrackToStream`).
  ///
  /// Notes are a chord when they start less than a sixteenth after its first note and end no more
  /// than a sixteenth before or after it. A chord starts with its first note and is as long as its
  /// last one. A note that is already in a chord can enter a later one, too.
  /// - Returns: the groups by onset, and whether notes that start together end apart, for which
  ///   music21 splits measures into voices.
  /// - Throws: `MusicError.tooDense`.
  static func grouping(
    _ notes: [PairedNote<Int>], ticksPerQuarter: Int, work: inout WorkLimit
  ) throws(MusicError) -> (groups: [NoteGroup], needsVoices: Bool) {
    var groups: [NoteGroup] = []
    var isGathered = [Bool](repeating: false, count: notes.count)
    var needsVoices = false
    for (index, first) in notes.enumerated() where !isGathered[index] {
      var members = PitchClassSet(CollectionOfOne(Int(first.key) % 12))
      var last = first
      var count = 1
      var isPercussion = first.channel == MIDIEvent.percussionChannel
      for other in (index + 1)..<max(notes.count, index + 1) {
        try work.spend(1)
        let note = notes[other]
        // Ticks times four against ticks a quarter: a sixteenth need not be whole ticks.
        if 4 * abs(note.on - first.on) >= ticksPerQuarter { break }
        if 4 * abs(note.off - first.off) > ticksPerQuarter {
          needsVoices = true
          continue
        }
        isGathered[other] = true
        members.insert(Int(note.key) % 12)
        last = note
        count += 1
        isPercussion = isPercussion || note.channel == MIDIEvent.percussionChannel
      }
      let content: Content =
        if isPercussion { .percussion } else if count > 1 { .chord(members) } else {
          .note(key: first.key)
        }
      groups.append(
        NoteGroup(content: content, onset: first.on, duration: last.off - last.on))
    }
    return (groups, needsVoices)
  }
}
