import FoundationEssentials

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

  /// The whole file: the page that comes with this module, with the takes in it as JSON, out of which its script
  /// makes the list.
  public func html() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // The loudness of silence, say.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "none", negativeInfinity: "none", nan: "none")
    let script = PackageResources.takes_js + PackageResources.page_js + PackageResources.keys_js
    var page = Self.text(PackageResources.page_html)
    // Each stands there once, empty. The gallery comes last, since it is large.
    for (element, content) in [
      ("<style>", Self.text(PackageResources.page_css)), ("<script>", Self.text(script)),
      (
        "<script type=\"application/json\" id=\"gallery\">",
        Self.escaped(try encoder.encode(Gallery(self)))
      ),
    ] {
      page = page.replacing("\(element)</", with: "\(element)\n\(content)\n</", maxReplacements: 1)
    }
    return page
  }

  /// JSON that ends no element of HTML, whatever strings it holds. Characters that could do so stand in
  /// strings only, where they may be escaped.
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
