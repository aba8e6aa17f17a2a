import RenderMIDI

/// A note-on with its note-off: ticks of the file.
struct PairedNote: Hashable {
  var on: Int
  var off: Int
  var key: UInt8
  /// 0...15; 9 is the percussion channel.
  var channel: UInt8
}

extension MIDITrack {
  /// The track's notes in the order of their note-ons, each ended by the next note-off of its key
  /// and channel in the file.
  ///
  /// One note-off ends every note-on since the last one; a note-on without a later note-off is no
  /// note (music21, `midi.translate.getNotesFromEvents`).
  var pairedNotes: [PairedNote] {
    var notes: [PairedNote] = []
    var nextOff = [Int?](repeating: nil, count: 16 * 128)
    for timed in events.reversed() {
      switch timed.event {
      case .noteOn(let channel, let key, let velocity) where velocity > 0:
        if let off = nextOff[Self.slot(channel, key)] {
          notes.append(PairedNote(on: timed.tick, off: off, key: key & 127, channel: channel & 15))
        }
      case .noteOn(let channel, let key, _), .noteOff(let channel, let key, _):
        nextOff[Self.slot(channel, key)] = timed.tick
      default:
        break
      }
    }
    return notes.reversed()
  }

  var hasNoteOns: Bool {
    events.contains {
      if case .noteOn(_, _, let velocity) = $0.event { velocity > 0 } else { false }
    }
  }

  private static func slot(_ channel: UInt8, _ key: UInt8) -> Int {
    Int(channel & 15) << 7 | Int(key & 127)
  }
}
