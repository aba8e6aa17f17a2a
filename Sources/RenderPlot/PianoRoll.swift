import RenderMIDI
import RenderMusic

/// The notes and sustain pedals of a piece, in seconds from the start of the MIDI file.
public struct PianoRoll: Hashable, Sendable {
  /// A key that is held.
  public struct Note: Hashable, Sendable {
    /// The time at which the key is struck, in seconds.
    public var onset: Double
    /// The time for which the key is held, in seconds.
    public var duration: Double
    /// The key, 0...127; 60 is middle C.
    public var key: UInt8
    /// The velocity, 1...127.
    public var velocity: UInt8
    /// The MIDI channel, 0...15.
    public var channel: UInt8
    /// The index of the part that plays the note.
    public var part = 0

    /// Whether the note is a drum: on channel 10 of General MIDI, counted from 1, keys are no pitches.
    public var isPercussion: Bool { channel == MIDIEvent.percussionChannel }
  }

  /// A sustain pedal that is held.
  public struct PedalSpan: Hashable, Sendable {
    /// The time at which the pedal goes down, in seconds.
    public var start: Double
    /// The time at which it is lifted, in seconds.
    public var end: Double
    /// The MIDI channel, 0...15.
    public var channel: UInt8
  }

  /// The notes, in the order of their onsets.
  public private(set) var notes: [Note] = []
  /// The spans of the sustain pedal, in the order of their starts; those of several channels may overlap.
  public private(set) var pedal: [PedalSpan] = []
  /// The time of the last event of all, in seconds.
  public private(set) var end = 0.0
  /// The parts with pitched notes, in score order, to which the notes' `part` is an index.
  public let parts: [Piece.Part]

  /// The notes and pedals of a file of any format, those of format 2 one track after the other.
  ///
  /// As a synthesizer does, a key struck again ends its earlier note, and the events of all tracks
  /// act on the same sixteen channels; but parts that share a channel, as they must where there are more than fifteen,
  /// do not end one another's notes. What nothing ends lasts until the last event (in format 2
  /// of its track). A pedal is down from a value of controller 64 of 64 on.
  public init(_ midi: MIDIFile) {
    let parts = FileParts(midi)
    self.parts = parts.parts
    for piece in midi.playedPieces { append(piece, parts) }
    notes.sort {
      ($0.onset, $0.key, $0.channel, $0.part) < ($1.onset, $1.key, $1.channel, $1.part)
    }
    pedal.sort { ($0.start, $0.channel) < ($1.start, $1.channel) }
  }

  /// Whether it says who plays a note: with one part it need not.
  public var hasParts: Bool { parts.count > 1 }

  private mutating func append(_ piece: [PlayedEvent], _ parts: FileParts) {
    end = piece.last?.seconds ?? end
    // By part.
    var pairings: [Int: NotePairing<Double>] = [:]
    var pedalDown = [Double?](repeating: nil, count: 16)
    for played in piece {
      let seconds = played.seconds
      switch played.event {
      case .controlChange(let channel, controller: 64, let value):
        let channel = Int(channel & 15)
        if value >= 64 {
          pedalDown[channel] = pedalDown[channel] ?? seconds
        } else {
          lift(&pedalDown[channel], at: seconds, channel: channel)
        }
      case .controlChange(let channel, controller: 121, _):  // reset all controllers
        lift(&pedalDown[Int(channel & 15)], at: seconds, channel: Int(channel & 15))
      case .controlChange(let channel, controller: 120, _),  // all sound off
        .controlChange(let channel, controller: 123...127, _):  // all notes off, in four ways more
        for part in pairings.keys { pairings[part]?.endAll(channel: channel, at: seconds) }
      case .noteOn(let channel, _, _), .noteOff(let channel, _, _):
        let part = parts.index(track: played.track, channel: channel)
        pairings[part, default: NotePairing(.nextNoteOn)].read(played.event, at: seconds)
      default: break
      }
    }
    for (part, var pairing) in pairings {
      pairing.endAll(at: end)
      notes += pairing.notes.map {
        Note(
          onset: $0.on, duration: $0.off - $0.on, key: $0.key, velocity: $0.velocity,
          channel: $0.channel, part: part)
      }
    }
    for channel in pedalDown.indices { lift(&pedalDown[channel], at: end, channel: channel) }
  }

  private mutating func lift(_ down: inout Double?, at seconds: Double, channel: Int) {
    guard let start = down else { return }
    if start < seconds {
      pedal.append(PedalSpan(start: start, end: seconds, channel: UInt8(channel)))
    }
    down = nil
  }
}
