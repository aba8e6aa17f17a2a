import RenderComposer
import RenderFiles
import RenderMusic
import RenderNetwork
import RenderPlot

/// The result of measuring a model.
public enum Evaluation: Hashable, Sendable {
  /// The measure of a classic model, by part of the files.
  case events([EventReport])
  /// The measure of a timed model.
  case notes(NoteEvaluation)
}

extension Evaluation: Encodable {
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .events(let reports): try reports.encode(to: encoder)
    case .notes(let evaluation): try evaluation.encode(to: encoder)
    }
  }
}

/// Measures how well a model predicts music that it has not learned from.
public struct EvaluationSession: Sendable {
  /// An event on the way.
  public enum Event: Sendable {
    /// An event while the files are read.
    case corpus(CorpusEvent)
    /// A part whose pieces are all shorter than what the model sees at a time.
    case nothingMeasured(part: String)
    /// How much of a part of the files is measured, 0...1.
    case measuring(part: String, share: Double)
    /// The measure of a classic model on a part of the files.
    case measuredEvents(EventReport)
    /// The measure of a timed model on a part of the files, still without n-grams.
    case measuredNotes(NoteReport)
    /// The n-grams of the train part, of this order, are being counted.
    case counting(order: Int)
    /// The measure of those n-grams on another part.
    case measuredBaseline(part: String, NoteReport.Bits)
    /// The number of pieces that are being composed.
    case composing(pieces: Int)
    /// The comparison of composed pieces with real ones.
    case compared(StatisticsReport)
  }

  private let request: EvaluationRequest
  private let threads: Int
  private let model: Model
  private let path: String
  private let annotations: Annotations
  private let cancellation: Cancellation
  private let report: @Sendable (Event) -> Void

  /// Reads the model, and the annotations where there are some.
  ///
  /// - Parameters:
  ///   - threads: cores to use.
  ///   - cancellation: ends the work between two parts of it, with `StudioError.cancelled`.
  ///   - report: takes what happens in the run.
  /// - Throws: as `EvaluationRequest.validate()`, and what is wrong with these files.
  public init(
    _ request: EvaluationRequest, threads: Int = Processor.cores,
    resources: Resources = .ofProgram, cancellation: Cancellation = Cancellation(),
    report: @escaping @Sendable (Event) -> Void = { _ in }
  ) throws {
    try request.validate()
    try Processor.validate(threads: threads)
    if let plot = request.plot {
      // Fails now and not after all is measured.
      let path = try resources.model(named: request.model)
      try refuseOverwriting(
        request.corpus + [path, request.split, request.annotations].compactMap(\.self), with: plot)
      try checkThatOutputCanBeMade(plot)
    }
    self.request = request
    self.threads = threads
    self.cancellation = cancellation
    self.report = report
    (model, path) = try ModelReader.model(named: request.model, in: resources)
    if request.composedPieces != nil, !type(of: model.tokenizer).keepsTimes {
      throw StudioError.piecesWithoutLengths(model: path)
    }
    annotations = try request.annotations.map(readAnnotations) ?? Annotations()
  }

  /// Reads the files, and measures the model on them.
  public func run() throws -> Evaluation {
    // The model has a method of that name, too.
    let tokenizer: any Tokenizer = model.tokenizer
    return try measure(with: tokenizer)
  }

  private func measure<Kind: Tokenizer>(with tokenizer: Kind) throws -> Evaluation {
    let corpus = try read(as: Kind.self)
    var (events, notes) = ([EventReport](), [NoteReport]())
    for (part, pieces) in parts(of: corpus) {
      try cancellation.check()
      let measure = try naming(path) {
        try tokenizer.measure(model, on: pieces, threads: threads) { [report] in
          report(.measuring(part: part, share: $0))
        }
      }
      switch measure {
      case .events(let measure) where measure.events == 0:
        report(.nothingMeasured(part: part))
      case .events(let measure):
        events.append(EventReport(part: part, pieces: pieces.count, measure))
        report(.measuredEvents(events[events.count - 1]))
      case .notes(let measure):
        notes.append(
          NoteReport(part: part, pieces: pieces.count, hasMemory: model.memory != nil, measure))
        report(.measuredNotes(notes[notes.count - 1]))
      }
    }
    return Kind.keepsTimes
      ? .notes(try complete(notes, beside: corpus.compactMap(tokenizer.score))) : .events(events)
  }

