import RenderMIDI

/// A sonority: notes that begin together.
struct Sonority: Hashable {
  struct Tone: Hashable {
    var part: Int
    var keyboard: Int
    var key: Int
    var velocity: Int
    /// The tick at which it ends in the score, after the onset.
    var end: Int
  }

  var onset: Int
  /// The tones by keyboard, then key; no key twice on a keyboard.
  var tones: [Tone]
  /// The index of the tone that carries the melody.
  var melody: Int?

  var end: Int { tones.reduce(onset) { max($0, $1.end) } }
}

/// A reader that gathers the notes of a source into sonorities.
struct SonorityReader<Notes: IteratorProtocol> where Notes.Element == PartNote {
  private var notes: Notes
  private let parts: [PerformedPart]
  private var next: PartNote?
  private var onset = 0
  private var hasBegun = false

  init(_ notes: Notes, parts: [PerformedPart]) {
    self.notes = notes
    self.parts = parts
  }

  /// Reads the next sonority. A key that is struck twice at once is struck once, for the longer of the two
  /// durations.
  mutating func read() -> Sonority? {
    if !hasBegun {
      hasBegun = true
      next = notes.next()
    }
    guard let first = next else { return nil }
    onset = position(of: first)
    var tones = [tone(first)]
    next = notes.next()
    while let note = next, position(of: note) == onset {
      tones.append(tone(note))
      next = notes.next()
    }
    guard tones.count > 1 else { return Sonority(onset: onset, tones: tones) }
    let ordered = tones.enumerated().sorted {
      ($0.element.keyboard, $0.element.key, $0.offset)
        < ($1.element.keyboard, $1.element.key, $1.offset)
    }
    tones.removeAll(keepingCapacity: true)
    for (_, tone) in ordered {
      if let last = tones.last, (last.keyboard, last.key) == (tone.keyboard, tone.key) {
        tones[tones.count - 1].end = max(last.end, tone.end)
      } else {
        tones.append(tone)
      }
    }
    return Sonority(onset: onset, tones: tones)
  }

  /// The onset of a note; one that comes late is played with those that it is found among.
  private func position(of note: PartNote) -> Int {
    max(onset, min(note.note.onset, MIDIFile.maximumTick))
  }

  private func tone(_ note: PartNote) -> Sonority.Tone {
    let part = min(max(note.part, 0), parts.count - 1)
    return Sonority.Tone(
      part: part, keyboard: parts[part].keyboard, key: Int(min(note.note.key, 127)),
      velocity: Int(min(max(note.note.velocity, 1), 127)),
      end: onset + min(max(note.note.duration, 1), MIDIFile.maximumTick))
  }
}
