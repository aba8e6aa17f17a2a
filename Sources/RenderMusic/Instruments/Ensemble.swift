/// Instruments that play together.
public struct Ensemble: Hashable, Sendable {
  /// The name by which people ask for it, such as `string-quartet`; the instruments' where it has none of its own.
  public var name: String
  /// The programs of General MIDI of its instruments, in score order.
  public var programs: [UInt8]
  /// The genre by which collections know its music; `nil` for none.
  public var genre: String?

  public init(name: String, programs: [UInt8], genre: String? = nil) {
    self.name = name
    self.programs = programs
    self.genre = genre
  }

  /// An ensemble of some instruments, named after them.
  public init(programs: [UInt8]) {
    self.init(
      name: Instrument.numbered(programs).map(\.description).joined(separator: ", "),
      programs: programs)
  }

  /// The ensembles that have a name.
  public static let known: [Ensemble] = {
    let (piano, voice): (UInt8, UInt8) = (0, GeneralMIDI.choir)
    let (violin, viola, cello, contrabass): (UInt8, UInt8, UInt8, UInt8) = (40, 41, 42, 43)
    let (flute, oboe, clarinet, bassoon): (UInt8, UInt8, UInt8, UInt8) = (73, 68, 71, 70)
    let (horn, trumpet, timpani): (UInt8, UInt8, UInt8) = (60, 56, 47)
    return [
      Ensemble(name: "song", programs: [voice, piano], genre: "song"),
      Ensemble(
        name: "string-quartet", programs: [violin, violin, viola, cello], genre: "string quartet"),
      Ensemble(
        name: "piano-trio", programs: [violin, cello, piano], genre: "strings with piano"),
      Ensemble(
        name: "wind-quintet", programs: [flute, oboe, clarinet, horn, bassoon],
        genre: "chamber music"),
      Ensemble(
        name: "choir", programs: [voice, voice, voice, voice], genre: "choir"),
      Ensemble(
        name: "orchestra",
        programs: [
          flute, oboe, clarinet, bassoon, horn, horn, trumpet, timpani, violin, violin, viola,
          cello, contrabass,
        ], genre: "orchestra"),
    ]
  }()

  /// The ensemble with a name, in capitals or small letters, with spaces or dashes; `nil` for none.
  public init?(named name: String) {
    guard let known = Self.known.first(where: { GeneralMIDI.areAlike($0.name, name) }) else {
      return nil
    }
    self = known
  }
}
