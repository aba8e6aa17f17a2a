import Foundation
import RenderComposer
import RenderFiles
import RenderGallery
import RenderMIDI
import RenderMusic
import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import RenderStudio

@Suite("A batch") struct BatchTests {
  private let folder = Material.folder()

  private func request(_ seeds: ClosedRange<UInt64>, length: Int = 30) -> BatchRequest {
    BatchRequest(
      piece: PieceRequest(model: folder.path("model.safetensors"), length: .events(length)),
      seeds: Array(seeds), folder: folder.path("takes"), format: .mid)
  }

  private func make(
    _ request: BatchRequest, jobs: Int = 2, cancellation: Cancellation = Cancellation(),
    report: @escaping @Sendable (Batch.Event) -> Void = { _ in }
  ) throws -> Batch {
    try Batch.make(
      request, threads: 2, jobs: jobs, cancellation: cancellation,
      report: report)
  }

  @Test("has a take a seed, the same as the seed alone, and a page")
  func takes() throws {
    let batch = try make(request(1...5))
    #expect(batch.takes.map(\.seed) == [1, 2, 3, 4, 5] && batch.failures.isEmpty)
    #expect(batch.gallery?.takes == 5)
    #expect(folder.bytes("takes/index.html").starts(with: Array("<!doctype".utf8)))
    var piece = request(1...1).piece
    piece.outputs.midi = folder.path("alone.mid")
    _ = try Studio(piece, threads: 1).makeTake(seed: 3)
    #expect(folder.bytes("alone.mid") == folder.bytes("takes/seed-000003.mid"))
  }

  @Test("takes each seed once")
  func distinct() throws {
    var request = self.request(1...3)
    request.seeds = [3, 1, 3]
    let batch = try make(request)
    #expect(batch.requested == 2 && batch.takes.map(\.seed) == [3, 1])
  }

  @Test("tells of what it finds, then of each take, counting up to all of them")
  func events() throws {
    _ = try make(request(1...2))
    let log = Log<String>()
    _ = try make(request(1...6)) { event in
      switch event {
      case .found(let found, let all): log.add("\(found) of \(all)")
      case .finished(_, _, let batch): log.add("\(batch.done)/\(batch.total)")
      // Told of before the first take is finished, which another thread does: now and then, or never.
      case .composing: break
      default: log.add("\(event)")
      }
    }
    #expect(log.events == ["2 of 6", "1/4", "2/4", "3/4", "4/4"])
  }

  @Test("tells how much is composed before a take is finished")
  func composing() throws {
    let log = Log<Double>()
    _ = try make(request(1...1, length: 200)) { event in
      if case .composing(let share, of: 1) = event { log.add(share) }
    }
    #expect(log.events == [64, 128, 192].map { $0 / 200 })
  }

