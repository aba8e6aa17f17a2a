import RenderAudio
import RenderComposer
import RenderFiles
import RenderMIDI
import RenderNetwork

/// The facts about a model, a MIDI file, an audio file or a soundfont.
public struct FileFacts: Hashable, Sendable {
  /// One line of what is known about a file.
  public struct Fact: Hashable, Sendable {
    /// The value of a fact: text, a number, a list or the parts of a piece.
    public enum Value: Hashable, Sendable {
      /// A text.
      case text(String)
      /// A whole number.
      case integer(Int)
      /// A number, with the count of its decimals that matter.
      case decimal(Double, places: Int)
      /// A list of texts, such as the presets of a soundfont.
      case list([String])
      /// The parts of a MIDI file, in score order.
      case parts([PartFacts])
    }

    /// The name in words: `corpus events`.
    public var name: String
    /// The value.
    public var value: Value
    /// The unit of a number; `nil` where the name says it.
    public var unit: String?

    init(_ name: String, _ value: Value, _ unit: String? = nil) {
      self.name = name
      self.value = value
      self.unit = unit
    }
  }

  /// The kind of the file.
  public var kind: FileKind
  /// The facts, in the order in which they are worth reading.
  public var facts: [Fact]

  /// Reads a file, whose kind is recognized by its contents.
  ///
  /// - Throws: `StudioError.unknownKind` and its like, or what is wrong with the file.
  public init(of path: String) throws {
    // A pipe can be read but once.
    let whole = Resources.isRegularFile(path) ? nil : try readFile(path, atMost: .unknown)
    kind = try FileKind(of: path) { count in
      try whole.map { Array($0.prefix(count)) } ?? readFile(path, first: count)
    }
    facts = try naming(path) { [kind] in
      switch kind {
      case .model: Self.facts(of: try Model(decoding: whole ?? readModel(path)))
      case .midi: try Self.facts(ofMIDI: whole ?? readFile(path, atMost: .midi))
      case .soundFont: Self.facts(of: try SoundFont(path: path))
      case .audio: Self.facts(of: try AudioFileFacts(path: path))
      }
    }
  }

  private static func facts(of model: Model) -> [Fact] {
    let training = model.record.training
    let last = training.evaluations.last { $0.isBest }
    var facts = [
      Fact("kind", .text("model")),
      Fact("preset", .text(model.record.preset)),
      Fact("tokenizer", .text(model.tokenizer.name)),
      Fact("vocabulary", .integer(model.vocabulary.count), "tokens"),
      Fact("parameters", .integer(model.parameters.count)),
      Fact(
        "layers",
        .text(model.parameters.architecture.layers.map(\.summary).joined(separator: ", "))),
      Fact("hears", .text(model.context.summary)),
      Fact("memory", .text(model.memory == nil ? "none" : "of the piece that it writes")),
    ]
    facts += instrumentFacts(of: model.tokenizer.memoryVocabulary?.instruments ?? [])
    facts += [
      Fact("starts", .integer(model.starts.count)),
      Fact("corpus", .integer(model.record.corpusFiles), "pieces"),
      Fact("corpus events", .integer(model.record.corpusEvents)),
      Fact("corpus fingerprint", .text(model.record.corpusFingerprint)),
      Fact("steps", .integer(training.steps)),
      Fact("epochs", .decimal(training.epochs, places: 2)),
      Fact("written by", .text("render \(model.record.software)")),
    ]
    if let last, let loss = last.validationLoss {
      facts.append(Fact("validation loss", .decimal(loss, places: 4), "nats a token"))
      if last.weights == .averaged { facts.append(Fact("weights", .text("averaged"))) }
    }
    return facts
  }

