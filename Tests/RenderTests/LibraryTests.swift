import RenderComposer
import RenderKeras
import RenderPerformance
import RenderStudio
import RenderTestMaterial
import Testing

/// The program beside the library that it is made of.
struct LibraryTests {
  private let folder = Material.folder()

  private func run(_ arguments: [String]) {
    let result = Program.run(arguments, in: folder)
    #expect(result.code == 0, "\(result.errors)")
  }

  private var piece: PieceRequest {
    PieceRequest(
      model: folder.path("model.safetensors"), length: .events(40),
      beginning: .primer(path: folder.path("song.mid"), isIncluded: true),
      sampling: Sampling(temperature: 0.8), tempo: 90, transposition: -3,
      sound: SoundRequest(room: .hall, level: .loudness(-20)))
  }

  private let options = [
    "--model", "model.safetensors", "--length", "40", "--primer", "song.mid", "--include-primer",
    "--temperature", "0.8", "--tempo", "90", "--transpose=-3", "--reverb", "hall",
    "--loudness=-20",
  ]

  @Test("A take that the library makes is the program's, byte for byte")
  func take() throws {
    run(options + ["--seed", "7", "--plot", "a.svg", "--out", "a.flac"])
    var request = piece
    request.outputs = TakeOutputs(
      midi: folder.path("b.mid"), audio: .file(path: folder.path("b.flac")),
      plot: folder.path("b.svg"))
    let studio = try Studio(request)
    let take = try studio.makeTake(seed: 7)
    for name in ["mid", "flac", "svg"] {
      #expect(!folder.bytes("a.\(name)").isEmpty)
      #expect(folder.bytes("a.\(name)") == folder.bytes("b.\(name)"), "\(name)")
    }
    #expect(take.transposition == -3 && take.performance == "expressive")
  }

  @Test(
    "A batch that the library makes has the program's manifest, and each goes on with the other's")
  func batch() throws {
    run(["batch", "--seeds", "1-3", "--format", "mid", "--out", "takes"] + options)
    let request = BatchRequest(
      piece: piece, seeds: [1, 2, 3], folder: folder.path("more"), format: .mid)
    func make(_ request: BatchRequest) throws -> Batch {
      try Batch.make(request)
    }
    _ = try make(request)
    let ours = String(decoding: folder.bytes("more/manifest.jsonl"), as: UTF8.self)
      .replacing("\(folder.path)/", with: "")
    #expect(ours == String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self))
    var more = request
    more.folder = folder.path("takes")
    more.seeds = [1, 2, 3, 4]
    #expect(try make(more).takes.count == 4)
    let again = Program.run(
      ["batch", "--seeds", "1-4", "--format", "mid", "--out", "takes"] + options, in: folder)
    #expect(again.errors.contains("4 of 4 takes are there already"), "\(again.errors)")
  }
}
