import FoundationEssentials
import RenderMusic
import RenderNetwork

/// A trained network together with what its token indices mean: all that a piece needs, in one file.
public struct Model: Sendable {
  /// The network: its architecture and its weights.
  public let parameters: Parameters
  /// The tokenizer, with the vocabulary that the network was trained on.
  public let tokenizer: any Tokenizer
  /// The reach of a prediction into the past, as the network was trained.
  public let context: TokenDecoder.Context
  /// The openings of training pieces to begin from, as token indices.
  public let starts: [[Int32]]
  /// The memory of the piece that is being written; a timed model has one once it has learned it.
  public let memory: MemoryParameters?
  /// The network that draws plans of pieces; a model that counts bars has one.
  public let planner: Planner?
  /// The judge of how much a piece is like real music; a model that counts bars has one, unless its training was short.
  public package(set) var judge: Discriminator?
  /// The way in which pieces are drawn from the model.
  public let decodingPolicy: DecodingPolicy
  /// The origin of the model: its preset, corpus and training.
  public let record: ModelRecord

  package init(
    parameters: Parameters, tokenizer: any Tokenizer, context: TokenDecoder.Context,
    starts: [[Int32]], memory: MemoryParameters? = nil,
    planner: Planner? = nil, decodingPolicy: DecodingPolicy = .neutral,
    record: ModelRecord
  ) {
    self.parameters = parameters
    self.tokenizer = tokenizer
    self.context = context
    self.starts = starts
    self.memory = memory
    self.planner = planner
    self.decodingPolicy = decodingPolicy
    self.record = record
  }

  /// The names of the tokens, by index.
  public var vocabulary: Vocabulary { tokenizer.vocabulary }
}

/// The origin of a model.
public struct ModelRecord: Hashable, Codable, Sendable {
  /// The version of this package that wrote the file.
  public var software: String
  /// The name of the preset; `keras` for an imported model.
  public var preset: String
  /// The SHA-256 over the training pieces' tokens; of an imported model, over its weights as well.
  public var corpusFingerprint: String
  /// The number of training pieces; 1 for an imported model, whose pieces are one list.
  public var corpusFiles: Int
  /// The number of events in the training pieces.
  public var corpusEvents: Int
  /// The options, length and evaluations of the training.
  public var training: TrainingRecord

  public init(
    software: String = softwareVersion, preset: String, corpusFingerprint: String,
    corpusFiles: Int, corpusEvents: Int, training: TrainingRecord
  ) {
    self.software = software
    self.preset = preset
    self.corpusFingerprint = corpusFingerprint
    self.corpusFiles = corpusFiles
    self.corpusEvents = corpusEvents
    self.training = training
  }
}

extension Model {
  /// The version of the file format. Format 2 is format 1 with `decoding`, the decoding policy, and
  /// `feature_layout`, the version of the features' layout of a network that hears any.
  private static let formatVersion = "2"
  private static let readVersions = ["1", "2"]

  /// The numbers of tokens that a network with a window may see at a time.
  public static let windows = 1...4096

  /// The most tokens of a start, each of which takes a step of the network before the first note: as many as a window has.
  private static let longestStart = windows.upperBound

  /// The bytes of a `.safetensors` file.
  ///
  /// - Parameter precision: of the weights; half precision halves the file and costs no audible thing.
  public func encoded(precision: Safetensors.Precision = .half) -> [UInt8] {
    var file = Safetensors(metadata: [
      "format": "render", "format_version": Self.formatVersion,
      "tokenizer": tokenizer.name,
      "architecture": json(parameters.architecture), "vocabulary": json(vocabulary),
      "context": json(context), "starts": json(starts), "training": json(record),
      "decoding": json(decodingPolicy),
    ])
    tokenizer.add(to: &file.metadata)
    if parameters.architecture.featureCount > 0, let layout = tokenizer.featureLayout {
      file.metadata["feature_layout"] = "\(layout)"
    }
    parameters.add(to: &file, precision: precision)
    memory?.add(to: &file, precision: precision)
    planner?.add(to: &file, precision: precision)
    judge?.add(to: &file)
    return file.encoded
  }

