import RenderMusic
import RenderTestSupport
import Testing

@testable import RenderKeras

struct TokenListTests {
  @Test("A pickle of any protocol holds the same tokens", arguments: 0...5)
  func pickles(protocol number: Int) throws {
    let list = try TokenList(Fixtures.bytes("notes-\(number)"))
    #expect(list.tokens.count == 300)
    #expect(list == (try TokenList(Fixtures.bytes("notes-0"))))
    #expect(list.vocabulary.count == 14)
  }

  @Test("A JSON array and a text with a token a line will do")
  func otherForms() throws {
    let tokens = ["C4", "4.7", "B-2"]
    for text in [
      "C4\n4.7\r\n\n  B-2 ", "\u{FEFF}C4\n4.7\nB-2", "\u{FEFF}[\"C4\", \"4.7\", \"B-2\"]",
      "[\"C4\", \"4.7\",\n\"B-2\"]", " \n[\"C4\",\"4.7\",\"B-2\"]",
    ] {
      #expect(try TokenList(Array(text.utf8)).tokens == tokens)
    }
    for text in ["", "\n", "[]", "[1, 2]", "[\"C4\"", "C4\nhello", "C4\n\u{0}", "12.3"] {
      #expect(throws: KerasError.self, "\(text)") { try TokenList(Array(text.utf8)) }
    }
  }

  @Test(
    "A pickle that does anything else than list strings is refused by name",
    arguments: [
      // os.system("echo"), in protocols 0 and 2, and through copyreg.
      ("cos\nsystem\n(S'echo'\ntR.", "loads code"),
      ("\u{80}\u{2}cos\nsystem\nq\u{0}X\u{4}\u{0}\u{0}\u{0}echo\u{85}R.", "loads code"),
      ("(lp0\nS'C4'\naccopyreg\n_reconstructor\n.", "loads code"),
      ("(lp0\n(dp1\na.", "dictionary"), ("(lp0\nI4\na.", "numbers"), ("(lp0\n(ta.", "tuple"),
      ("(lp0\n(lp1\na.", "more than one list"), ("(lp0\ng0\na.", "uses a list twice"),
      ("(lp0\ng7\na.", "memo"), ("(lp0\nNa.", "None"), ("(lp0\nS'C4'\na", "too early"),
      ("(lp0\nS'C\\x41'\na.", "escapes"), ("(lp0\nSC4\na.", "quotes"),
      ("S'C4'\n.", "does not hold a list"),
      ("(lp0\na.", "no list"), ("]e.", "no mark"), ("].", "empty"), ("]]e.", "more than one list"),
    ])
  func refused(pickle: String, fault: String) throws {
    // Latin-1: a character is a byte.
    let bytes = pickle.unicodeScalars.map { UInt8($0.value) }
    let error = #expect(throws: KerasError.self) {
      let strings = try Pickle(bytes).strings
      if strings.isEmpty { throw KerasError.badPickle("empty") }
    }
    #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
  }

  @Test("What is no list of tokens is told apart, and how to write one")
  func remedies() throws {
    for (bytes, fault) in [
      (Array("cos\nsystem\n(S'echo'\ntR.".utf8), "loads code"),
      (Array("(dp0\n.".utf8), "dictionary"),
      (Array("(S'C4'\nt.".utf8), "holds a tuple"),
      (Array("c4\ne4\n".utf8), "'c4' is neither a note"),
      (try Fixtures.bytes("single.hdf5"), "swapped"), (try Fixtures.bytes("gru.keras"), "swapped"),
    ] {
      let error = #expect(throws: KerasError.self) { try TokenList(bytes) }
      #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
      if case .badPickle = error {
        #expect(error?.description.contains("pickle.dump([str(note) for note in notes]") == true)
      }
    }
  }

  @Test("A few bytes cannot name more tokens than a training has, or longer ones")
  func bounds() {
    func pickle(_ text: String, then bytes: [UInt8]) -> [UInt8] {
      [0x80, 4, 0x5D, 0x94, 0x28, 0x8D]
        + withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian, Array.init) + text.utf8 + bytes
        + Array("e.".utf8)
    }
    func fault(_ bytes: [UInt8]) -> String {
      (#expect(throws: KerasError.self) { try TokenList(bytes) })?.description ?? ""
    }
    let long = Array(repeating: "4", count: 100_000).joined(separator: ".")
    let thrice: [UInt8] = [0x94] + Array(repeating: [0x68, 1], count: 300).joined()
    var text = ""
    let seconds = processorSeconds { text = fault(pickle(long, then: thrice)) }
    #expect(text.contains("is neither a note nor a chord") && seconds < 1)
    let often: [UInt8] = [0x94] + Array(repeating: [0x68, 1], count: TokenList.most).joined()
    #expect(fault(pickle("E4", then: often)).contains("it has more than"))
    let memo = [UInt8](repeating: 0x94, count: 1000)
    #expect(fault(pickle("E4", then: memo)).contains("its memo has more than it holds"))
    let lines = Array(String(repeating: "E4\n", count: TokenList.most + 1).utf8)
    #expect(fault(lines).contains("it has more than"))
  }

  @Test("No bytes crash the reader")
  func noise() throws {
    let sound = try Fixtures.bytes("notes-4")
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      var bytes = Array(sound.prefix(.random(in: 0...200, using: &generator)))
      for _ in 0..<Int.random(in: 0...4, using: &generator) where !bytes.isEmpty {
        bytes[.random(in: bytes.indices, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      _ = try? Pickle(bytes)
    }
  }
}