  @Test("that is cancelled leaves a complete manifest and no temporary files, and goes on later")
  func cancelled() throws {
    let cancellation = Cancellation()
    let error = #expect(throws: StudioError.self) {
      try make(request(1...200), jobs: 2, cancellation: cancellation) { event in
        if case .finished(_, _, let batch) = event, batch.done == 20 { cancellation.cancel() }
      }
    }
    guard case .cancelled = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let names = fileNames(in: folder.path("takes"))
    #expect(!names.contains { $0.hasPrefix(".") })
    let manifest = try Manifest("manifest.jsonl", in: Folder(folder.path("takes")))
    let made = names.filter { $0.hasSuffix(".mid") }
    #expect(manifest.sorted.map(\.midi.name) == made)
    #expect((20..<200).contains(made.count), "\(made.count)")
    let log = Log<Int>()
    let batch = try make(request(1...200)) { event in
      if case .found(let found, _) = event { log.add(found) }
    }
    #expect(batch.takes.count == 200 && log.events == [made.count])
  }

  @Test("that is cancelled while it composes does not compose to the end")
  func cancelledWhileComposing() throws {
    let cancellation = Cancellation()
    // A thread of its own: while other tests keep all of Dispatch's busy, no timer of theirs fires.
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.2)
      cancellation.cancel()
    }
    let error = #expect(throws: StudioError.self) {
      try make(request(1...4, length: 1_000_000), cancellation: cancellation)
    }
    guard case .cancelled = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!fileNames(in: folder.path("takes")).contains { $0.hasPrefix("seed-") })
  }

  @Test("goes on where a take fails, and says why")
  func failures() throws {
    folder.makeFolder("takes")
    folder.makeFolder("takes/seed-000002.mid")
    let batch = try make(request(1...3))
    #expect(batch.takes.map(\.seed) == [1, 3])
    #expect(batch.failures.map(\.seed) == [2])
    #expect((batch.failures.first?.error as? FileError)?.operation == .create)
  }

  @Test("is not mixed with takes that were made differently, and what is different is told")
  func mixing() throws {
    _ = try make(request(1...3))
    var other = request(1...4, length: 20)
    other.piece.tempo = 100
    let error = #expect(throws: StudioError.self) { try make(other) }
    guard case .mixedTakes(let mixed) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(mixed.count == 3 && mixed.work == .making)
    #expect(
      mixed.differences == [
        .option("length", "20", other: "30"), .option("tempo", "100.0", other: nil),
      ])
  }

  @Test("takes from whoever gives it the command that its page shows")
  func remaking() throws {
    _ = try make(request(1...2))
    let page = try Gallery.write(in: folder.path("takes")) { takes in
      ListeningPage.Command("make \(takes.count) again")
    }
    #expect(page == Gallery(page: folder.path("takes/index.html"), takes: 2, gone: []))
    let html = String(decoding: folder.bytes("takes/index.html"), as: UTF8.self)
    #expect(html.contains("make 2 again"))
    #expect(throws: StudioError.self) {
      try Gallery.write(in: folder.path("nowhere")) { _ in nil }
    }
  }

  @Test("has a page that says who plays, where it is not a piano in all of its takes")
  func ensemble() throws {
    _ = try make(request(1...2))
    func page() -> String {
      String(decoding: folder.bytes("takes/index.html"), as: UTF8.self)
    }
    #expect(!page().contains("\"Ensemble\"") && !page().contains("\"parts\":"))
    let quartet: [UInt8] = [40, 40, 41, 42]
    let piece = Piece(
      header: Piece.Header(parts: Instrument.numbered(quartet).map { Piece.Part($0) }),
      notes: quartet.indices.map { Piece.Note(onset: 0, duration: 24, key: 60, part: $0) })
    folder.write(try MIDIFile(Score(piece)).encoded(), to: "takes/seed-000002.mid")
    let takes = try Folder(folder.path("takes"))
    var manifest = try Manifest("manifest.jsonl", in: takes)
    var entry = try #require(manifest.entries[2])
    entry.midi = try TakeFile("seed-000002.mid", in: takes)
    try manifest.append(entry)
    try manifest.write()
    _ = try Gallery.write(in: folder.path("takes")) { _ in nil }
    for text in ["\"Ensemble\"", "\"string-quartet\"", "\"name\":\"Violin 2\""] {
      #expect(page().contains(text), "\(text)")
    }
  }

  /// A line as version 0.2.0 wrote it.
  private static let line = #"""
    {"audio":{"name":"seed-000007.flac","sha256":"7da05730ef63e72aa9ef211235fa861f92c0c10324a4c2901a8ff63457bbdbea","size":6873433},"events":321,"loudness":-30.206839277577576,"midi":{"name":"seed-000007.mid","sha256":"33335ea3d3c7474a5e670afbbf4d5700401e9803413f73645737a4782339221f","size":8023},"notes":669,"places":{"primer":"song.mid"},"plot":{"name":"seed-000007.svg","sha256":"d12f1b8a8563a8f12899e8a520bd7c44f61ef79281d3dbdfeafce23763ce889a","size":309790},"seconds":129.3119274376417,"seed":7,"settings":{"files":{"model":"bca75bf800a65f07d3b4d9decc1863a33260f4baf94275932379712d801a41c4","primer":"b8f3837b8c6dffecb8560e8d5a01bcf8bf6cc8413bb61cb11275f6362caff324","soundfont":"9a1b2023add239918866641bdd08d8c40fc3f5fabd216f29964c2ec2d9dadeb4"},"options":{"format":"flac","gain":"-3.0","include-primer":"yes","length":"40","limit":"yes","min-p":"0.0","performance":"expressive","plot":"svg","repetition":"1.0","reverb":"hall","temperature":"0.8","top-k":"7","top-p":"0.96","transpose":"-3"},"versions":{"FluidSynth":"2.3.1","libebur128":"1.2.6","libsndfile":"libsndfile-1.2.0","render":"0.2.0"}},"statistics":{"interOnsetInterval":0.390625,"largestShare":0.06542056074766354,"noteDensity":5.309523809523809,"noteLength":0.6431863477827603,"pitchClassEntropy":2.920587680237304,"pitchRange":62,"polyphony":3.5390678546949967,"registerDrift":-10.58682634730539,"scaleConsistency":0.9387144992526146,"selfRepetition":0.04984894259818731},"truePeak":-15.271796947811538}
    """#

  @Test("reads a manifest of version 0.2.0, and writes the same line")
  func golden() throws {
    folder.makeFolder("takes")
    folder.write(Array((Self.line + "\n").utf8), to: "takes/manifest.jsonl")
    let manifest = try Manifest("manifest.jsonl", in: Folder(folder.path("takes")))
    let entry = try #require(manifest.entries[7])
    #expect(entry.audio?.name == "seed-000007.flac" && entry.events == 321)
    #expect(entry.settings.options["duration"] == nil && entry.settings.options["length"] == "40")
    #expect(entry.places?["primer"] == "song.mid")
    try manifest.write()
    #expect(folder.bytes("takes/manifest.jsonl") == Array((Self.line + "\n").utf8))
  }
}
