/// An instrument of a piece: a program of General MIDI, and the how manieth it is of those that have it.
public struct Instrument: Hashable, Sendable {
  /// The program, 0...127; 0 is the acoustic grand piano.
  public var program: UInt8
  /// The number among the instruments with the program, in score order, 1...`mostAlike`: the second violin is 2.
  public var number: Int

  /// The most instruments of a program that are told apart.
  public static let mostAlike = 16

  public init(program: UInt8, number: Int = 1) {
    self.program = program
    self.number = number
  }

  /// The instruments with some programs, in score order.
  ///
  /// - Parameter programs: those beyond `mostAlike` of a program share the last number.
  public static func numbered(_ programs: some Sequence<UInt8>) -> [Instrument] {
    var counts = [Int](repeating: 0, count: 256)
    return programs.map { program in
      counts[Int(program)] = min(mostAlike, counts[Int(program)] + 1)
      return Instrument(program: program, number: counts[Int(program)])
    }
  }
}

extension Instrument: CustomStringConvertible {
  /// The name, `Violin 2`; the first one has no number.
  public var description: String {
    let name = GeneralMIDI.partName(of: program)
    return number == 1 ? name : "\(name) \(number)"
  }
}
