import RenderMIDI

/// What a part of a MIDI file has to play.
public struct PartUse: Hashable, Sendable {
  /// The part, with the name of its track.
  public var part: Piece.Part
  /// The number of notes.
  public var notes = 0
  /// The keys from the lowest to the highest.
  public var keys: ClosedRange<UInt8>
  /// The most notes that sound at once.
  public var mostAtOnce = 0

  /// The parts of a file in score order, as `FileParts` has them; drums are none.
  ///
  /// As in a synthesizer a key that is struck again ends its note; what nothing ends lasts to the end of its track.
  public static func all(in file: MIDIFile) -> [PartUse] {
    let parts = FileParts(file)
    var notes = [[PairedNote<Int>]](repeating: [], count: parts.parts.count)
    let grid = FileGrid(file)
    for (number, (track, start)) in zip(file.tracks, grid.trackStarts).enumerated() {
      var pairing = NotePairing<Int>(.nextNoteOn)
      for timed in track.events { pairing.read(timed.event, at: start + timed.tick) }
      pairing.endAll(at: start + (track.events.last?.tick ?? 0))
      for note in pairing.notes where note.channel != MIDIEvent.percussionChannel {
        notes[parts.index(track: number, channel: note.channel)].append(note)
      }
    }
    return zip(parts.parts, notes).compactMap { PartUse($0, $1) }
  }

  private init?(_ part: Piece.Part, _ notes: [PairedNote<Int>]) {
    guard let lowest = notes.map(\.key).min(), let highest = notes.map(\.key).max() else {
      return nil
    }
    self.part = part
    self.notes = notes.count
    keys = lowest...highest
    // A note that ends where another one begins is gone by then.
    let changes = notes.flatMap { [($0.on, 1), (Swift.max($0.off, $0.on + 1), -1)] }
    var sounding = 0
    for change in changes.sorted(by: <) {
      sounding += change.1
      mostAtOnce = Swift.max(mostAtOnce, sounding)
    }
  }
}