  private static func facts(ofMIDI bytes: [UInt8]) throws -> [Fact] {
    let parsed = try MIDIFile.parse(bytes, mode: .lenient)
    let file = parsed.file
    let division =
      switch file.division {
      case .ticksPerQuarter(let ticks): "\(ticks) ticks a quarter"
      case .smpte(let frames, let ticks): "\(frames) frames a second, \(ticks) ticks a frame"
      }
    var facts = [
      Fact("kind", .text("MIDI file")),
      Fact("format", .integer(Int(file.format.rawValue))),
      Fact("division", .text(division)),
      Fact("tracks", .integer(file.tracks.count)),
      Fact("notes", .integer(file.noteCount)),
      Fact("seconds", .decimal(file.playedSeconds, places: 3)),
      Fact("damages", .integer(parsed.damages.count)),
    ]
    if let first = parsed.damages.first { facts.append(Fact("first damage", .text("\(first)"))) }
    // A damaged recipe is no reason to say nothing of the notes.
    if let recipe = try? TakeRecipe(in: file, named: "") {
      facts.append(Fact("seed", .text("\(recipe.piece.seed)")))
      let options = recipe.piece.options.sorted { $0.key < $1.key }
      facts.append(Fact("options", .list(options.map { "\($0.key) \($0.value)" })))
      if recipe.pieces.count > 1 {
        facts.append(Fact("continues", .list(recipe.pieces.dropLast().map { "seed \($0.seed)" })))
      }
    }
    return facts + titleFacts(of: file) + partFacts(of: file) + formFacts(of: file)
  }

  private static func facts(of audio: AudioFileFacts) -> [Fact] {
    [
      Fact("kind", .text("audio file")),
      Fact("format", .text(audio.format)),
      Fact("seconds", .decimal(audio.seconds, places: 3)),
      Fact("sample rate", .integer(audio.sampleRate), "Hz"),
      Fact("channels", .integer(audio.channels)),
    ]
      + [
        ("title", audio.tags.title), ("made with", audio.tags.comment),
        ("software", audio.tags.software), ("date", audio.tags.date),
      ].compactMap { name, text in text.map { Fact(name, .text($0)) } }
  }

  /// The name of a MIDI file's first track, which is its title.
  private static func titleFacts(of file: MIDIFile) -> [Fact] {
    for case .meta(.text(.trackName, let bytes)) in file.tracks.first?.events.map(\.event) ?? [] {
      return [Fact("title", .text(String(decoding: bytes, as: UTF8.self)))]
    }
    return []
  }

  private static func facts(of soundFont: SoundFont) -> [Fact] {
    [
      Fact("kind", .text("soundfont")), Fact("name", .text(soundFont.name)),
      Fact("version", .text("\(soundFont.version.major).\(soundFont.version.minor)")),
      Fact("instruments", .integer(soundFont.instrumentCount)),
      Fact("samples", .integer(soundFont.sampleCount)),
      Fact(
        "sample data", .integer(soundFont.sampleDataSize),
        soundFont.isCompressed ? "bytes" : "frames"),
      Fact("presets", .list(soundFont.presets.map { "\($0.number) \($0.name)" })),
    ]
  }
}

extension FileFacts {
  /// The extensions of files of which there are facts.
  public static let extensions =
    ["mid", "midi", "safetensors", "sf2", "sf3"] + AudioFileFormat.allCases.map(\.rawValue)
}

/// Coded as an object with a value a fact: `corpus events` is `corpusEvents`.
extension FileFacts: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      Dictionary(facts.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
  }
}

extension FileFacts.Fact {
  fileprivate var key: String {
    let words = name.split { " -".contains($0) }
    return words.dropFirst().reduce(String(words[0])) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }
}

extension FileFacts.Fact.Value: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .integer(let number): try container.encode(number)
    case .decimal(let number, _): try container.encode(number)
    case .list(let items): try container.encode(items)
    case .parts(let parts): try container.encode(parts)
    }
  }
}

extension TokenDecoder.Context {
  fileprivate var summary: String {
    switch self {
    case .window(let length): "\(length) tokens at a time"
    case .stateful: "all tokens so far"
    }
  }
}
