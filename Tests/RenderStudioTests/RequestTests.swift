import FoundationEssentials
import RenderAudio
import RenderComposer
import RenderFiles
import RenderNetwork
import RenderPlot
import RenderTestSupport
import Testing

@testable import RenderStudio

@Suite("A request") struct RequestTests {
  /// With every value other than it is without being given.
  private static let full = PieceRequest(
    model: "model.safetensors", notes: "notes", length: .seconds(90),
    beginning: .primer(path: "song.mid", isIncluded: true),
    sampling: Sampling(temperature: 0.8, topK: 7, topP: 0.9, minP: 0.05, repetition: 2),
    tempo: 96.5, transposition: -3, performance: .plain,
    sound: SoundRequest(
      soundFont: "SteinwayD", room: .hall, roomLevel: 0.25, level: .loudness(-23), limits: true,
      sampleRate: 48_000, sampleFormat: .integer24, quality: nil, date: "2024"),
    outputs: TakeOutputs(
      midi: "a.mid", audio: .file(path: "a.wav"), plot: "a.svg",
      score: "a.pdf"))

  @Test(
    "comes back from JSON as it was",
    arguments: [
      PieceRequest(), full,
      PieceRequest(
        length: .events(7), beginning: .start(index: 3), sampling: .greedy,
        sound: SoundRequest(room: .off, level: .gain(-2.5), quality: 3),
        outputs: TakeOutputs(audio: .standardOutput)),
    ])
  func roundTrip(request: PieceRequest) throws {
    let json = try JSONEncoder().encode(request)
    #expect(try JSONDecoder().decode(PieceRequest.self, from: json) == request)
    let batch = BatchRequest(
      piece: request, seeds: [1, 7], folder: "takes", format: .opus, plot: .png, score: .mxl,
      shard: Shard(index: 1, count: 4), remakes: true)
    #expect(
      try JSONDecoder().decode(BatchRequest.self, from: JSONEncoder().encode(batch)) == batch)
  }

  @Test("in JSON may leave out what is as always")
  func defaults() throws {
    func request(_ json: String) throws -> PieceRequest {
      try JSONDecoder().decode(PieceRequest.self, from: Data(json.utf8))
    }
    #expect(try request("{}") == PieceRequest())
    #expect(
      try request(
        #"{"length": {"seconds": 90}, "tempo": 100, "sound": {"room": "hall", "level": {"gain": 3}}}"#
      )
        == PieceRequest(
          length: .seconds(90), tempo: 100, sound: SoundRequest(room: .hall, level: .gain(3))))
  }

  @Test(
    "is refused with the setting, its value and what is allowed, where a number is out of range")
  func outOfRange() throws {
    let faults: [(Setting, Double, PieceRequest)] = [
      (.length, 0, PieceRequest(length: .events(0))),
      (.length, 1_000_001, PieceRequest(length: .events(1_000_001))),
      (.duration, 0, PieceRequest(length: .seconds(0))),
      (.duration, .infinity, PieceRequest(length: .seconds(.infinity))),
      (.tempo, 9, PieceRequest(tempo: 9)), (.tempo, .infinity, PieceRequest(tempo: .infinity)),
      (.transposition, 49, PieceRequest(transposition: 49)),
      (.gain, 61, PieceRequest(sound: SoundRequest(level: .gain(61)))),
      (.loudness, -71, PieceRequest(sound: SoundRequest(level: .loudness(-71)))),
      (.quality, 11, PieceRequest(sound: SoundRequest(quality: 11))),
      (.sampleRate, 8000, PieceRequest(sound: SoundRequest(sampleRate: 8000))),
      (.reverbLevel, 2, PieceRequest(sound: SoundRequest(roomLevel: 2))),
    ]
    for (setting, value, request) in faults {
      let error = #expect(throws: StudioError.self) { try request.validate() }
      guard case .outOfRange(setting, value, let allowed) = error else {
        Issue.record("\(setting): \(String(describing: error))")
        continue
      }
      #expect(!allowed.contains(value))
    }
    #expect(throws: StudioError.self) { try PieceRequest(tempo: .nan).validate() }
    #expect(throws: StudioError.self) { try PieceRequest(length: .seconds(.nan)).validate() }
  }

  @Test("is refused where its parts do not go together")
  func contradictions() throws {
    func refusal(_ request: PieceRequest) -> (any Error)? {
      #expect(throws: (any Error).self) { try request.validate() }
    }
    let noRoom = refusal(PieceRequest(sound: SoundRequest(room: .off, roomLevel: 0.5)))
    guard case .levelWithoutRoom? = noRoom as? StudioError else {
      Issue.record("\(String(describing: noRoom))")
      return
    }
    var stream = PieceRequest(outputs: TakeOutputs(audio: .standardOutput))
    stream.sound.level = .loudness(-20)
    #expect(refusal(stream) as? AudioError == .unknownLoudness)
    var lossy = PieceRequest(outputs: TakeOutputs(audio: .file(path: "a.ogg")))
    lossy.sound.sampleFormat = .integer16
    #expect(refusal(lossy) as? AudioError == .unsupportedSampleFormat(.ogg, .integer16))
    let unknown = PieceRequest(outputs: TakeOutputs(audio: .file(path: "a.xyz")))
    #expect(refusal(unknown) as? AudioError == .unknownFormat(path: "a.xyz"))
    let picture = PieceRequest(outputs: TakeOutputs(plot: "a.bmp"))
    #expect(refusal(picture) as? PlotError == .unknownFormat(path: "a.bmp"))
    #expect(refusal(PieceRequest(sampling: Sampling(topP: 0))) is ComposerError)
    #expect(throws: StudioError.self) {
      try BatchRequest(piece: Self.full, seeds: [1], folder: "takes").validate()
    }
    #expect(throws: AudioError.self) {
      try BatchRequest(
        piece: PieceRequest(sound: SoundRequest(sampleFormat: .float32)), seeds: [1],
        folder: "takes", format: .flac
      ).validate()
    }
  }

  @Test("of a training or an evaluation is refused by throwing, too")
  func others() {
    for request in [
      TrainingRequest(corpus: ["a"], out: "m", limit: .epochs(count: 0)),
      TrainingRequest(corpus: ["a"], out: "m", limit: .minutes(count: 0)),
      TrainingRequest(corpus: ["a"], out: "m", limit: .minutes(count: .nan)),
      TrainingRequest(corpus: ["a"], out: "m", validationShare: 1),
    ] {
      #expect(throws: StudioError.self) { try request.validate() }
    }
    #expect(throws: StudioError.self) {
      try EvaluationRequest(model: "m", corpus: [], composedPieces: 0).validate()
    }
    #expect(throws: StudioError.self) {
      try EvaluationRequest(model: "m", corpus: [], plot: "a.svg").validate()
    }
    #expect(throws: StudioError.self) { try Processor.validate(threads: 0) }
    #expect(throws: StudioError.self) { try Processor.validate(threads: Processor.mostThreads + 1) }
    #expect(throws: StudioError.self) { try Processor.validate(threads: 1, jobs: 257) }
  }

  @Test("for a number of threads that the network can have is one that the renderer can have, too")
  func threads() {
    #expect(ThreadTeam.counts == Renderer.threadCounts)
    #expect(Processor.mostThreads == Renderer.threadCounts.upperBound)
  }

  @Test("is recorded in a manifest by the names of the command line's options")
  func options() {
    #expect(
      BatchRequest(seeds: [1], folder: "takes").options == [
        "length": "500", "temperature": "1.0", "top-p": "0.96", "min-p": "0.0",
        "repetition": "1.0", "transpose": "0", "performance": "expressive", "format": "wav",
        "reverb": "room",
      ])
    let full = BatchRequest(
      piece: Self.full, seeds: [1], folder: "takes", format: .flac, plot: .svg)
    #expect(
      full.options == [
        "duration": "90.0 s", "include-primer": "yes", "temperature": "0.8", "top-k": "7",
        "top-p": "0.9", "min-p": "0.05", "repetition": "2.0", "tempo": "96.5", "transpose": "-3",
        "performance": "plain", "format": "flac", "plot": "svg", "reverb": "hall",
        "reverb-level": "0.25", "loudness": "-23.0", "limit": "yes", "bit-depth": "24",
        "sample-rate": "48000", "date": "2024",
      ])
    #expect(
      full.places == [
        "model": "model.safetensors", "notes": "notes", "primer": "song.mid",
        "soundfont": "SteinwayD",
      ])
    // What no sound has decides no sound.
    let silent = BatchRequest(piece: Self.full, seeds: [1], folder: "takes", format: .mid)
    #expect(silent.options["reverb"] == nil && silent.places["soundfont"] == nil)
  }
}

