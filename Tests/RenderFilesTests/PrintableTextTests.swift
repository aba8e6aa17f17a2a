import Foundation
import RenderFiles
import Testing

@Suite("What comes from outside") struct PrintableTextTests {
  /// An order to change the window's title in seven and in eight bits, a line that would replace the
  /// one before, a forged line, writing from right to left.
  private static let orders = [
    "\u{1B}]0;title\u{7}", "\u{9B}2J", "a\rb", "a\nrender: done", "\u{202E}gpj.exe", "\u{2028}",
    "\u{7F}",
  ]

  @Test("is seen and not obeyed by a terminal", arguments: orders)
  func printable(text: String) {
    let shown = text.printable
    #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(!shown.unicodeScalars.contains { $0.properties.isBidiControl || $0 == "\u{2028}" })
    #expect(shown.contains("\\u{"))
    #expect(shown.printable == shown)
  }

  @Test("stays as it is where it is text of any language")
  func languages() {
    for text in ["Für Elise", "月光", "ليلة", "🎹👩‍🎤", "e\u{301}", "C:\\u{1B}", ""] {
      #expect(text.printable == text)
    }
    #expect("one\ntwo\u{1B}\n".printableLines == "one\ntwo\\u{1B}\n")
  }

  @Test("is the same value in JSON, in which nothing is obeyed", arguments: orders)
  func json(text: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .prettyPrinted
    let json = String(decoding: try encoder.encode([text]), as: UTF8.self).printableJSON
    #expect(json.split(separator: "\n").allSatisfy { String($0).printable == $0 })
    #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
  }
}
