/// A note-on with the event that ended it.
public struct PairedNote<Moment: Hashable & Sendable>: Hashable, Sendable {
  /// The moment of the note-on.
  public var on: Moment
  /// The moment of the event that ended the note.
  public var off: Moment
  /// 0...127; 60 is middle C.
  public var key: UInt8
  /// 1...127, of the note-on.
  public var velocity: UInt8
  /// 0...15.
  public var channel: UInt8

  public init(on: Moment, off: Moment, key: UInt8, velocity: UInt8 = 64, channel: UInt8 = 0) {
    self.on = on
    self.off = off
    self.key = key
    self.velocity = velocity
    self.channel = channel
  }
}

/// Notes out of note-ons and note-offs, read event by event in the order of a file.
///
/// A note-on and what ends it have the same key and channel; a note-on of velocity 0 is a note-off. The
/// standard does not say what a key means that is struck again before its note-off: `Rule` does. A note-off
/// that finds nothing open ends nothing.
///
/// A moment is whatever the caller counts: ticks, seconds, or the index of the event in its track.
public struct NotePairing<Moment: Hashable & Sendable>: Sendable {
  /// What ends a note beside its note-off.
  public enum Rule: Hashable, Sendable {
    /// The next note-on of its key, as in a synthesizer, where a key has one note at a time.
    case nextNoteOn
    /// Nothing: one note-off ends all note-ons of its key since the last one (music21,
    /// `midi.translate.getNotesFromEvents`).
    case nothing
  }

  private struct OpenNote {
    var number: Int
    var on: Moment
    var velocity: UInt8
  }

  private let rule: Rule
  private var open = [[OpenNote]](repeating: [], count: 16 * 128)
  /// The slots of keys that have open notes, in a generic type quicker to look through than those: a file may have
  /// 65,535 tracks.
  private var isOpen = [Bool](repeating: false, count: 16 * 128)
  private var ended: [(number: Int, note: PairedNote<Moment>)] = []
  private var noteOns = 0

  public init(_ rule: Rule) { self.rule = rule }

  /// The notes that have ended, in the order in which they ended; those that one event ended, in that of
  /// their note-ons.
  public var notes: [PairedNote<Moment>] { ended.map(\.note) }

  /// The notes that have ended, in the order of their note-ons.
  public var notesByOnset: [PairedNote<Moment>] {
    ended.sorted { $0.number < $1.number }.map(\.note)
  }

  /// Reads an event; all but note-ons and note-offs are passed over.
  public mutating func read(_ event: MIDIEvent, at moment: Moment) {
    switch event {
    case .noteOn(let channel, let key, let velocity) where velocity > 0:
      let slot = Self.slot(channel, key)
      if rule == .nextNoteOn { end(slot, at: moment) }
      open[slot].append(OpenNote(number: noteOns, on: moment, velocity: min(velocity, 127)))
      isOpen[slot] = true
      noteOns += 1
    case .noteOn(let channel, let key, _), .noteOff(let channel, let key, _):
      end(Self.slot(channel, key), at: moment)
    default: break
    }
  }

  /// Ends the notes that are open on a channel, from the lowest key up.
  public mutating func endAll(channel: UInt8, at moment: Moment) {
    for key in UInt8(0)..<128 { end(Self.slot(channel, key), at: moment) }
  }

  /// Ends the notes that are open, by channel and key. Without it they are no notes.
  public mutating func endAll(at moment: Moment) {
    for slot in isOpen.indices where isOpen[slot] { end(slot, at: moment) }
  }

  private mutating func end(_ slot: Int, at moment: Moment) {
    guard isOpen[slot] else { return }
    isOpen[slot] = false
    for note in open[slot] {
      ended.append(
        (
          note.number,
          PairedNote(
            on: note.on, off: moment, key: UInt8(slot & 127), velocity: note.velocity,
            channel: UInt8(slot >> 7))
        ))
    }
    open[slot].removeAll(keepingCapacity: true)
  }

  private static func slot(_ channel: UInt8, _ key: UInt8) -> Int {
    Int(channel & 15) << 7 | Int(key & 127)
  }
}

extension MIDITrack {
  /// The notes of the track with their ticks, in the order of their note-ons; a note-on that nothing ends
  /// is no note.
  public func notes(pairedBy rule: NotePairing<Int>.Rule) -> [PairedNote<Int>] {
    var pairing = NotePairing<Int>(rule)
    for timed in events { pairing.read(timed.event, at: timed.tick) }
    return pairing.notesByOnset
  }
}
