/// An event of a track. Channels are 0...15, keys, velocities, values and programs 0...127.
public enum MIDIEvent: Hashable, Sendable {
  /// The release of a key; the velocity is that of the release.
  case noteOff(channel: UInt8, key: UInt8, velocity: UInt8)
  /// A velocity of 0 means note off; it is kept as it stood in the file.
  case noteOn(channel: UInt8, key: UInt8, velocity: UInt8)
  /// The pressure on a key that is held (aftertouch), 0...127.
  case polyphonicPressure(channel: UInt8, key: UInt8, pressure: UInt8)
  /// A new value of a controller; 64 is the sustain pedal. From 120 on controllers are channel modes.
  case controlChange(channel: UInt8, controller: UInt8, value: UInt8)
  /// The instrument of a channel from here on; General MIDI numbers them.
  case programChange(channel: UInt8, program: UInt8)
  /// The pressure on all keys of a channel together, 0...127.
  case channelPressure(channel: UInt8, pressure: UInt8)
  /// A bend of the pitch, 0...16383; 8192 is the centre.
  case pitchBend(channel: UInt8, value: UInt16)
  /// A sysex event: the bytes after F0 and the length, a closing F7 included where the file has it.
  case systemExclusive([UInt8])
  /// A continued sysex packet or any raw message: the bytes after F7 and the length.
  case escape([UInt8])
  /// An event about the music, which no instrument gets.
  case meta(MetaEvent)

  /// The channel of percussion in General MIDI, the tenth.
  public static let percussionChannel: UInt8 = 9
}

/// An event about the music that is not sent to an instrument. A known one that is longer than the
/// standard's is read without its surplus, as the standard asks.
public enum MetaEvent: Hashable, Sendable {
  /// The text events, FF 01 to FF 0F.
  public enum TextKind: UInt8, Hashable, Sendable, CaseIterable {
    case text = 1
    case copyright, trackName, instrumentName, lyric, marker, cuePoint, programName, deviceName
    case text10, text11, text12, text13, text14, text15
  }

  /// The number of the sequence in the track or file, 0...65535.
  case sequenceNumber(UInt16)
  /// A text as bytes, since files never say their encoding.
  case text(TextKind, [UInt8])
  /// The channel, 0...15, that the meta and sysex events after it belong to.
  case channelPrefix(UInt8)
  /// The output, 0...127, that the track goes to where there are several.
  case port(UInt8)
  /// The end of a track, which each track has once.
  case endOfTrack
  /// A tempo in microseconds a quarter, 1...16777215.
  case tempo(microsecondsPerQuarter: UInt32)
  /// The SMPTE time at which the track begins, as its bytes stand; the two bits above the hours are the
  /// frame rate.
  case smpteOffset(hours: UInt8, minutes: UInt8, seconds: UInt8, frames: UInt8, subframes: UInt8)
  /// A meter: 6/8 is `numerator: 6, denominatorPower: 3`. The bytes are kept as they stand: whoever uses
  /// the value has to refuse a numerator of 0 or a denominator of 2^255.
  case timeSignature(
    numerator: UInt8, denominatorPower: UInt8, clocksPerClick: UInt8, thirtySecondsPerQuarter: UInt8
  )
  /// A key by its signs, -7...7: sharps are positive, flats negative.
  case keySignature(sharps: Int8, isMinor: Bool)
  /// The bytes of an event for one make of sequencer; by the standard its manufacturer's number is first.
  case sequencerSpecific([UInt8])
  /// An event of any type (0...127) that has no case of its own.
  case other(type: UInt8, [UInt8])
}
