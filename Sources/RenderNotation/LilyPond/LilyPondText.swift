/// LilyPond input as it grows: commands that are written here, and text of strangers that can only be text.
struct LilyPondText {
  /// The bytes so far, UTF-8.
  private(set) var bytes: [UInt8] = []

  /// Appends input of ours.
  mutating func raw(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a number.
  mutating func number(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

  /// Appends a string literal.
  ///
  /// Inside of one LilyPond knows two special characters, which end it or begin a sequence of escape; a backslash takes
  /// their meaning away (Notation Reference 2.24, section 3.3.3). Neither Scheme nor comments exist there. Control
  /// characters and what ends a line become blanks, what is no character the replacement character.
  mutating func quoted(_ text: String) {
    raw("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": raw("\\\"")
      case "\\": raw("\\\\")
      case "\u{2028}", "\u{2029}": raw(" ")
      case _ where scalar.properties.generalCategory == .control: raw(" ")
      case _ where scalar.properties.isNoncharacterCodePoint: raw("\u{FFFD}")
      default: bytes.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    raw("\"")
  }

  /// Appends a length as a factor of a whole note, `1*3/8`.
  mutating func length(units: Int, of whole: Int) {
    raw("1*")
    fraction(units, whole)
  }

  /// Appends a fraction in its lowest terms.
  mutating func fraction(_ numerator: Int, _ denominator: Int) {
    var (divisor, rest) = (denominator, numerator % denominator)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    number(numerator / divisor)
    raw("/")
    number(denominator / divisor)
  }
}
