import RenderComposer
import RenderMusic

/// What `render evaluate` finds of a model of the timed tokenizer.
struct NoteEvaluation: Codable {
  var parts: [NoteReport]
  var statistics: StatisticsReport?
}

/// Of a model of the timed tokenizer: a part of the files.
struct NoteReport: Codable {
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
  /// Of the network alone, where the model has a memory.
  var withoutMemory: Bits?
  var baselines: [Bits] = []

  init(part: String, pieces: Int, hasMemory: Bool, _ evaluation: TimedEvaluation) {
    self.part = part
    self.pieces = pieces
    notes = evaluation.bits.notes
    moved = evaluation.moved
    model = Bits(evaluation.bits)
    withoutMemory = hasMemory ? Bits(evaluation.bitsWithoutMemory) : nil
  }
}

extension BitsPerNote {
  var summary: String {
    "\(decimal(total, 3)) bits a note (onset \(decimal(onset, 3)), pitch \(decimal(pitch, 3)), "
      + "duration \(decimal(duration, 3)))"
  }
}

extension NGramModel {
  var summary: String {
    order == 1 ? "the unigrams" : "the Kneser-Ney \(order)-grams"
  }
}

/// Of a model of the classic tokenizer.
struct EventReport: Codable {
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

/// Composed pieces beside real ones.
struct StatisticsReport: Codable {
  var pieces: Int
  var passages: Int
  var collapsed: Int
  var rows: [StatisticsComparison.Row]
  /// Beside the endings of so many whole pieces.
  var wholePieces: Int
  var endings: [EndingComparison.Row]
  /// What composed pieces, and real passages, have from the train part; `nil` without one.
  var copies: Originality.Copies?
  var copiesOfReal: Originality.Copies?

  /// A line a statistic.
  var table: [String] {
    [
      "\(pieces) composed pieces beside \(passages) real passages: lower quartile, median, upper "
        + "quartile of each; overlap, and that of two halves of the real ones"
    ]
      + rows.map { row in
        func quartiles(_ values: Quartiles) -> String {
          [values.lower, values.median, values.upper].map { decimal($0, 2) }.joined(separator: " ")
        }
        return "\(row.name): \(quartiles(row.composed)) beside \(quartiles(row.real)), "
          + "overlap \(decimal(row.overlap, 2)) of \(decimal(row.overlapOfReal, 2))"
      } + ["collapsed: \(collapsed) of \(pieces)"] + endingLines + copyLines
  }

  private var endingLines: [String] {
    func percent(_ share: Double) -> String { decimal(share * 100, 0) }
    return endings.map {
      "\($0.name): \(percent($0.composed))% of the pieces, \(percent($0.composedEarlier))% ten "
        + "events earlier, beside \(percent($0.real))% and \(percent($0.realEarlier))% of "
        + "\(wholePieces) real ones"
    }
  }

  private var copyLines: [String] {
    guard let copies, let copiesOfReal else { return [] }
    func words(_ copies: Originality.Copies) -> String {
      "\(decimal(copies.share * 100, 1))% (longest stretch \(copies.longest) notes, "
        + "median \(copies.medianLongest))"
    }
    return [
      "passages of \(Originality.window) notes that the train part has, too: \(words(copies)) "
        + "beside \(words(copiesOfReal))"
    ]
  }
}
