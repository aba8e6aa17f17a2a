import RenderMusic

/// A piece as it is written: measures, and parts with staves, voices, chords and rests.
///
/// In every measure of every staff each voice fills the measure exactly.
public struct NotatedScore: Hashable, Sendable {
  /// The title; empty for none.
  public var title: String
  /// What stands under the title; empty for nothing.
  public var subtitle: String
  /// The measures, which all staves share.
  public var measures: [Measure]
  /// The parts in score order; at least one.
  public var parts: [Part]

  public init(title: String, subtitle: String = "", measures: [Measure], parts: [Part]) {
    self.title = title
    self.subtitle = subtitle
    self.measures = measures
    self.parts = parts
  }

  /// One instrument's music.
  public struct Part: Hashable, Sendable {
    /// The name, which no other part has.
    public var name: String
    /// The short name, which stands before all systems but the first.
    public var abbreviation: String
    /// The program of General MIDI, 0...127.
    public var program: UInt8
    /// How the instrument transposes: pitches and keys are kept as they sound, and change where they are written.
    public var transposition = Transposition.none
    /// The staves from the top: two for a piano, one for most instruments.
    public var staves: [Staff]
  }

  /// The music on one staff, measure by measure.
  public struct Staff: Hashable, Sendable {
    /// What is in each measure, as many as the score has.
    public var measures: [StaffMeasure]
  }

  /// One measure of a staff.
  public struct StaffMeasure: Hashable, Sendable {
    /// The clef from here on; `nil` where it does not change.
    public var clef: Clef?
    /// The voices from the highest; at least one.
    public var voices: [Voice]
    /// The marks of this staff in it, by place: dynamics and hairpins, pedal, octave shifts.
    public var directions: [Direction] = []
  }

  /// A succession of chords and rests that fills a measure.
  public struct Voice: Hashable, Sendable {
    /// The chords and rests one after the other.
    public var elements: [Element]
  }

  /// A chord, a single note or a rest.
  public struct Element: Hashable, Sendable {
    /// The notes from the lowest; none for a rest.
    public var notes: [Note]
    /// The value as written.
    public var value: NoteValue
    /// The tuplet's ratio; `nil` outside tuplets.
    public var tuplet: TupletRatio?
    /// Whether a tuplet begins here.
    public var beginsTuplet = false
    /// Whether a tuplet ends here.
    public var endsTuplet = false
    /// Whether it is the rest of a whole measure, whatever that measures.
    public var isMeasureRest = false
    /// The beams from the one next to the heads; none for what has flags or no stem.
    public var beams: [Beam] = []
    /// The grace notes before the chord, one after the other, each the pitches of a chord; they take no time.
    public var graces: [[SpelledPitch]] = []
    /// Whether the chord is stressed.
    public var isAccented = false
    /// Whether the chord or rest has a fermata.
    public var hasFermata = false
    /// Whether it is a rest that takes its time without being printed, as another voice shows what happens.
    public var isHidden = false

    /// Whether nothing sounds.
    public var isRest: Bool { notes.isEmpty }
  }

  /// One head of a chord.
  public struct Note: Hashable, Sendable {
    /// The pitch with its spelling.
    public var pitch: SpelledPitch
    /// Whether the note goes on from the one before.
    public var isTiedBack = false
    /// Whether the note goes on in the next one.
    public var isTiedOn = false
  }

  /// What a beam does at a chord.
  public enum Beam: Hashable, Sendable {
    case begins, goesOn, ends, hookForward, hookBackward
  }

  /// A clef; the one of tenor voices and guitars sounds an octave below the treble clef.
  public enum Clef: Hashable, Sendable {
    case treble, trebleOctaveDown, alto, tenor, bass
  }
}

extension NotatedScore {
  /// What all staves have in common in a measure.
  public struct Measure: Hashable, Sendable {
    /// The number, from 1; a pick-up is 0.
    public var number: Int
    /// The beginning in units from the beginning of the piece.
    public var start: Int
    /// The length in units.
    public var length: Int
    /// The time signature that holds.
    public var timeSignature: Piece.TimeSignature
    /// Whether the time signature is printed here.
    public var showsTimeSignature: Bool
    /// The key signature that holds.
    public var keySignature: Piece.KeySignature
    /// Whether the key signature is printed here.
    public var showsKeySignature: Bool
    /// The marks above all staves in it, by place: tempi and rehearsal letters.
    public var directions: [Direction] = []

    /// Whether it is shorter than its time signature says: a pick-up, or a bar that a repeat divides.
    public var isIncomplete: Bool { length < timeSignature.barLength }
  }

  /// What the foot does on the sustain pedal.
  public enum Pedal: Hashable, Sendable {
    case down, change, up
  }

  /// A mark above or below the staves.
  public struct Direction: Hashable, Sendable {
    /// The kinds of marks.
    public enum Mark: Hashable, Sendable {
      /// A tempo in quarters a minute, and its word where it has one.
      case tempo(quartersPerMinute: Double, word: String?)
      /// A loudness.
      case dynamic(DynamicLevel)
      /// The beginning of a hairpin.
      case hairpin(isCrescendo: Bool)
      /// The end of a hairpin.
      case hairpinEnd
      /// The letter of a section, with its primes.
      case rehearsal(String)
      /// The sustain pedal.
      case pedal(Pedal)
      /// The beginning of notes that are written an octave lower than they sound (8va), or higher (8vb).
      case octaveShift(isUp: Bool)
      /// The end of an octave shift.
      case octaveShiftEnd
    }

    /// The place in units from the beginning of the measure.
    public var offset: Int
    /// The mark.
    public var mark: Mark
  }
}
