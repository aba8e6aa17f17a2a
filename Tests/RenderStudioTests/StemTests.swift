import FoundationEssentials
import Glibc
import RenderAudio
import RenderFiles
import RenderMIDI
import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import RenderStudio

@Suite("Stems") struct StemTests {
  private let folder = Material.folder()

  /// A track of a note on each channel.
  private static func track(
    _ name: String? = nil, channels: [UInt8], program: UInt8? = nil
  ) -> MIDITrack {
    var events: [(Int, MIDIEvent)] = []
    if let name { events.append((0, .meta(.text(.trackName, Array(name.utf8))))) }
    for channel in channels {
      if let program { events.append((0, .programChange(channel: channel, program: program))) }
    }
    for channel in channels {
      events.append((0, .noteOn(channel: channel, key: 60 + channel, velocity: 90)))
    }
    for channel in channels {
      events.append((480, .noteOff(channel: channel, key: 60 + channel, velocity: 64)))
    }
    events.append((480, .meta(.endOfTrack)))
    return MIDITrack(events: events.map { TimedEvent(tick: $0.0, event: $0.1) })
  }

  private static func file(_ tracks: [MIDITrack]) -> MIDIFile {
    MIDIFile(format: .simultaneousTracks, division: .ticksPerQuarter(480), tracks: tracks)
  }

  private func names(_ tracks: [MIDITrack]) -> [String] {
    StemFolder.parts(of: Self.file(tracks), as: .flac).map(\.file)
  }

