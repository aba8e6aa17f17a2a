import RenderMIDI

/// What a file says of its channels beside their notes, as far as a performance asks for it.
struct ChannelSetup {
  private struct Channel {
    /// The programs by the ticks from which they hold. Of several at one tick, as of several tracks on one
    /// channel, the last one holds.
    var programs: [Int: UInt8] = [:]
    /// The same in order, the first at 0.
    var changes: [(tick: Int, program: UInt8)] = []
    var hasPedal = false
    var firstNote = Int.max
    var lastVolume = -1
    /// The last value of controller 11, and its tick.
    var expression: (tick: Int, value: UInt8) = (-1, 127)
    var isBent = false
  }

  private let channels: [Channel]
  /// Whether a piano has its pedal written down. A piano has one: where it is in one hand's channel, the other one
  /// gets none from us.
  private let pianoHasPedal: Bool

  init(_ file: MIDIFile) {
    var channels = [Channel](repeating: Channel(), count: 16)
    for track in file.tracks {
      for timed in track.events {
        switch timed.event {
        case .programChange(let channel, let program):
          channels[Int(channel & 15)].programs[timed.tick] = program
        case .controlChange(let channel, controller: 64, let value) where value >= 64:
          channels[Int(channel & 15)].hasPedal = true
        case .controlChange(let channel, controller: 7, _):
          let last = channels[Int(channel & 15)].lastVolume
          channels[Int(channel & 15)].lastVolume = max(last, timed.tick)
        case .controlChange(let channel, controller: 11, let value)
        where timed.tick >= channels[Int(channel & 15)].expression.tick:
          channels[Int(channel & 15)].expression = (timed.tick, value)
        case .pitchBend(let channel, let value) where value != 8192:
          channels[Int(channel & 15)].isBent = true
        case .noteOn(let channel, _, let velocity) where velocity > 0:
          let first = channels[Int(channel & 15)].firstNote
          channels[Int(channel & 15)].firstNote = min(first, timed.tick)
        default: break
        }
      }
    }
    for index in channels.indices {
      var changes = channels[index].programs.sorted { $0.key < $1.key }
        .map { (tick: $0.key, program: $0.value) }
      if changes.first?.tick != 0 { changes.insert((0, 0), at: 0) }
      channels[index].changes = changes
    }
    let pianos = channels.indices.filter {
      $0 != MIDIEvent.percussionChannel && channels[$0].programs.values.allSatisfy(Self.isPiano)
    }
    pianoHasPedal = pianos.contains { channels[$0].hasPedal }
    self.channels = channels
  }

  /// Whether the notes of a channel are performed: they have pitches.
  func isPerformed(_ channel: UInt8) -> Bool {
    channel < 16 && channel != MIDIEvent.percussionChannel
  }

  /// The part that a note of a channel belongs to.
  func part(of channel: UInt8, at tick: Int) -> PerformedPart {
    let setup = channels[Int(channel & 15)]
    let change = lastIndex(of: setup.changes, notAfter: tick, tick: \.tick)
    return PerformedPart(
      program: setup.changes[change].program, keyboard: Int(channel),
      hasOwnPedal: pianoHasPedal || !setup.programs.values.allSatisfy(Self.isPiano),
      hasOwnExpression: setup.isBent || setup.lastVolume > setup.firstNote
        || setup.expression.tick > setup.firstNote || setup.expression.value == 0,
      fullExpression: setup.expression.value)
  }

  private static func isPiano(_ program: UInt8) -> Bool {
    PlayingTechnique(program: program) == .piano
  }
}
