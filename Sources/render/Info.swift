import ArgumentParser
import Glibc
import RenderAudio
import RenderComposer
import RenderFiles
import RenderKeras
import RenderMIDI
import RenderNetwork

/// What a file is: a model, a MIDI file or a soundfont, told by its contents.
struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a model, MIDI file or soundfont holds.",
    discussion: "The kind of file is told by its contents, not by its name.")

  @Argument(help: "The file, or the name of a shipped model.", completion: .file())
  var file: String

  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let path = Resources.shippedModel(named: file) ?? file
    let facts: [Fact]
    switch try FileKind(path) {
    case .model: facts = try naming(path) { try modelFacts(Model(decoding: readFile(path))) }
    case .midi: facts = try naming(path) { try midiFacts(readFile(path)) }
    case .soundFont: facts = try naming(path) { try soundFontFacts(SoundFont(path: path)) }
    }
    if reporting.json {
      try reporting.reporter.report(
        Dictionary(facts.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
    } else {
      let width = facts.map(\.name.count).max() ?? 0
      for fact in facts {
        let padding = String(repeating: " ", count: width - fact.name.count)
        try StandardStream.output.writeLine("\(fact.name)\(padding)  \(fact.text)")
        if case .list(let items) = fact.value {
          for item in items { try StandardStream.output.writeLine("  \(item)") }
        }
      }
    }
  }

  private func modelFacts(_ model: Model) -> [Fact] {
    let training = model.record.training
    let last = training.evaluations.last { $0.isBest }
    var facts = [
      Fact("kind", "model"),
      Fact("preset", model.record.preset),
      Fact("tokenizer", model.tokenizer.name),
      Fact("vocabulary", model.vocabulary.count, "tokens"),
      Fact("parameters", model.parameters.count),
      Fact("layers", model.parameters.architecture.layers.map(\.summary).joined(separator: ", ")),
      Fact("hears", model.context.summary),
      Fact("memory", model.memory == nil ? "none" : "of the piece that it writes"),
      Fact("starts", model.starts.count),
      Fact("corpus", model.record.corpusFiles, "pieces"),
      Fact("corpus events", model.record.corpusEvents),
      Fact("corpus fingerprint", model.record.corpusFingerprint),
      Fact("steps", training.steps),
      Fact("epochs", training.epochs, places: 2),
      Fact("written by", "render \(model.record.software)"),
    ]
    if let loss = last?.validationLoss {
      facts.append(Fact("validation loss", loss, places: 4, "nats an event"))
    }
    return facts
  }

  private func midiFacts(_ bytes: [UInt8]) throws -> [Fact] {
    let parsed = try MIDIFile.parse(bytes, mode: .lenient)
    let file = parsed.file
    let division =
      switch file.division {
      case .ticksPerQuarter(let ticks): "\(ticks) ticks a quarter"
      case .smpte(let frames, let ticks): "\(frames) frames a second, \(ticks) ticks a frame"
      }
    var facts = [
      Fact("kind", "MIDI file"),
      Fact("format", file.format.rawValue),
      Fact("division", division),
      Fact("tracks", file.tracks.count),
      Fact("notes", file.noteCount),
      Fact("seconds", file.playedSeconds, places: 3),
      Fact("damages", parsed.damages.count),
    ]
    if let first = parsed.damages.first { facts.append(Fact("first damage", "\(first)")) }
    return facts
  }

  private func soundFontFacts(_ soundFont: SoundFont) -> [Fact] {
    [
      Fact("kind", "soundfont"), Fact("name", soundFont.name),
      Fact("version", "\(soundFont.version.major).\(soundFont.version.minor)"),
      Fact("instruments", soundFont.instrumentCount), Fact("samples", soundFont.sampleCount),
      Fact("sample data", soundFont.sampleDataSize, soundFont.isCompressed ? "bytes" : "frames"),
      Fact("presets", soundFont.presets.map { "\($0.number) \($0.name)" }),
    ]
  }
}

/// One line of what is known about a file: text for a person, a value for a program.
private struct Fact {
  enum Value: Encodable {
    case text(String)
    case integer(Int)
    case decimal(Double)
    case list([String])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .integer(let number): try container.encode(number)
      case .decimal(let number): try container.encode(number)
      case .list(let items): try container.encode(items)
      }
    }
  }

  var name: String
  var text: String
  var value: Value

  init(_ name: String, _ text: String) {
    (self.name, self.text, value) = (name, text, .text(text))
  }

  init(_ name: String, _ number: some BinaryInteger, _ unit: String? = nil) {
    self.name = name
    text = unit.map { "\(number) \($0)" } ?? "\(number)"
    value = .integer(Int(number))
  }

  init(_ name: String, _ number: Double, places: Int, _ unit: String? = nil) {
    self.name = name
    text = decimal(number, places) + (unit.map { " \($0)" } ?? "")
    value = .decimal(number)
  }

  /// A list, an item a line.
  init(_ name: String, _ items: [String]) {
    (self.name, text, value) = (name, "\(items.count)", .list(items))
  }

  /// `corpus events` is `corpusEvents` in JSON.
  var key: String {
    let words = name.split(separator: " ")
    return words.dropFirst().reduce(String(words[0])) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }
}

/// The three kinds of file that `info` knows.
private enum FileKind {
  case model, midi, soundFont

  init(_ path: String) throws {
    let bytes = try naming(path) { try readFile(path, first: 16) }
    /// Safetensors begin with a length of less than a terabyte.
    let hasLength = bytes.count > 8 && bytes[5..<8].allSatisfy { $0 == 0 }
    func holds(_ text: String, at offset: Int) -> Bool {
      bytes.count >= offset + text.utf8.count
        && bytes[offset..<offset + text.utf8.count].elementsEqual(text.utf8)
    }
    if holds("MThd", at: 0) || (holds("RIFF", at: 0) && holds("RMID", at: 8)) {
      self = .midi
    } else if holds("RIFF", at: 0), holds("sfbk", at: 8) {
      self = .soundFont
    } else if hasLength, bytes[8] == UInt8(ascii: "{") {
      self = .model
    } else if WeightStore.isStored(in: bytes) {
      throw Failure.isKerasWeights(path)
    } else if (try? MIDIFile.parse(Self.beginning(of: path), mode: .lenient)) != nil {
      // In the wrapping of another system, MacBinary say.
      self = .midi
    } else if (try? TokenList(Self.beginning(of: path))) != nil {
      throw Failure(.badData, "\(path): a list of tokens; `render import` takes it with --notes")
    } else {
      throw Failure(
        .badData, "\(path): neither a model, a MIDI file nor a soundfont; check that it is complete"
      )
    }
  }

  /// As much as may have to be read to tell the kind: a file that is none of them may be endless.
  private static func beginning(of path: String) throws -> [UInt8] {
    try readFile(path, first: 1 << 24)
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

extension Layer {
  /// `LSTM 512`, `dropout 0.25`.
  var summary: String {
    switch self {
    case .embedding(let width): "embedding \(width)"
    case .featuredEmbedding(let width, let features):
      "embedding \(width) with \(features) features"
    case .scaledIndex: "scaled index"
    case .lstm(let units, let returnsSequence, let gates):
      "LSTM \(units)\(gates == .hardSigmoid ? " with hard sigmoids" : "")"
        + (returnsSequence ? "" : " (last)")
    case .dropout(let rate): "dropout \(rate)"
    case .dense(let units): "dense \(units)"
    case .batchNormalization: "batch normalization"
    case .activation(let activation): activation.rawValue
    }
  }
}
