import Foundation
import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderMusic

private let validFile = try! MIDIFile(
  Score(ticksPerQuarter: 480, parts: [.init(notes: [Note(onset: 0, duration: 480, key: 60)])])
).encoded()

@Test("A corpus is found through and through, in order, whatever the case of its extensions")
func corpusSearch() throws {
  let folder = TemporaryFolder()
  folder.makeFolder("a")
  folder.makeFolder("a/b")
  for name in ["b.mid", "a/z.MIDI", "a/b/c.Mid", "notes.txt", "a/mid", "c.midi"] {
    folder.write(validFile, to: name)
  }
  let names = ["a/b/c.Mid", "a/z.MIDI", "b.mid", "c.midi"].map { folder.path + "/" + $0 }
  #expect(try Corpus([folder.path]).paths == names)
  // Named twice, found once; a file named is taken whatever its extension.
  let text = folder.path + "/notes.txt"
  #expect(try Corpus([folder.path, names[2], text]).paths == (names + [text]).sorted())
}

@Test("What cannot be read stands in its place with its reason")
func unreadableFiles() throws {
  let folder = TemporaryFolder()
  folder.write(validFile, to: "good.mid")
  folder.write(Array(validFile.dropLast(2)), to: "cut.mid")
  folder.write([], to: "empty.mid")
  folder.write(Array("RIFF, but no music".utf8), to: "wrong.mid")
  mkfifo(folder.path + "/pipe.mid", 0o600)
  symlink(folder.path + "/nowhere.mid", folder.path + "/dangling.mid")
  symlink(folder.path, folder.path + "/loop")

  let corpus = try Corpus([folder.path])
  var read: [String] = []
  var unreadable: [String] = []
  for entry in corpus {
    switch entry {
    case .success(let piece):
      read.append(piece.path)
      #expect(try ClassicTokenizer().tokens(of: piece.file) == ["C4"])
      #expect(piece.damages.isEmpty == piece.path.hasSuffix("good.mid"))
    case .failure(let failure):
      unreadable.append(failure.path)
      #expect(!failure.reason.isEmpty)
    }
  }
  #expect(read == ["cut.mid", "good.mid"].map { folder.path + "/" + $0 })
  #expect(
    unreadable
      == ["dangling.mid", "empty.mid", "pipe.mid", "wrong.mid"].map { folder.path + "/" + $0 })
}

@Test("A path where nothing is, is an error")
func missingCorpus() {
  #expect(throws: MusicError.missing(path: "/nowhere/at/all")) { try Corpus(["/nowhere/at/all"]) }
}
