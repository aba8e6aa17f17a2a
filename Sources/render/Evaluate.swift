import ArgumentParser
import Composer
import Files
import Music
import NeuralNetwork

/// How well a model predicts music that it has not learned from.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how well a model predicts MIDI files.",
    discussion: """
      A model that knows time is measured in bits a note: −log2 of the probability of all that \
      carries onset, pitch and duration given what came before, divided by the number of notes. \
      Of a classic model it is the loss: the mean −ln of the probability of each event; events \
      outside its vocabulary are left out and counted. With --split each part of the split is \
      measured on its own (200 pieces at most of the train part), and bits a note beside those of \
      n-grams learned from the train part.
      """)

  @Argument(
    help: "The model: a file, or the name of a shipped one.",
    completion: .file(extensions: ["safetensors"]))
  var model: String

  @Argument(help: "MIDI files, and folders of them.", completion: .file())
  var corpus: [String]

  @Option(
    help: ArgumentHelp(
      "JSON with the lists train, validation and test: which files to measure together.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var split: String?

  @OptionGroup var processor: ProcessorOptions
  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let reporter = reporting.reporter
    try MatrixLibraryStart.chooseCoreType(reporter)
    let path = try Resources.model(named: self.model)
    let model = try naming(path) { try Model(decoding: readFile(path)) }
    switch model.tokenizer.name {
    case .classic: try measureEvents(model, path: path, reporter)
    case .timed: try measureNotes(model, reporter)
    }
  }

  private func measureEvents(_ model: Model, path: String, _ reporter: Reporter) throws {
    let corpus = try read(reporter, SplitCorpus.init(classic:split:))
    var reports: [EventReport] = []
    for (part, pieces) in parts(of: corpus) {
      let evaluation = try naming(path) { try model.evaluate(pieces, threads: processor.threads) }
      let report = EventReport(part: part, pieces: pieces.count, evaluation)
      reports.append(report)
      reporter.say(
        "\(report.part): loss \(decimal(report.loss, 4)) nats an event "
          + "(perplexity \(decimal(report.perplexity, 2))), "
          + "\(decimal(report.accuracy * 100, 1))% of events guessed first, "
          + "\(report.events) events of \(report.pieces) pieces, \(report.leftOut) left out")
    }
    try reporter.report(reports)
  }

  private func measureNotes(_ model: Model, _ reporter: Reporter) throws {
    let corpus = try read(reporter, SplitCorpus.init(timed:split:))
    var reports: [NoteReport] = []
    for (part, pieces) in parts(of: corpus) {
      let evaluation = model.evaluate(pieces, threads: processor.threads)
      reports.append(NoteReport(part: part, pieces: pieces.count, evaluation))
      reporter.say(
        "\(part): \(evaluation.bits.summary), \(evaluation.bits.notes) notes of \(pieces.count) "
          + "pieces, \(evaluation.moved) pitches and lengths were not in the vocabulary")
    }
    let training = corpus.contents(of: .train)
    if !training.isEmpty {
      for order in [1, 4, 6] {
        reporter.progress("counting \(order)-grams of the train part")
        let baseline = NGramModel(order: order, learning: training)
        for index in reports.indices where reports[index].part != CorpusPart.train.rawValue {
          let part = reports[index].part
          let bits = baseline.evaluate(corpus.contents(of: CorpusPart(rawValue: part)!))
          reports[index].baselines.append(NoteReport.Bits(order: order, bits))
          reporter.say("\(part): \(bits.summary) by \(baseline.summary) of the train part")
        }
      }
    }
    try reporter.report(reports)
  }

  private func read<Content>(
    _ reporter: Reporter, _ make: (Corpus, CorpusSplit) -> SplitCorpus<Content>
  ) throws -> SplitCorpus<Content> {
    let split = try split.map(readSplit) ?? .all(.test)
    return try readCorpus(corpus, reporter) { make($0, split) }
  }

  /// A train part has many more pieces than it takes to measure.
  private static let mostTrainPieces = 200

  /// The parts that have pieces, by name; of many train pieces some, evenly spread.
  private func parts<Content>(of corpus: SplitCorpus<Content>) -> [(String, [Content])] {
    CorpusPart.allCases.compactMap { part in
      var pieces = corpus.contents(of: part)
      if part == .train, pieces.count > Self.mostTrainPieces {
        pieces = (0..<Self.mostTrainPieces).map { pieces[$0 * pieces.count / Self.mostTrainPieces] }
      }
      return pieces.isEmpty ? nil : (split == nil ? "all" : part.rawValue, pieces)
    }
  }
}

/// Of a model of the timed tokenizer.
private struct NoteReport: Codable {
  /// Bits a note, together and apart.
  struct Bits: Codable {
    /// Of an n-gram.
    var order: Int?
    var bitsPerNote: Double
    var onset: Double
    var pitch: Double
    var duration: Double

    init(order: Int? = nil, _ bits: BitsPerNote) {
      self.order = order
      bitsPerNote = bits.total
      onset = bits.onset
      pitch = bits.pitch
      duration = bits.duration
    }
  }

  var part: String
  var pieces: Int
  var notes: Int
  var moved: Int
  var model: Bits
  var baselines: [Bits] = []

  init(part: String, pieces: Int, _ evaluation: TimedEvaluation) {
    self.part = part
    self.pieces = pieces
    notes = evaluation.bits.notes
    moved = evaluation.moved
    model = Bits(evaluation.bits)
  }
}

extension BitsPerNote {
  fileprivate var summary: String {
    "\(decimal(total, 3)) bits a note (onset \(decimal(onset, 3)), pitch \(decimal(pitch, 3)), "
      + "duration \(decimal(duration, 3)))"
  }
}

extension NGramModel {
  fileprivate var summary: String {
    order == 1 ? "the unigrams" : "the Kneser-Ney \(order)-grams"
  }
}

/// Of a model of the classic tokenizer.
private struct EventReport: Codable {
  var part: String
  var pieces: Int
  /// Predicted events: all but the first of each piece.
  var events: Int
  var leftOut: Int
  var loss: Double
  var perplexity: Double
  var accuracy: Double

  init(part: String, pieces: Int, _ evaluation: ModelEvaluation) {
    self.part = part
    self.pieces = pieces
    events = evaluation.events
    leftOut = evaluation.leftOut
    loss = evaluation.loss
    perplexity = evaluation.perplexity
    accuracy = evaluation.accuracy
  }
}
