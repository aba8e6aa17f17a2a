/// Where the players of an ensemble sit, and how loud their instruments are made.
public struct Stage: Hashable, Sendable {
  /// The place of a part.
  public struct Place: Hashable, Sendable {
    /// From left, 0, over the middle, 64, to right, 127, as an audience hears it: MIDI controller 10.
    public var pan: UInt8
    /// The volume, 0...127: MIDI controller 7, with 40 dB to a factor of ten.
    public var volume: UInt8
    /// The share of the room, 0...127: MIDI controller 91.
    public var reverb: UInt8
  }

  /// The places of the parts, in score order; none for a piano alone, which has the stage.
  public private(set) var places: [Place] = []

  /// - Parameter programs: those of the parts, in score order.
  public init(_ programs: [UInt8]) {
    guard programs != [0] else { return }
    let pans = Self.pans(programs)
    places = zip(programs, pans).map { program, pan in
      Place(pan: pan, volume: Self.volume(program), reverb: Self.reverb(program))
    }
  }

  // MARK: Seats

  /// The most players that sit in one row.
  private static let row = 6
  /// The widest seats, from the middle.
  private static let width = 42.0

  private static func pans(_ programs: [UInt8]) -> [UInt8] {
    if programs.count > row { return Instrument.numbered(programs).map(orchestraPan) }
    // In one row from left to right, in score order; a keyboard stands in the middle.
    let seated = programs.indices.filter { !GeneralMIDI.isKeyboard(programs[$0]) }
    return programs.indices.map { part in
      guard let seat = seated.firstIndex(of: part), seated.count > 1 else { return 64 }
      let place = 2 * Double(seat) / Double(seated.count - 1) - 1
      return UInt8(64 + (width * place).rounded())
    }
  }

  /// The pan of an instrument of an orchestra: strings around the conductor, first violins on the left and basses on
  /// the right, horns on the left behind the woodwinds, other brass on the right. Who sits beside one of his kind sits a
  /// little apart.
  private static func orchestraPan(_ instrument: Instrument) -> UInt8 {
    let desk = min(instrument.number - 1, 3)
    let pan =
      switch instrument.program {
      case 40: desk == 0 ? 22 : 44
      case 41: 82 + 4 * desk
      case 42: 98 + 4 * desk
      case 43: 108
      case 46: 30 + 4 * desk
      case 47: 54
      case 52...54: 40 + 16 * desk
      case 56: 86 + 5 * desk
      case 57...59: 94 + 5 * desk
      case 60: 34 + 5 * desk
      case 68, 69: 70 + 5 * desk
      case 70: 74 + 5 * desk
      case 71: 56 - 5 * desk
      case 72...79: 58 - 5 * desk
      default: 64
      }
    return UInt8(pan)
  }

  // MARK: Levels

  /// The dB by which instruments of the shipped soundfont are brought to the loudness of its cello: each was measured
  /// with one phrase at velocity 80 (`Scripts/preset-loudness.py`). A drum is as loud as its strokes are, and few.
  private static let gains: [UInt8: Double] = [
    0: 2.8, 40: -2.5, 41: -0.6, 42: 0, 43: 2.6, 47: 3, 52: 1, 56: -0.3, 60: -2.4, 68: -3.8,
    70: -2.5, 71: -6.3, 73: -5,
  ]

  /// The volume that synthesizers have where nobody says one (General MIDI Level 2, 3.3.3).
  private static let usualVolume = 100.0

  private static func volume(_ program: UInt8) -> UInt8 {
    let gain = gains[program] ?? 0
    // A table of powers would say the same; the numbers are rounded to whole steps, and far from their edges.
    return UInt8(min(127, (usualVolume * power(gain)).rounded()))
  }

  /// Ten to the fortieth part of a number of dB, by its series: the C library's powers may differ in their last bits.
  private static func power(_ decibels: Double) -> Double {
    let exponent = decibels * 0.057_564_627_324_851_14  // ln 10 / 40
    return (1...8).reversed().reduce(1.0) { 1 + exponent / Double($1) * $0 }
  }

  private static func reverb(_ program: UInt8) -> UInt8 {
    switch program {
    // Brass, drums and choir stand at the back, woodwinds in the middle.
    case 47, 52...63: 70
    case 64...79: 60
    default: 48
    }
  }
}