  /// Adds n-grams to the measure of a model, and the comparison that was asked for.
  private func complete(
    _ reports: [NoteReport], beside corpus: SplitCorpus<TimedScore>
  ) throws -> NoteEvaluation {
    var reports = reports
    let training = corpus.contents(of: .train)
    for order in training.isEmpty ? [] : [1, 4, 6] {
      try cancellation.check()
      report(.counting(order: order))
      let baseline = try NGramModel(
        order: order, learning: training,
        vocabulary: .full(for: model.tokenizer.memoryVocabulary?.instruments ?? []))
      for index in reports.indices where reports[index].part != CorpusPart.train.rawValue {
        let part = reports[index].part
        let bits = NoteReport.Bits(
          order: order, baseline.evaluate(corpus.contents(of: CorpusPart(rawValue: part)!)))
        reports[index].baselines.append(bits)
        report(.measuredBaseline(part: part, bits))
      }
    }
    var evaluation = NoteEvaluation(parts: reports)
    if let pieces = request.composedPieces {
      let (statistics, densities) = try compare(pieces, beside: corpus)
      evaluation.statistics = statistics
      if let plot = request.plot {
        try ComparisonPlot(
          title: request.model, evaluation, statistics, densities: densities
        ).write(to: plot)
      }
    }
    return evaluation
  }

  /// Compares composed pieces with passages of real ones.
  private func compare(
    _ count: Int, beside corpus: SplitCorpus<TimedScore>
  ) throws -> (StatisticsReport, [DensityPair]) {
    let tested = corpus.contents(of: .test)
    let whole = tested.isEmpty ? corpus.contents(of: .validation) : tested
    let real = whole.flatMap { $0.windows(events: Self.events) }
    guard real.count >= 4 else {
      throw StudioError.tooFewPassages(real.count, events: Self.events)
    }
    try cancellation.check()
    report(.composing(pieces: count))
    let composed = try model.pieces(
      seeds: 1..<UInt64(count) + 1, events: Self.events, sampling: request.sampling,
      threads: threads, isCancelled: { [cancellation] in cancellation.isCancelled })
    try cancellation.check()
    let scores = composed.map(\.score)
    let comparison = StatisticsComparison(
      composed: scores.compactMap(PieceStatistics.init),
      real: real.compactMap(PieceStatistics.init))
    let training = corpus.contents(of: .train)
    let originality = training.isEmpty ? nil : Originality(training)
    let pieces = realPieces(of: corpus)
    let statistics = StatisticsReport(
      pieces: composed.count, passages: real.count, collapsed: comparison.collapsed,
      rows: comparison.rows, wholePieces: whole.count,
      endings: EndingComparison(composed: scores, real: whole).rows,
      copies: originality?.copies(in: scores), copiesOfReal: originality?.copies(in: real),
      form: FormComparison(composed: composed, real: pieces),
      discrimination: Discrimination(
        composed: PieceFeatures.of(composed), real: PieceFeatures.of(pieces)))
    report(.compared(statistics))
    return (statistics, comparison.densities)
  }

  private static let events = FormStatistics.events

  /// The pieces that nothing is learned from, read once more: with their bars, which tokens need not know.
  private func realPieces(of corpus: SplitCorpus<TimedScore>) -> [MeasuredPiece] {
    let paths = corpus.pieces.filter { $0.part != .train }.map(\.path)
    return concurrentMap(paths.count) { index in
      // All were read a moment ago.
      (try? Corpus.read(paths[index])).flatMap {
        try? MeasuredPiece($0.file, annotation: annotations.annotation(of: paths[index]))
      }
    }.compactMap(\.self)
  }

  private func read<Kind: Tokenizer>(
    as kind: Kind.Type
  ) throws -> SplitCorpus<Kind.CorpusPiece> {
    let split = try request.split.map(readSplit) ?? .all(.test)
    return try readCorpus(request.corpus) {
      report(.corpus($0))
    } read: {
      SplitCorpus($0, split: split, annotations: annotations, as: kind)
    }
  }

  /// A train part has many more pieces than it takes to measure.
  private static let mostTrainPieces = 200

  /// The parts that have pieces, by name; of many train pieces some, evenly spread.
  private func parts<Content>(of corpus: SplitCorpus<Content>) -> [(String, [Content])] {
    CorpusPart.allCases.compactMap { part in
      var pieces = corpus.contents(of: part)
      if part == .train { pieces = evenly(pieces, Self.mostTrainPieces) }
      return pieces.isEmpty ? nil : (request.split == nil ? "all" : part.rawValue, pieces)
    }
  }
}
