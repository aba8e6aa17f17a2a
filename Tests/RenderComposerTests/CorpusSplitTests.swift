import Testing

@testable import RenderComposer

struct CorpusSplitTests {
  @Test("A file belongs to the list that names the end of its path")
  func lists() throws {
    let split = try CorpusSplit(
      json: Array(#"{"train":["a/x.mid","z.mid"],"validation":["b/x.mid"],"test":[]}"#.utf8))
    #expect(split.part(of: "a/x.mid") == .train)
    #expect(split.part(of: "/home/corpus/a/x.mid") == .train)
    #expect(split.part(of: "corpus/b/x.mid") == .validation)
    #expect(split.part(of: "z.mid") == .train && split.part(of: "/z.mid") == .train)
    for other in ["x.mid", "aa/x.mid", "z.midi", "a/x.mid/", "", "/"] {
      #expect(split.part(of: other) == nil, "\(other)")
    }
  }

  @Test("What is no split, or has a piece on two sides, is refused")
  func badLists() {
    for json in [
      "", "[]", "{\"train\":1}", "{\"train\":[1]}", "{\"training\":[]}",
      #"{"train":["a","b"],"test":["b"]}"#, #"{"train":["a"],"validation":["a"]}"#,
    ] {
      #expect(throws: ComposerError.self, "\(json)") { try CorpusSplit(json: Array(json.utf8)) }
    }
  }

  @Test("A share is decided by the name alone: folders and other files move none")
  func share() {
    let split = CorpusSplit.share(validation: 0.1)
    let names = (0..<20_000).map { "piece \($0).mid" }
    let held = names.count { split.part(of: $0) == .validation }
    #expect(abs(held - 2000) < 300)
    for name in names.prefix(200) {
      #expect(split.part(of: "some/folder/\(name)") == split.part(of: name))
    }
    // A greater share keeps what the smaller one held.
    let wider = CorpusSplit.share(validation: 0.3)
    for name in names where split.part(of: name) == .validation {
      #expect(wider.part(of: name) == .validation)
    }
    #expect(names.allSatisfy { CorpusSplit.share(validation: 0).part(of: $0) == .train })
    // Never to change: a validation piece must not become a training piece of a later version.
    let first = (0..<10).filter { wider.part(of: "\($0).mid") == .validation }
    #expect(first == [2, 4, 5, 6, 7, 9])
    #expect(CorpusSplit.all(.test).part(of: "x") == .test)
  }
}