  /// - Parameters:
  ///   - bytes: a stranger's file; everything is checked.
  ///   - tokenizers: the kinds that the model may have.
  /// - Throws: `NetworkError` or `ComposerError`.
  public init(
    decoding bytes: [UInt8], tokenizers: [any Tokenizer.Type] = Tokenizers.known
  ) throws {
    let file = try Safetensors(decoding: bytes)
    guard file.metadata["format"] == "render", let version = file.metadata["format_version"] else {
      throw ComposerError.badModel("the file does not say that it is one")
    }
    guard Self.readVersions.contains(version) else {
      throw ComposerError.badModel(
        "its format version is \(version), this program reads "
          + Self.readVersions.joined(separator: " and "))
    }
    let named = file.metadata["tokenizer"] ?? "not named"
    guard let kind = tokenizers.first(where: { $0.name == named }) else {
      let names = tokenizers.map { $0.name }
      let known =
        [names.dropLast().joined(separator: ", ")].filter { !$0.isEmpty } + names.suffix(1)
      throw ComposerError.badModel(
        "its tokenizer is \(named), this program knows "
          + known.joined(separator: " and "))
    }
    func part<Part: Decodable>(_ key: String) throws -> Part {
      guard let text = file.metadata[key],
        let part = try? JSONDecoder().decode(Part.self, from: Data(text.utf8))
      else { throw ComposerError.badModel("its \(key) is missing or damaged") }
      return part
    }
    let architecture: Architecture = try part("architecture")
    let vocabulary: Vocabulary = try part("vocabulary")
    context = try part("context")
    starts = try part("starts")
    record = try part("training")
    guard vocabulary.count == architecture.vocabularySize else {
      throw ComposerError.badModel(
        "its vocabulary has \(vocabulary.count) tokens, its network \(architecture.vocabularySize)")
    }
    tokenizer = try kind.init(vocabulary, metadata: file.metadata)
    guard [0, tokenizer.featureCount].contains(architecture.featureCount) else {
      throw ComposerError.badModel(
        "its network has \(architecture.featureCount) features, its tokenizer "
          + "\(tokenizer.featureCount)")
    }
    // What format 1 did not say, the program said that read it.
    let isFirstVersion = version == "1"
    if architecture.featureCount > 0, let known = tokenizer.featureLayout.map(String.init) {
      let layout = isFirstVersion ? "1" : file.metadata["feature_layout"] ?? "not named"
      guard layout == known else {
        throw ComposerError.badModel(
          "the layout of its features is \(layout), this program knows \(known)")
      }
    }
    decodingPolicy = isFirstVersion ? .tuned : try part("decoding")
    do { try decodingPolicy.validate() } catch {
      throw ComposerError.badModel("of its decoding: \(error)")
    }
    let indices = 0..<Int32(vocabulary.count)
    guard !starts.isEmpty, starts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(indices.contains) })
    else { throw ComposerError.badModel("its starts are missing or hold unknown tokens") }
    guard starts.allSatisfy({ $0.count <= Self.longestStart }) else {
      throw ComposerError.badModel(
        "one of its starts has more than \(Self.longestStart) tokens")
    }
    if case .window(let length) = context {
      guard Self.windows.contains(length), starts.allSatisfy({ $0.count >= length }) else {
        throw ComposerError.badModel("its starts are shorter than its window")
      }
    } else if !architecture.predictsEveryPosition {
      throw ComposerError.badModel("its network needs a window, and none is given")
    }
    parameters = try Parameters(architecture: architecture, from: file)
    memory = try MemoryParameters(states: architecture.lastLSTMUnits, from: file)
    planner = try Planner(from: file, styles: tokenizer.plannedStyles)
    judge = try Discriminator(from: file)
    if memory != nil, tokenizer.memoryVocabulary == nil {
      throw ComposerError.badModel("it has a memory, and its tokenizer has no notes for it")
    }
  }
}

/// JSON with sorted keys, so that equal values are equal bytes.
func json(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  // What is no number is refused where the file is read.
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return try! String(decoding: encoder.encode(value), as: UTF8.self)
}
