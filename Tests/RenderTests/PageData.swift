import FoundationEssentials
import RenderTestSupport
import Testing

/// What the page of a batch holds for its script.
struct PageData: Decodable {
  struct Command: Decodable { var text: String }
  struct Take: Decodable { var seed: String }

  var command: Command?
  var takes: [Take]

  /// Reads the page of a batch's folder.
  init(of takes: String, in folder: TemporaryFolder) throws {
    let page = String(decoding: folder.bytes("\(takes)/index.html"), as: UTF8.self)
    let start = try #require(page.firstRange(of: "id=\"gallery\">")).upperBound
    let end = try #require(page[start...].firstRange(of: "</script>")).lowerBound
    self = try JSONDecoder().decode(PageData.self, from: Data(page[start..<end].utf8))
  }
}