@Suite("Seeds and shards") struct SeedListTests {
  @Test("A list of seeds has each once, in the order given")
  func list() throws {
    #expect(try SeedList("3,1-2,2,18446744073709551615").seeds == [3, 1, 2, .max])
    let folder = TemporaryFolder()
    let path = folder.write(Array("1-2\n7, 9\n\n8\n".utf8), to: "seeds")
    #expect(try SeedList(reading: path).seeds == [1, 2, 7, 9, 8])
  }

  @Test("What is no list of seeds is refused with the part that is none")
  func malformed() {
    for (text, part) in [("1,x", "x"), ("5-1", "5-1"), ("", ""), ("1,,2", ""), ("-1", "-1")] {
      let error = #expect(throws: StudioError.self) { try SeedList(text) }
      guard case .malformedSeeds(part) = error else {
        Issue.record("\(text): \(String(describing: error))")
        continue
      }
    }
    let error = #expect(throws: StudioError.self) { try SeedList("1-2000000") }
    guard case .tooManySeeds(most: 1_000_000) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A shard is written as it is read, and there is none beyond its count")
  func shards() {
    #expect(Shard("3/8") == Shard(index: 3, count: 8))
    #expect(Shard("3/8")?.description == "3/8")
    for text in ["8/8", "-1/8", "0/0", "1", "1/2/3", "a/b"] { #expect(Shard(text) == nil) }
    let parts = (0..<3).map { Shard(index: $0, count: 3)!.part(of: Array(1...10)) }
    #expect(Set(parts.joined()) == Set(1...10) && parts.joined().count == 10)
  }
}

@Suite("A recipe's options") struct RecipeOptionTests {
  @Test("are those of a request, and give it back")
  func inverse() throws {
    var request = PieceRequest(length: .seconds(90))
    request.sampling = Sampling(temperature: 0.7, topK: 5, topP: 0.9, minP: 0.01, repetition: 2)
    (request.tempo, request.transposition, request.performance) = (93.5, -3, .plain)
    request.planning = PlanRequest(
      metre: "3/4", key: "em", style: "Chopin", ensemble: "choir")
    request.beginning = .start(index: 4)
    #expect(try PieceRequest(options: request.pieceOptions, ofTake: "take.mid") == request)
    #expect(try PieceRequest(options: request.recipeOptions, ofTake: "take.mid") == request)
    #expect(try PieceRequest(options: PieceRequest().pieceOptions, ofTake: "take.mid") == PieceRequest())
    // The length alone is always said.
    #expect(PieceRequest().recipeOptions == ["length": "500"])
    request.planning = PlanRequest(form: "A8B8", instruments: "violin,cello")
    let formed = try PieceRequest(options: request.recipeOptions, ofTake: "take.mid")
    #expect(formed.planning == request.planning && formed.extent == nil)
  }

  @Test("name no folder of the machine on which a take was made")
  func files() {
    let request = PieceRequest(
      model: "/home/someone/mine.safetensors",
      beginning: .primer(path: "/home/someone/song.mid", isIncluded: false))
    let options = request.recipeOptions
    #expect(options["model"] == nil && options["primer"] == "song.mid")
  }
}
