/// Music as notes in parts, with its tempi: the contents of a MIDI file, less what only a synthesizer needs.
public struct Score: Hashable, Sendable {
  /// The notes of one instrument on one track.
  public struct Part: Hashable, Sendable {
    /// The name, which the part's track has in a file; empty for none.
    public var name: String
    /// The program of General MIDI, 0...127; 0 is the acoustic grand piano.
    public var program: UInt8
    /// Whether the part is on channel 10, where keys are drums, not pitches.
    public var isPercussion: Bool
    /// Where the part sits; `nil` where nothing is said of it.
    public var place: Stage.Place?
    /// The notes, ordered by onset, then key.
    public var notes: [Note]

    public init(
      name: String = "", program: UInt8 = 0, isPercussion: Bool = false,
      place: Stage.Place? = nil, notes: [Note]
    ) {
      self.name = name
      self.program = program
      self.isPercussion = isPercussion
      self.place = place
      self.notes = notes
    }
  }

  /// A tempo that holds from a tick on.
  public struct Tempo: Hashable, Sendable {
    /// The first tick at which the tempo holds.
    public var tick: Int
    /// The tempo in quarters a minute.
    public var quartersPerMinute: Double

    public init(tick: Int, quartersPerMinute: Double) {
      self.tick = tick
      self.quartersPerMinute = quartersPerMinute
    }
  }

  /// A time signature that holds from a tick on: 6/8 is `beats: 6, beatUnit: 8`.
  public struct TimeSignature: Hashable, Sendable {
    /// The first tick at which the time signature holds.
    public var tick: Int
    /// The number of beats in a bar, 1...255.
    public var beats: Int
    /// The note value of a beat, a power of two, 1...128.
    public var beatUnit: Int

    public init(tick: Int, beats: Int, beatUnit: Int) {
      self.tick = tick
      self.beats = beats
      self.beatUnit = beatUnit
    }
  }

  /// The title, the name of the first track in a file; empty for none.
  public var title: String
  /// The ticks of a quarter, 1...32767.
  public var ticksPerQuarter: Int
  /// The tempi; with none at tick 0, 120 quarters a minute hold from there.
  public var tempos: [Tempo]
  /// The time signatures; with none at tick 0, 4/4 holds from there.
  public var timeSignatures: [TimeSignature]
  /// The key signature; a file has it where its mode is known.
  public var keySignature: Piece.KeySignature?
  /// The parts, one an instrument and track.
  public var parts: [Part]

  public init(
    title: String = "", ticksPerQuarter: Int, tempos: [Tempo] = [],
    timeSignatures: [TimeSignature] = [], keySignature: Piece.KeySignature? = nil, parts: [Part]
  ) {
    self.title = title
    self.ticksPerQuarter = ticksPerQuarter
    self.tempos = tempos
    self.timeSignatures = timeSignatures
    self.keySignature = keySignature
    self.parts = parts
  }
}
