import Mustache
import RenderPlot

/// A page to listen to takes and to choose from: one HTML file that works from disk. Only the audio is
/// read from beside it.
public struct ListeningPage: Sendable {
  /// A number that each take has: to be seen, sorted by and filtered by.
  public struct Column: Sendable {
    /// How the number is written.
    public enum Style: Sendable {
      /// Of seconds, as minutes and seconds.
      case time
      /// 0...1, as a percentage.
      case share
      /// With so many places and a unit, which may be empty.
      case decimal(places: Int, unit: String)
    }

    public var name: String
    public var style: Style
    /// Whether it is seen beside each take, or only where takes are sorted or filtered by it.
    public var isShown: Bool

    public init(_ name: String, _ style: Style, isShown: Bool = false) {
      self.name = name
      self.style = style
      self.isShown = isShown
    }
  }

  /// What all takes have in common: an option and its value, say.
  public struct Fact: Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// How takes are made again.
  public struct Command: Sendable {
    /// As a shell takes it; it reads the seeds from `starred.txt`.
    public var text: String
    /// What is to be known before it is given, in sentences.
    public var remarks: [String]

    public init(_ text: String, remarks: [String] = []) {
      self.text = text
      self.remarks = remarks
    }
  }

  public var columns: [Column]
  /// `nil` where none makes the same takes.
  public var command: Command?
  public var takes: [Take]
  public var facts: [Fact]
  /// Stars are kept by this name: pages with the same one share them.
  public var identity: String

  /// - Parameter takes: in the order in which they are seen first; their numbers are those of `columns`.
  public init(
    columns: [Column], command: Command?, takes: [Take], facts: [Fact], identity: String
  ) {
    self.columns = columns
    self.command = command
    self.takes = takes
    self.facts = facts
    self.identity = identity
  }

  /// The whole file.
  ///
  /// - Throws: only where the template that comes with this module is damaged.
  public func html() throws -> String {
    let template = try MustacheTemplate(string: Self.text(PackageResources.page_mustache))
    let content = Content(
      style: Self.text(PackageResources.page_css),
      script: Self.text(PackageResources.page_js + PackageResources.keys_js),
      identity: identity, count: takes.count, isSilent: takes.allSatisfy { $0.audio == nil },
      columns: columns.enumerated().map {
        Content.Column(index: $0, name: $1.name, style: $1.style.name)
      },
      command: command, facts: facts, takes: takes.map { Content.Take($0, columns) })
    return template.render(content)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

// MARK: - What the template asks for, by name

private struct Content {
  let style: String
  let script: String
  let identity: String
  let count: Int
  /// None of the takes can be heard.
  let isSilent: Bool
  let columns: [Column]
  let command: ListeningPage.Command?
  let facts: [ListeningPage.Fact]
  let takes: [Take]

  struct Column {
    let index: Int
    let name: String
    let style: String
  }

  struct File {
    let name: String
    /// `FLAC`.
    let kind: String

    init(_ name: String) {
      self.name = name
      kind = name.split(separator: ".").last.map { $0 == "mid" ? "MIDI" : $0.uppercased() } ?? name
    }
  }

  struct Take {
    let seed: UInt64
    let audio: String?
    let files: [File]
    /// As the time axis goes, in seconds.
    let seconds: Double
    let wholeSeconds: Int
    let time: String
    /// Separated by blanks, `-` for one that there is not.
    let numbers: String
    let facts: [ListeningPage.Fact]
    let roll: String

    init(_ take: ListeningPage.Take, _ columns: [ListeningPage.Column]) {
      seed = take.seed
      audio = take.audio
      files = take.files.map(File.init)
      seconds = take.seconds
      wholeSeconds = Int(take.seconds.rounded())
      time = ListeningPage.Column.Style.time.text(take.seconds)
      numbers = take.numbers.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
      facts = zip(columns, take.numbers).compactMap { column, number in
        guard column.isShown, let number else { return nil }
        return ListeningPage.Fact(column.name, column.style.text(number))
      }
      roll = take.roll
    }
  }
}

extension ListeningPage.Column.Style {
  /// As the page's script knows it: `time`, `share`, or the places and the unit.
  fileprivate var name: String {
    switch self {
    case .time: "time"
    case .share: "share"
    case .decimal(let places, let unit): "\(places) \(unit)"
    }
  }

  /// The number for a reader.
  func text(_ number: Double) -> String {
    // Nothing measured is as large as that.
    guard abs(number) < 1e12 else { return "none" }
    switch self {
    case .time:
      let seconds = Int(number.rounded())
      return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    case .share: return "\(Int((number * 100).rounded())) %"
    case .decimal(let places, let unit):
      return RenderPlot.decimal(number, places) + (unit.isEmpty ? "" : " \(unit)")
    }
  }
}
