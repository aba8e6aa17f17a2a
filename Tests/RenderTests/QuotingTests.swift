import RenderTestSupport
import Testing

@testable import render

struct QuotingTests {
  private let folder = TemporaryFolder()

  private func words(_ command: String) -> [String] {
    let result = Program.run(
      [], in: folder, shell: "set -- \(command); printf '%s\\0' \"$@\"")
    return result.text.split(separator: "\0", omittingEmptySubsequences: false).dropLast()
      .map(String.init)
  }

  @Test("A shell reads back what was quoted, whatever it is, and runs none of it")
  func anyWord() {
    let hostile = [
      "", " ", "a b", "two  blanks", "a\nb", "'", "''", "\\", "\\'", "it's", "a\\", "$(touch ran)",
      "`touch ran`",
      "; touch ran", "'; touch ran; '", "\\'; touch ran; '", "~", "*", "#", "=ls", "-x", "--", "!",
      "&", "\"",
      "Präludium", "前奏曲.mid",
      // An accent that belongs to the mark, and a letter that takes what follows into one character with it.
      "'\u{301}; touch ran; '", "\u{D4E}; touch ran", "a\u{D4E}$(touch ran)",
      "\u{D4E}'; touch ran; '",
    ]
    #expect(words(hostile.map(quoted).joined(separator: " ")) == hostile)
    #expect(folder.bytes("ran").isEmpty)
  }

  @Test("Between any characters that mean something to a shell, words stay words")
  func randomWords() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("ab '\"\\$`;&|<>()*?[]{}~#=!%^\n\t-é\u{301}\u{D4E}".unicodeScalars)
    let random = (0..<200).map { _ in
      var word = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        word.append(alphabet.randomElement(using: &generator)!)
      }
      return String(word)
    }
    #expect(words(random.map(quoted).joined(separator: " ")) == random)
  }

  @Test("Plain words stay as they are")
  func plain() {
    for word in ["render", "--transpose=-3", "takes/seed-000001.mid", "a_b"] {
      #expect(quoted(word) == word)
    }
  }
}
