/// XML as it grows: elements, attributes and escaped text.
struct XMLText {
  /// The bytes so far, UTF-8.
  private(set) var bytes: [UInt8] = []
  private var open: [StaticString] = []

  init() {
    raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
  }

  /// Appends what is XML already.
  mutating func raw(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Opens an element.
  mutating func begin(_ name: StaticString, _ attributes: [(StaticString, String)] = []) {
    indent()
    raw("<")
    raw(name)
    append(attributes)
    raw(">\n")
    open.append(name)
  }

  /// Closes the element that was opened last.
  mutating func end() {
    guard let name = open.popLast() else { return }
    indent()
    raw("</")
    raw(name)
    raw(">\n")
  }

  /// Writes an element without contents.
  mutating func empty(_ name: StaticString, _ attributes: [(StaticString, String)] = []) {
    indent()
    raw("<")
    raw(name)
    append(attributes)
    raw("/>\n")
  }

  /// Writes an element that holds text.
  ///
  /// - Parameter endsLine: whether a line ends with the text, which has none itself.
  mutating func element(
    _ name: StaticString, _ text: String, _ attributes: [(StaticString, String)] = [],
    endsLine: Bool = false
  ) {
    indent()
    raw("<")
    raw(name)
    append(attributes)
    raw(">")
    escape(text)
    if endsLine { raw("\n") }
    raw("</")
    raw(name)
    raw(">\n")
  }

  /// Writes an element that holds a number.
  mutating func element(_ name: StaticString, _ number: Int) {
    element(name, String(number))
  }

  private mutating func indent() {
    for _ in open { raw(" ") }
  }

  private mutating func append(_ attributes: [(StaticString, String)]) {
    for (name, value) in attributes {
      raw(" ")
      raw(name)
      raw("=\"")
      escape(value)
      raw("\"")
    }
  }

  /// Appends text in which nothing is markup; what XML 1.0 cannot hold at all (section 2.2) becomes the replacement
  /// character.
  private mutating func escape(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": raw("&lt;")
      case ">": raw("&gt;")
      case "&": raw("&amp;")
      case "\"": raw("&quot;")
      case "\t", "\n", "\r": raw(" ")
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        raw("\u{FFFD}")
      default: bytes.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
  }
}
