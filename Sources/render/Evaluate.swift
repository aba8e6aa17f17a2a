import ArgumentParser
import RenderComposer
import RenderFiles
import RenderMusic
import RenderNetwork
import RenderPlot

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

  @Option(
    help: ArgumentHelp(
      "Compose so many pieces of 500 events as well, and hold their statistics against those of the "
        + "files' passages of 500 events (the test part's of a split that has one).",
      valueName: "count"))
  var compose: Int?

  @Option(
    help: ArgumentHelp(
      "With --compose, draw what was found on one page, to this file: .png, .svg or .pdf.",
      valueName: "file"),
    completion: .file(extensions: PlotFileFormat.allCases.map(\.rawValue)))
  var plot: String?

  @OptionGroup(title: "How --compose chooses") var choice: SamplingOptions
  @OptionGroup var processor: ProcessorOptions
  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    if let compose, !(1...100_000).contains(compose) {
      throw ValidationError("--compose \(compose) is out of range (1 to 100000).")
    }
    try PlotFileFormat.check(plot)
    if plot != nil, compose == nil {
      throw ValidationError("--plot draws composed pieces beside real ones; add --compose 100.")
    }
  }

  func run() throws {
    let reporter = reporting.reporter
    try MatrixLibraryStart.chooseCoreType(reporter)
    let path = try Resources.model(named: self.model)
    if let plot {
      // Fails now and not after all is measured.
      try refuseOverwriting(corpus + [path, split].compactMap(\.self), with: plot)
      try checkThatOutputCanBeMade(plot)
    }
    let model = try Model(reading: path)
    if model.tokenizer is ClassicTokens {
      guard compose == nil else {
        throw Failure(
          .badData,
          "\(path): a classic model's pieces have no lengths to hold against real ones; "
            + "leave out --compose")
      }
      try measureEvents(model, path: path, reporter)
    } else {
      try measureNotes(model, path: path, reporter)
    }
  }

  private func measureEvents(_ model: Model, path: String, _ reporter: Reporter) throws {
    let corpus = try read(reporter, as: ClassicTokens.self)
    var reports: [EventReport] = []
    for (part, pieces) in parts(of: corpus) {
      let evaluation = try naming(path) { try model.evaluate(pieces, threads: processor.threads) }
      guard evaluation.events > 0 else {
        reporter.warn(
          "\(part): nothing was measured; give pieces with more events than the model sees at a time"
        )
        continue
      }
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

  private func measureNotes(_ model: Model, path: String, _ reporter: Reporter) throws {
    let corpus = try read(reporter, as: TimedTokens.self)
    var reports: [NoteReport] = []
    for (part, pieces) in parts(of: corpus) {
      let evaluation = try naming(path) { try model.evaluate(pieces, threads: processor.threads) }
      reports.append(
        NoteReport(
          part: part, pieces: pieces.count, hasMemory: model.memory != nil, evaluation))
      reporter.say(
        "\(part): \(evaluation.bits.summary), \(evaluation.bits.notes) notes of \(pieces.count) "
          + "pieces, \(evaluation.moved) pitches and lengths were not in the vocabulary")
      if model.memory != nil {
        reporter.say("\(part): \(evaluation.bitsWithoutMemory.summary) without the memory")
      }
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
    var evaluation = NoteEvaluation(parts: reports)
    if let compose {
      let (statistics, densities) = try compare(
        compose, piecesOf: model, beside: corpus, reporter)
      evaluation.statistics = statistics
      if let plot {
        try ComparisonPlot(title: self.model, evaluation, statistics, densities: densities)
          .write(to: plot)
      }
    }
    try reporter.report(evaluation)
  }

  /// Composed pieces held against passages of real ones.
  private func compare(
    _ count: Int, piecesOf model: Model, beside corpus: SplitCorpus<TimedScore>,
    _ reporter: Reporter
  ) throws -> (StatisticsReport, [DensityPair]) {
    let tested = corpus.contents(of: .test)
    let whole = tested.isEmpty ? corpus.contents(of: .validation) : tested
    let real = whole.flatMap { $0.windows(events: Self.events) }
    guard real.count >= 4 else {
      throw Failure(
        .badData,
        "there are \(real.count) passages of \(Self.events) events to hold pieces "
          + "against, too few; give more files")
    }
    reporter.progress("composing \(count) pieces")
    let composed = try model.pieces(
      seeds: 1..<UInt64(count) + 1, events: Self.events, sampling: choice.sampling,
      threads: processor.threads)
    let comparison = StatisticsComparison(
      composed: composed.compactMap(PieceStatistics.init),
      real: real.compactMap(PieceStatistics.init))
    let training = corpus.contents(of: .train)
    let originality = training.isEmpty ? nil : Originality(training)
    let report = StatisticsReport(
      pieces: composed.count, passages: real.count, collapsed: comparison.collapsed,
      rows: comparison.rows, wholePieces: whole.count,
      endings: EndingComparison(composed: composed, real: whole).rows,
      copies: originality?.copies(in: composed), copiesOfReal: originality?.copies(in: real))
    for line in report.table { reporter.say(line) }
    return (report, comparison.densities)
  }

  private static let events = 500

  private func read<Kind: Tokenizer>(
    _ reporter: Reporter, as kind: Kind.Type
  ) throws -> SplitCorpus<Kind.CorpusPiece> {
    let split = try split.map(readSplit) ?? .all(.test)
    return try readCorpus(corpus, reporter) { SplitCorpus($0, split: split, as: kind) }
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
