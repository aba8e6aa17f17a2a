/// The data of the page's script, by the names that it reads.
struct Gallery: Encodable {
  let identity: String
  let columns: [Column]
  let command: Command?
  let facts: [Fact]
  let takes: [Take]

  struct Column: Encodable {
    let name: String
    let style: String
    let isShown: Bool
  }

  struct Command: Encodable {
    let text: String
    let remarks: [String]
    let continuation: String?
  }

  struct Fact: Encodable {
    let name: String
    let value: String
  }

  struct Take: Encodable {
    /// The seed as text, since the script's numbers are exact up to 2⁵³ only.
    let seed: String
    let title: String?
    let audio: String?
    let files: [String]
    let seconds: Double
    let events: Int?
    let values: [ListeningPage.Value?]
    let roll: String
    let bars: String?
    let sections: String?
    let parts: [ListeningPage.Take.Part]?
    let sheet: Sheet?
  }

  struct Sheet: Encodable {
    let file: String
    let places: String
  }

  init(_ page: ListeningPage) {
    identity = page.identity
    columns = page.columns.map {
      Column(name: $0.name, style: $0.style.name, isShown: $0.isShown)
    }
    command = page.command.map {
      Command(text: $0.text, remarks: $0.remarks, continuation: $0.continuation)
    }
    facts = page.facts.map { Fact(name: $0.name, value: $0.value) }
    takes = page.takes.map {
      Take(
        seed: "\($0.seed)", title: $0.title, audio: $0.audio, files: $0.files,
        seconds: $0.seconds, events: $0.events, values: $0.values, roll: $0.roll, bars: $0.bars,
        sections: $0.sections,
        parts: $0.parts.isEmpty ? nil : $0.parts,
        sheet: $0.sheet.map { Sheet(file: $0.file, places: $0.places) })
    }
  }
}

extension ListeningPage.Value: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .words(let words): try container.encode(words)
    }
  }
}

extension ListeningPage.Column.Style {
  /// The style as the page's script reads it: `words`, `time`, `share`, or the places and the unit.
  fileprivate var name: String {
    switch self {
    case .words: "words"
    case .time: "time"
    case .share: "share"
    case .decimal(let places, let unit): "\(places) \(unit)"
    }
  }
}
