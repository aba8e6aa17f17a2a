/// Music as notes in parts, with its tempo: what a MIDI file means, less what only a synthesizer needs.
public struct Score: Hashable, Sendable {
  /// The notes of one instrument on one track.
  public struct Part: Hashable, Sendable {
    public var name: String
    /// General MIDI program, 0 is the acoustic grand piano.
    public var program: UInt8
    /// Channel 10: keys are drums, not pitches.
    public var isPercussion: Bool
    /// Ordered by onset, then key.
    public var notes: [Note]

    public init(name: String = "", program: UInt8 = 0, isPercussion: Bool = false, notes: [Note]) {
      self.name = name
      self.program = program
      self.isPercussion = isPercussion
      self.notes = notes
    }
  }

  /// A tempo that holds from a tick on.
  public struct Tempo: Hashable, Sendable {
    public var tick: Int
    public var quartersPerMinute: Double

    public init(tick: Int, quartersPerMinute: Double) {
      self.tick = tick
      self.quartersPerMinute = quartersPerMinute
    }
  }

  /// A time signature that holds from a tick on: 6/8 is `beats: 6, beatUnit: 8`.
  public struct TimeSignature: Hashable, Sendable {
    public var tick: Int
    /// 1...255.
    public var beats: Int
    /// A power of two, 1...128.
    public var beatUnit: Int

    public init(tick: Int, beats: Int, beatUnit: Int) {
      self.tick = tick
      self.beats = beats
      self.beatUnit = beatUnit
    }
  }

  public var title: String
  /// 1...32767.
  public var ticksPerQuarter: Int
  /// With none at tick 0, 120 quarters a minute hold from there.
  public var tempos: [Tempo]
  /// With none at tick 0, 4/4 holds from there.
  public var timeSignatures: [TimeSignature]
  public var parts: [Part]

  public init(
    title: String = "", ticksPerQuarter: Int, tempos: [Tempo] = [],
    timeSignatures: [TimeSignature] = [], parts: [Part]
  ) {
    self.title = title
    self.ticksPerQuarter = ticksPerQuarter
    self.tempos = tempos
    self.timeSignatures = timeSignatures
    self.parts = parts
  }
}
