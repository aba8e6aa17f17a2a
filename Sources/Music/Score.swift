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

  public var ticksPerQuarter: Int
  public var tempos: [Tempo]
  public var parts: [Part]

  public init(ticksPerQuarter: Int, tempos: [Tempo] = [], parts: [Part]) {
    self.ticksPerQuarter = ticksPerQuarter
    self.tempos = tempos
    self.parts = parts
  }
}
