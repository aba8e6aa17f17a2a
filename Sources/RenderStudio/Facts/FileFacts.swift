import RenderAudio
import RenderComposer
import RenderFiles
import RenderMIDI
import RenderNetwork

/// What a model, a MIDI file or a soundfont holds.
public struct FileFacts: Hashable, Sendable {
  /// One line of what is known about a file.
  public struct Fact: Hashable, Sendable {
    /// What is known: text, a number or a list.
    public enum Value: Hashable, Sendable {
      case text(String)
      case integer(Int)
      /// A number, of which so many decimals matter.
      case decimal(Double, places: Int)
      case list([String])
    }

    /// In words: `corpus events`.
    public var name: String
    /// What is known.
    public var value: Value
    /// What a number counts; `nil` where its name says it.
    public var unit: String?

    init(_ name: String, _ value: Value, _ unit: String? = nil) {
      self.name = name
      self.value = value
      self.unit = unit
    }
  }

  /// The kind of the file.
  public var kind: FileKind
  /// What is known, in the order in which it is worth reading.
  public var facts: [Fact]

  /// Reads a file, whose kind is told by its contents.
  ///
  /// - Throws: `StudioError.unknownKind` and its like, or what is wrong with the file.
  public init(of path: String) throws {
    kind = try FileKind(of: path)
    facts = try naming(path) { [kind] in
      switch kind {
      case .model: Self.facts(of: try Model(decoding: readFile(path)))
      case .midi: try Self.facts(ofMIDI: readFile(path))
      case .soundFont: Self.facts(of: try SoundFont(path: path))
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
      Fact("starts", .integer(model.starts.count)),
      Fact("corpus", .integer(model.record.corpusFiles), "pieces"),
      Fact("corpus events", .integer(model.record.corpusEvents)),
      Fact("corpus fingerprint", .text(model.record.corpusFingerprint)),
      Fact("steps", .integer(training.steps)),
      Fact("epochs", .decimal(training.epochs, places: 2)),
      Fact("written by", .text("render \(model.record.software)")),
    ]
    if let loss = last?.validationLoss {
      facts.append(Fact("validation loss", .decimal(loss, places: 4), "nats a token"))
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
    return facts
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

/// An object with a value a fact: `corpus events` is `corpusEvents`.
extension FileFacts: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      Dictionary(facts.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
  }
}

extension FileFacts.Fact {
  fileprivate var key: String {
    let words = name.split(separator: " ")
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
