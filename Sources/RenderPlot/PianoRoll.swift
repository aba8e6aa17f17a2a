import RenderMIDI

/// What the keys and the sustain pedals of a piece do, in seconds from the start of the MIDI file.
public struct PianoRoll: Hashable, Sendable {
  /// A key that is held.
  public struct Note: Hashable, Sendable {
    public var onset: Double
    public var duration: Double
    /// 0...127; 60 is middle C.
    public var key: UInt8
    /// 1...127.
    public var velocity: UInt8
    /// 0...15.
    public var channel: UInt8

    /// On channel 10 of General MIDI, counted from 1, keys are drums and no pitches.
    public var isPercussion: Bool { channel == 9 }
  }

  /// A sustain pedal that is held.
  public struct PedalSpan: Hashable, Sendable {
    public var start: Double
    public var end: Double
    /// 0...15.
    public var channel: UInt8
  }

  /// In the order of their onsets.
  public private(set) var notes: [Note] = []
  /// In the order of their starts; those of several channels may overlap.
  public private(set) var pedal: [PedalSpan] = []
  /// The time of the last event of all.
  public private(set) var end = 0.0

  /// The notes and pedals of a file of any format, those of format 2 one track after the other.
  ///
  /// As a synthesizer does, a key struck again ends its earlier note, and the events of all tracks
  /// act on the same sixteen channels. What nothing ends lasts until the last event (in format 2
  /// of its track). A pedal is down from a value of controller 64 of 64 on.
  public init(_ midi: MIDIFile) {
    for piece in midi.playedPieces { append(piece) }
    notes.sort { ($0.onset, $0.key, $0.channel) < ($1.onset, $1.key, $1.channel) }
    pedal.sort { ($0.start, $0.channel) < ($1.start, $1.channel) }
  }

  private mutating func append(_ piece: [PlayedEvent]) {
    end = piece.last?.seconds ?? end
    var sounding = [Note?](repeating: nil, count: 16 * 128)
    var pedalDown = [Double?](repeating: nil, count: 16)
    for played in piece {
      let seconds = played.seconds
      switch played.event {
      case .noteOn(let channel, let key, let velocity) where velocity > 0:
        let slot = Self.slot(channel, key)
        finish(&sounding[slot], at: seconds)
        sounding[slot] = Note(
          onset: seconds, duration: 0, key: key & 127, velocity: min(velocity, 127),
          channel: channel & 15)
      case .noteOn(let channel, let key, _), .noteOff(let channel, let key, _):
        finish(&sounding[Self.slot(channel, key)], at: seconds)
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
        for key in UInt8(0)..<128 { finish(&sounding[Self.slot(channel, key)], at: seconds) }
      default: break
      }
    }
    for slot in sounding.indices { finish(&sounding[slot], at: end) }
    for channel in pedalDown.indices { lift(&pedalDown[channel], at: end, channel: channel) }
  }

  private static func slot(_ channel: UInt8, _ key: UInt8) -> Int {
    Int(channel & 15) << 7 | Int(key & 127)
  }

  private mutating func finish(_ sounding: inout Note?, at seconds: Double) {
    guard var note = sounding else { return }
    note.duration = seconds - note.onset
    notes.append(note)
    sounding = nil
  }

  private mutating func lift(_ down: inout Double?, at seconds: Double, channel: Int) {
    guard let start = down else { return }
    if start < seconds {
      pedal.append(PedalSpan(start: start, end: seconds, channel: UInt8(channel)))
    }
    down = nil
  }
}
