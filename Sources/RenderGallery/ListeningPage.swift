import FoundationEssentials

/// A page to listen to takes and to choose from: one HTML file that works from disk. Only the audio is
/// read from beside it.
public struct ListeningPage: Sendable {
  /// A value that each take has: to be seen, sorted by and filtered by.
  public struct Column: Sendable {
    /// The ways in which values are written.
    public enum Style: Sendable {
      /// Words, such as a key: takes are chosen by those that occur.
      case words
      /// A number of seconds, written as minutes and seconds.
      case time
      /// A share of 0...1, written as a percentage.
      case share
      /// A number with so many decimal places and a unit, which may be empty.
      case decimal(places: Int, unit: String)
    }

    /// The name of the value, as it is shown.
    public var name: String
    /// The way in which the value is written.
    public var style: Style
    /// Whether the value is seen beside the current take, or only where takes are sorted or filtered by it.
    public var isShown: Bool

    public init(_ name: String, _ style: Style, isShown: Bool = false) {
      self.name = name
      self.style = style
      self.isShown = isShown
    }
  }

  /// A property that all takes have in common: an option and its value, say.
  public struct Fact: Sendable {
    /// The name of the property.
    public var name: String
    /// The value of the property, as it is shown.
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A command that makes takes again.
  public struct Command: Sendable {
    /// The command as a shell takes it; it reads the seeds from `starred.txt`.
    public var text: String
    /// Sentences on what to know before it is run.
    public var remarks: [String]
    /// The command for a take that goes on from another one's ending, to be given in the folder of the takes: `{take}`
    /// stands for the name of the take's MIDI file without `.mid`, `{length}` for twice the number of its events;
    /// `nil` where there is none.
    public var continuation: String?

    public init(_ text: String, remarks: [String] = [], continuation: String? = nil) {
      self.text = text
      self.remarks = remarks
      self.continuation = continuation
    }
  }

  /// The values that each take has.
  public var columns: [Column]
  /// The command that makes the takes again; `nil` where none makes the same ones.
  public var command: Command?
  /// The takes, in the order in which they are seen first.
  public var takes: [Take]
  /// The properties that all takes have in common.
  public var facts: [Fact]
  /// The name under which stars are kept: pages with the same one share them.
  public var identity: String

  /// - Parameter takes: in the order in which they are seen first; their values are those of `columns`.
  public init(
    columns: [Column], command: Command?, takes: [Take], facts: [Fact], identity: String
  ) {
    self.columns = columns
    self.command = command
    self.takes = takes
    self.facts = facts
    self.identity = identity
  }

  /// The whole file: the page that comes with this module, with the takes in it as JSON, out of which its script
  /// makes the list.
  public func html() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // The loudness of silence, say.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "none", negativeInfinity: "none", nan: "none")
    // In the order in which they need one another.
    let script = [
      PackageResources.takes_js, PackageResources.rolls_js, PackageResources.verdicts_js,
      PackageResources.arrange_js, PackageResources.stage_js, PackageResources.scrub_js,
      PackageResources.sheet_js, PackageResources.compare_js, PackageResources.player_js,
      PackageResources.keys_js,
    ].joined()
    let style = PackageResources.page_css + PackageResources.stage_css
    var page = Self.text(PackageResources.page_html)
    // Each stands there once, empty. The gallery comes last, since it is large.
    for (element, content) in [
      ("<style>", Self.text(style)), ("<script>", Self.text(Array(script))),
      (
        "<script type=\"application/json\" id=\"gallery\">",
        Self.escaped(try encoder.encode(Gallery(self)))
      ),
    ] {
      page = page.replacing("\(element)</", with: "\(element)\n\(content)\n</", maxReplacements: 1)
    }
    return page
  }

  /// The JSON in a form that ends no element of HTML, whatever strings it holds. Characters that could do so
  /// stand in strings only, where they may be escaped.
  private static func escaped(_ json: Data) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.count)
    for byte in json {
      switch byte {
      case UInt8(ascii: "<"): bytes += "\\u003C".utf8
      case UInt8(ascii: ">"): bytes += "\\u003E".utf8
      case UInt8(ascii: "&"): bytes += "\\u0026".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
