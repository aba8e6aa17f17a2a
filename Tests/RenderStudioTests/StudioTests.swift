import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderKeras
import RenderTestMaterial
import RenderTestSupport
import Synchronization
import Testing

@testable import RenderStudio

/// What was reported, in its order.
final class Log<Event: Sendable>: Sendable {
  private let contents = Mutex<[Event]>([])

  func add(_ event: Event) { contents.withLock { $0.append(event) } }
  var events: [Event] { contents.withLock(\.self) }
}

@Suite("A studio") struct StudioTests {
  private let folder = Material.folder()

  private func request(_ midi: String?, _ audio: TakeOutputs.Audio? = nil) -> PieceRequest {
    PieceRequest(
      model: folder.path("model.safetensors"), length: .events(40),
      sound: SoundRequest(soundFont: Material.soundFont),
      outputs: TakeOutputs(midi: midi.map(folder.path), audio: audio))
  }

  private func studio(_ request: PieceRequest) throws -> Studio {
    try Studio(request, threads: 2)
  }

  @Test("makes the same take of a seed again, another of another one, and tells what came of it")
  func seeds() throws {
    let studio = try studio(request("a.mid", .file(path: folder.path("a.wav"))))
    let take = try studio.makeTake(seed: 7)
    let (midi, audio) = (folder.bytes("a.mid"), folder.bytes("a.wav"))
    #expect(take.seed == 7 && take.events == 40 && take.notes >= 40)
    #expect(take.midi == folder.path("a.mid") && take.sound?.file == folder.path("a.wav"))
    #expect(try studio.makeTake(seed: 7) == take)
    #expect(folder.bytes("a.mid") == midi && folder.bytes("a.wav") == audio && audio.count > 10_000)
    _ = try studio.makeTake(seed: 8)
    #expect(folder.bytes("a.mid") != midi)
  }

  @Test("uses no more threads than there are cores")
  func threads() throws {
    let studio = try Studio(request("a.mid"), threads: Processor.mostThreads)
    #expect(studio.threads == min(Processor.mostThreads, Processor.cores))
  }

  @Test("reads models of the tokenizers that its resources name, and of no other")
  func tokenizers() throws {
    func studio(knowing tokenizers: [any Tokenizer.Type]) throws -> Studio {
      try Studio(
        request("a.mid"), threads: 1, resources: Resources(folders: [], tokenizers: tokenizers))
    }
    _ = try studio(knowing: [ClassicTokens.self, TimedTokens.self])
    let error = #expect(throws: (any Error).self) { try studio(knowing: []) }
    #expect("\(try #require(error))".contains("its tokenizer is"))
  }

  @Test("has a take's facts in JSON under the names that reports have")
  func json() throws {
    let take = try studio(request("a.mid", .file(path: folder.path("a.wav")))).makeTake(seed: 7)
    let json = try JSONEncoder.ofFacts([.sortedKeys]).encode(take)
    #expect(try JSONDecoder.ofFacts.decode(Take.self, from: json) == take)
    let text = String(decoding: json, as: UTF8.self)
    for key in [
      "seed", "midi", "performance", "events", "distinctEvents", "longestRun", "largestShare",
      "longestRepetition", "notes", "notesOffKeyboard", "transposition", "model",
      "modelFingerprint", "sound", "software", "file", "seconds", "loudness", "truePeak", "gain",
      "isBoundByCeiling", "silentNotes", "voices", "tailSeconds", "tailWasCut", "omittedLeadIn",
      "remarks", "soundFont", "sampleRate", "synthesizerGain", "polyphony", "interpolation",
      "reverb", "reverbMaker", "versions",
    ] {
      #expect(text.contains("\"\(key)\":"), "\(key)")
    }
  }

  @Test("tells of each event while it composes, in order")
  func progress() throws {
    for audio in [nil, TakeOutputs.Audio.file(path: folder.path("a.wav"))] {
      let log = Log<TakeEvent>()
      _ = try studio(request("a.mid", audio)).makeTake(seed: 7, report: log.add)
      #expect(log.events == (1...40).map { .composed(events: $0, share: Double($0) / 40) })
    }
  }

  @Test("ends a take that is cancelled, and leaves what was there")
  func cancelled() throws {
    folder.write([1, 2, 3], to: "a.mid")
    folder.write([4, 5, 6], to: "a.wav")
    for audio in [nil, TakeOutputs.Audio.file(path: folder.path("a.wav"))] {
      var request = self.request("a.mid", audio)
      request.length = .events(1_000_000)
      let cancellation = Cancellation()
      let studio = try studio(request)
      let error = #expect(throws: StudioError.self) {
        try studio.makeTake(seed: 7, cancellation: cancellation) { event in
          if case .composed(events: 500, _) = event { cancellation.cancel() }
        }
      }
      guard case .cancelled = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(folder.bytes("a.mid") == [1, 2, 3] && folder.bytes("a.wav") == [4, 5, 6])
      #expect(folder.names == ["a.mid", "a.wav", "model.safetensors", "song.mid"])
    }
  }

  @Test("refuses to write over what it reads, and names a model that there is not")
  func refusals() throws {
    let error = #expect(throws: StudioError.self) {
      try studio(self.request("model.safetensors")).makeTake(seed: 1)
    }
    guard case .overwritesInput(folder.path("model.safetensors"), _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(folder.bytes("model.safetensors") == Material.model)
    var request = self.request("a.mid")
    request.model = "nobody"
    let missing = #expect(throws: StudioError.self) { try studio(request) }
    guard case .missingModel(name: "nobody") = missing else {
      Issue.record("\(String(describing: missing))")
      return
    }
    request.model = folder.path("model.safetensors")
    request.notes = folder.path("song.mid")
    #expect(throws: StudioError.self) { try studio(request) }
  }

  @Test("exports weights under a name that Keras takes, and writes nothing under another one")
  func exportNames() throws {
    for name in ["m.h5", "m.py", "weights.h5.bak", ""] {
      let path = folder.path(name)
      let error = #expect(throws: StudioError.self) {
        try KerasExport.write(modelNamed: folder.path("model.safetensors"), to: path)
      }
      guard case .wrongEnding(path, required: ".weights.h5") = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
    }
    #expect(folder.names == ["model.safetensors", "song.mid"])
  }

  @Test("says what of a primer the model does not know, and that repetition needs a memory")
  func loading() throws {
    folder.write(Material.timedModel, to: "timed.safetensors")
    var request = self.request("a.mid")
    request.beginning = .primer(path: folder.path("song.mid"), isIncluded: true)
    request.sampling.repetition = 2
    let log = Log<String>()
    _ = try Studio(request, threads: 1) { event in
      if case .repetitionWithoutMemory(let model) = event { log.add(model) }
    }
    #expect(log.events == [folder.path("model.safetensors")])
  }

  @Test("finds models and soundfonts in the folders that it is given")
  func resources() throws {
    folder.makeFolder("share")
    folder.makeFolder("share/Models")
    folder.write(Material.model, to: "share/Models/mine.safetensors")
    let resources = Resources(folders: [folder.path("nowhere"), folder.path("share")])
    #expect(try resources.model(named: "mine") == folder.path("share/Models/mine.safetensors"))
    #expect(resources.defaultSoundFont == nil)
    var request = self.request("a.mid")
    request.model = "mine"
    let studio = try Studio(request, resources: resources)
    #expect(try studio.makeTake(seed: 1).model == folder.path("share/Models/mine.safetensors"))
  }
}