  @Test("are numbered in score order, and named as their tracks, or else as their instruments")
  func names() {
    #expect(
      names([
        Self.track("A quartet", channels: []), Self.track("Violin 1", channels: [0], program: 40),
        Self.track("Violin 2", channels: [1], program: 40), Self.track(channels: [2], program: 42),
        Self.track("", channels: [3], program: 42), Self.track("Kit", channels: [9]),
      ]) == [
        "01-violin-1.flac", "02-violin-2.flac", "03-cello.flac", "04-cello-2.flac", "05-kit.flac",
      ])
    // The name of a track with several parts is that of the piece.
    #expect(
      names([Self.track("A song", channels: [0, 1, 9])])
        == ["01-piano.flac", "02-piano-2.flac", "03-percussion.flac"])
  }

  @Test("have both staves of a piano, and all of the percussion")
  func places() {
    let parts = StemFolder.parts(
      of: Self.file([
        Self.track("Piano", channels: [0]), Self.track("Piano", channels: [0]),
        Self.track("Snare", channels: [9]), Self.track("Flute", channels: [1], program: 73),
        Self.track("Hi-hat", channels: [9]),
      ]), as: .wav)
    #expect(parts.map(\.file) == ["01-piano.wav", "02-snare.wav", "03-flute.wav"])
    func places(_ places: (Int, UInt8)...) -> Set<Stem.Place> {
      Set(places.map { Stem.Place(track: $0.0, channel: $0.1) })
    }
    #expect(
      parts.map(\.places) == [places((0, 0), (1, 0)), places((2, 9), (4, 9)), places((3, 1))])
  }

  @Test("have names that no stranger can steer")
  func hostileNames() {
    for (name, word) in [
      ("../../etc/passwd", "etc-passwd"), ("Violín\u{1B}[2J", "viol-n-u-1b-2j"), ("-", "violin"),
      ("Скрипка", "violin"), ("...", "violin"), ("a\0b", "a-u-0-b"),
      (String(repeating: "x y", count: 100_000), "x yx yx yx yx yx yx yx yx yx yx yx yx yx y"),
    ] {
      let file = names([Self.track(name, channels: [0], program: 40)])[0]
      #expect(file == "01-\(word.replacing(" ", with: "-").prefix(40)).flac")
      #expect(StemFolder.isFile(file))
    }
    for name in [
      "1-violin.wav", "01-.wav", "01-violin.ogg", "01-violin", "01-Violin.wav", "01-a--b.wav",
      "../01-violin.wav", "01-a/b.wav", ".01-violin.wav", "٠١-violin.wav",
      "01-" + String(repeating: "x", count: 41) + ".wav",
    ] {
      #expect(!StemFolder.isFile(name), "\(name)")
    }
    #expect(StemFolder.isFile("seed-000001.stems/01-piano.wav", ofTake: "seed-000001"))
    for name in ["01-piano.wav", "seed-000002.stems/01-piano.wav", "seed-000001.stems/../a.wav"] {
      #expect(!StemFolder.isFile(name, ofTake: "seed-000001"))
    }
  }

  // MARK: - Refusals

  private func isRefused(
    as output: StemlessOutput, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    let error = #expect(
      throws: StudioError.self, sourceLocation: sourceLocation, performing: body)
    guard case .stems(of: output) = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
  }

  @Test("are refused where they would not add up to a file, by every request")
  func refusals() throws {
    func outputs(_ audio: TakeOutputs.Audio?) -> PieceRequest {
      PieceRequest(outputs: TakeOutputs(midi: "a.mid", audio: audio, stems: "a.stems"))
    }
    isRefused(as: .midi) { try outputs(nil).validate() }
    isRefused(as: .stream) { try outputs(.standardOutput).validate() }
    isRefused(as: .lossy(.opus)) { try outputs(.file(path: "a.opus")).validate() }
    for format in ["wav", "flac", "aiff"] { try outputs(.file(path: "a.\(format)")).validate() }

    func batch(_ format: BatchRequest.Format) -> BatchRequest {
      BatchRequest(seeds: [1], folder: "takes", format: format, stems: true)
    }
    isRefused(as: .midi) { try batch(.mid).validate() }
    isRefused(as: .lossy(.mp3)) { try batch(.mp3).validate() }
    try batch(.flac).validate()
    #expect(batch(.flac).options["stems"] == "yes")

    let playback = PlaybackRequest(stems: true)
    isRefused(as: .lossy(.ogg)) { _ = try FilePlayer(playback, format: .ogg) }
    isRefused(as: .stream) { _ = try FilePlayer(playback, format: .wav, streams: true) }
    isRefused(as: .midi) {
      _ = try FilePlayer.perform(folder.path("song.mid"), playback, to: folder.path("b.mid"))
    }
    #expect(folder.bytes("b.mid").isEmpty)
  }

  // MARK: - Files

  private func request(_ stems: String?) -> PieceRequest {
    PieceRequest(
      model: folder.path("model.safetensors"), length: .events(20),
      sound: SoundRequest(soundFont: Material.soundFont),
      outputs: TakeOutputs(audio: .file(path: folder.path("a.wav")), stems: stems))
  }

  @Test("of a composed piece lie in their folder, and leave the piece's own bytes alone")
  func take() throws {
    let plain = try Studio(request(nil), threads: 2).makeTake(seed: 7)
    #expect(plain.sound?.stems == nil)
    let audio = folder.bytes("a.wav")
    let take = try Studio(request(folder.path("a.stems")), threads: 2).makeTake(seed: 7)
    #expect(folder.bytes("a.wav") == audio)
    let path = folder.path("a.stems/01-piano.wav")
    #expect(
      take.sound?.stems == [SoundReport.Stem(part: "Piano", file: path, isClipped: false)])
    #expect(fileNames(in: folder.path("a.stems")) == ["01-piano.wav"])
    // All of a piano is one part; the title is longer.
    #expect((0..<200).contains(folder.bytes("a.stems/01-piano.wav").count - audio.count))
    let json = try JSONEncoder.ofFacts([.sortedKeys]).encode(take)
    #expect(try JSONDecoder.ofFacts.decode(Take.self, from: json) == take)
  }

  @Test("are refused before the work where something else has the name of their folder")
  func occupied() {
    folder.write([1], to: "a.stems")
    let error = #expect(throws: FileError.self) {
      try Studio(request(folder.path("a.stems")), threads: 1).makeTake(seed: 7)
    }
    #expect(error?.code == EEXIST && error?.path == folder.path("a.stems"))
    #expect(folder.names == ["a.stems", "model.safetensors", "song.mid"])
  }

  private var batch: BatchRequest {
    var piece = request(nil)
    piece.outputs = TakeOutputs()
    return BatchRequest(
      piece: piece, seeds: [1, 2], folder: folder.path("takes"), format: .flac, stems: true)
  }

  @Test("of a batch are files of their takes, which are made again without them")
  func batchFiles() throws {
    let made = try Batch.make(batch, threads: 2)
    let name = "seed-000002.stems/01-piano.flac"
    #expect(
      made.takes.map { $0.stems?.map(\.name) } == [["seed-000001.stems/01-piano.flac"], [name]])
    #expect(made.takes[1].files.map(\.name).contains(name))
    let bytes = folder.bytes("takes/\(name)")
    #expect(made.takes[1].stems?[0].size == bytes.count && bytes.count > 1000)

    // What a process that was killed has left.
    folder.write([1], to: "takes/seed-000002.stems/.render-1-abc-01-piano.flac.part")
    unlink(folder.path("takes/\(name)"))
    let log = Log<Int>()
    let again = try Batch.make(
      batch, threads: 2,
      report: { event in if case .found(let found, _) = event { log.add(found) } })
    #expect(log.events == [1] && again.takes.map(\.stems) == made.takes.map(\.stems))
    #expect(fileNames(in: folder.path("takes/seed-000002.stems")) == ["01-piano.flac"])
    #expect(folder.bytes("takes/\(name)") == bytes)
    #expect(try Gallery.write(in: folder.path("takes")) { _ in nil }.takes == 2)

    var without = batch
    without.stems = false
    let error = #expect(throws: StudioError.self) { try Batch.make(without) }
    guard case .mixedTakes(let mixed) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(mixed.differences == [.option("stems", nil, other: "yes")])
  }

  @Test("of a batch go into no folder that is a link, and none of their names leads out of it")
  func links() throws {
    let elsewhere = TemporaryFolder()
    folder.makeFolder("takes")
    symlink(elsewhere.path, folder.path("takes/seed-000001.stems"))
    let made = try Batch.make(batch, threads: 1)
    #expect(made.takes.map(\.seed) == [2] && made.failures.map(\.seed) == [1])
    #expect((made.failures.first?.error as? FileError)?.code == EEXIST)
    #expect(elsewhere.names.isEmpty)
    unlink(folder.path("takes/seed-000001.stems"))

    let manifest = String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
    let led = manifest.replacing("seed-000002.stems/01", with: "seed-000002.stems/../01")
    #expect(led != manifest)
    folder.write(Array(led.utf8), to: "takes/manifest.jsonl")
    let error = #expect(throws: StudioError.self) { try Batch.make(batch) }
    guard case .badManifest(_, line: 1) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
