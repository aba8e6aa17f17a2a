/// A text in a MIDI file that may name an instrument, in whatever language
/// (`instrument.fromString`).
struct InstrumentName {
  /// The text up to a zero byte, without white space around it.
  let bytes: [UInt8]
  private let text: String

  /// Reads a text; nil where it is empty or no UTF-8.
  init?(_ raw: [UInt8]) {
    guard let decoded = String(validating: raw, as: UTF8.self) else { return nil }
    let scalars = decoded.unicodeScalars.prefix { $0 != "\0" }
    let trimmed = scalars.drop(while: Self.isSpace).reversed().drop(while: Self.isSpace).reversed()
    guard !trimmed.isEmpty else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: trimmed)
    self.text = String(text)
    bytes = Array(self.text.utf8)
  }

  /// The kind of instrument that the text names, nil where it names none.
  ///
  /// Of all runs of words that are in the tables, short ones first, the one whose kind has the
  /// longest name counts, of equally long ones the last; but none that only says more generally
  /// what was found already.
  var kind: String? {
    let plain = text.unicodeScalars.map { $0 == "." ? " " : $0 }
    var lowered = String.UnicodeScalarView()
    lowered.append(contentsOf: plain)
    let words = String(lowered).lowercased().unicodeScalars.filter { !Self.isPunctuation($0) }
      .split(whereSeparator: Self.isSpace).map { Array(String(String.UnicodeScalarView($0)).utf8) }
    var best: (kind: String, facts: Kind)?
    for count in 1..<(min(words.count, Self.longestPhrase) + 1) {
      for start in 0...(words.count - count) {
        let phrase = Array(words[start..<start + count].joined(separator: [UInt8(ascii: " ")]))
        guard let kind = Self.kindOfPhrase[phrase], let facts = Self.kinds[kind] else { continue }
        if let found = best {
          let isMoreGeneral = found.kind == kind || found.facts.parents.contains(kind)
          guard facts.wordCount >= found.facts.wordCount, !isMoreGeneral else { continue }
        }
        best = (kind, facts)
      }
    }
    return best?.kind
  }

  /// Whether it is more than "Instrument", "Inst" and a number.
  var saysSomething: Bool {
    let lowered = text.lowercased()
    if lowered == "instrument" || lowered == "inst" { return false }
    return !["instrument ", "inst "].contains { word in
      let rest = Self.removing(Array(word.utf8), from: Array(lowered.utf8))
      return !rest.isEmpty
        && String(decoding: rest, as: UTF8.self).unicodeScalars.allSatisfy {
          $0.properties.numericType == .decimal || $0.properties.numericType == .digit
        }
    }
  }

  /// The entry of a kind of instrument in the tables.
  struct Kind {
    var name: String
    var parents: Set<String>

    var wordCount: Int { name.split(separator: " ").count }
  }

  static let kinds: [String: Kind] = {
    var kinds: [String: Kind] = [:]
    for line in InstrumentTables.kinds.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      let parents = fields[2].split(separator: " ").map(String.init)
      kinds[fields[0]] = Kind(name: fields[1], parents: Set(parents))
    }
    return kinds
  }()

  private static let kindOfPhrase: [[UInt8]: String] = {
    var kinds: [[UInt8]: String] = [:]
    for line in InstrumentTables.phrases.split(separator: "\n") {
      let colon = line.firstIndex(of: ":")!
      for phrase in line[line.index(after: colon)...].split(separator: ",") {
        kinds[Array(phrase.utf8.drop { $0 == UInt8(ascii: " ") })] = String(line[..<colon])
      }
    }
    return kinds
  }()

  private static let longestPhrase =
    kindOfPhrase.keys.map { $0.count { $0 == UInt8(ascii: " ") } + 1 }.max() ?? 0

  private static func removing(_ word: [UInt8], from text: [UInt8]) -> [UInt8] {
    var rest: [UInt8] = []
    var position = 0
    while position < text.count {
      if text[position...].starts(with: word) {
        position += word.count
      } else {
        rest.append(text[position])
        position += 1
      }
    }
    return rest
  }

  /// Python's white space: Unicode's and the four separators of ASCII.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      && !scalar.properties.isAlphabetic && scalar.properties.numericType == nil
      && (0x21...0x7E).contains(scalar.value)
  }
}
