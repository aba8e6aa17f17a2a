/// The name of a MIDI key as music21 spells it when nothing but the key is known: sharps for
/// C, F and G, flats (`-`) for E and B, the octave after it, middle C being C4.
///
/// Below C0 the octave is -1, so that `E-1` and `B-1` each name two keys. They are read as E flat
/// and B flat of octave 1, which a piano has.
enum PitchSpelling {
  /// The 128 keys' names, by key.
  static let names: [String] = {
    let steps = ["C", "C#", "D", "E-", "E", "F", "F#", "G", "G#", "A", "B-", "B"]
    return (0..<128).map { steps[$0 % 12] + String($0 / 12 - 1) }
  }()

  private static let keys = Dictionary(
    names.enumerated().map { ($0.element, UInt8($0.offset)) }, uniquingKeysWith: { $1 })

  /// The key of a name in this spelling, or in any other (`D-4`, `F##3`); nil where it is none.
  static func key(named name: some StringProtocol) -> UInt8? {
    keys[String(name)] ?? keyOfAnySpelling(name)
  }

  private static func keyOfAnySpelling(_ name: some StringProtocol) -> UInt8? {
    let characters = Array(name.utf8)
    let naturals: [UInt8: Int] = [
      UInt8(ascii: "C"): 0, UInt8(ascii: "D"): 2, UInt8(ascii: "E"): 4, UInt8(ascii: "F"): 5,
      UInt8(ascii: "G"): 7, UInt8(ascii: "A"): 9, UInt8(ascii: "B"): 11,
    ]
    guard let step = characters.first, var key = naturals[step] else { return nil }
    let accidental = characters.dropFirst().prefix {
      $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "-")
    }
    guard accidental.count <= 4, Set(accidental).count <= 1 else { return nil }
    key += accidental.first == UInt8(ascii: "#") ? accidental.count : -accidental.count
    let octave = characters.dropFirst(1 + accidental.count)
    guard octave.count == 1, let digit = octave.first,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
    else { return nil }
    key += 12 * (Int(digit - UInt8(ascii: "0")) + 1)
    return (0..<128).contains(key) ? UInt8(key) : nil
  }
}
