extension Piece {
  /// The properties of a piece that are known before its first note.
  public struct Header: Hashable, Sendable {
    /// The title; empty for none.
    public var title: String
    /// The tempi; with none at unit 0, 120 quarters a minute hold from there.
    public var tempos: [Tempo]
    /// The key signature; `nil` where nobody knows it. Files have the one whose mode is known.
    public var keySignature: KeySignature?
    /// The metre; `nil` where nobody knows it, which files and performances take for 4/4.
    public var metre: Metre?
    /// The parts, to which the notes' `part` is an index.
    public var parts: [Part]

    public init(
      title: String = "", tempos: [Tempo] = [], keySignature: KeySignature? = nil,
      metre: Metre? = nil, parts: [Part] = [.piano]
    ) {
      self.title = title
      self.tempos = tempos
      self.keySignature = keySignature
      self.metre = metre
      self.parts = parts
    }

    /// The tempo at the beginning, in quarters a minute.
    public var quartersPerMinute: Double {
      tempos.last { $0.onset <= 0 }?.quartersPerMinute ?? 120
    }
  }

  /// A tempo that holds from a place of the grid on.
  public struct Tempo: Hashable, Sendable {
    /// The place in units.
    public var onset: Int
    /// The tempo in quarters a minute.
    public var quartersPerMinute: Double

    public init(onset: Int = 0, quartersPerMinute: Double) {
      self.onset = onset
      self.quartersPerMinute = quartersPerMinute
    }
  }

  /// A metre that holds from the first bar on: 6/8 is `beats: 6, beatUnit: 8`.
  public struct Metre: Hashable, Sendable {
    /// The number of beats in a bar, 1...255.
    public var beats: Int
    /// The note value of a beat, a power of two, 1...128.
    public var beatUnit: Int
    /// The length in units of what comes before the first whole bar; 0 where the piece begins with one.
    public var pickUp: Int

    public init(beats: Int, beatUnit: Int, pickUp: Int = 0) {
      self.beats = beats
      self.beatUnit = beatUnit
      self.pickUp = pickUp
    }
  }

  /// One instrument of a piece.
  public struct Part: Hashable, Sendable {
    /// The name, which the part's track has in a file; empty for none.
    public var name: String
    /// The program of General MIDI, 0...127; 0 is the acoustic grand piano.
    public var program: UInt8

    public init(name: String, program: UInt8 = 0) {
      self.name = name
      self.program = program
    }

    /// The part of an instrument, with its name.
    public init(_ instrument: Instrument) {
      self.init(name: instrument.description, program: instrument.program)
    }

    /// The part of an acoustic grand piano, named Piano.
    public static let piano = Part(name: "Piano")
  }
}

extension Piece.Metre: CustomStringConvertible {
  /// The metre as a time signature, `6/8`.
  public var description: String { "\(beats)/\(beatUnit)" }
}
