import RenderComposer
import RenderStudio

/// What is said while a model is measured.
extension Reporter {
  func show(_ event: EvaluationSession.Event) {
    switch event {
    case .corpus(let event): show(event)
    case .nothingMeasured(let part):
      warn(
        "\(part): nothing was measured; give pieces with more events than the model sees at a time")
    case .measuredEvents(let report):
      say(
        "\(report.part): loss \(decimal(report.loss, 4)) nats per event "
          + "(perplexity \(decimal(report.perplexity, 2))), "
          + "\(decimal(report.accuracy * 100, 1))% of events guessed first, "
          + "\(counted(report.events, "event")) of \(counted(report.pieces, "piece")), \(report.leftOut) left out"
      )
    case .measuredNotes(let report):
      say(
        "\(report.part): \(report.model.summary), \(counted(report.notes, "note")) of "
          + "\(counted(report.pieces, "piece")); pitches and lengths not in the vocabulary: \(report.moved)"
      )
      if let bits = report.withoutMemory {
        say("\(report.part): \(bits.summary) without the memory")
      }
      if let bits = report.withPlan, let ofPlans = report.planBitsPerNote {
        say(
          "\(report.part): \(bits.summary) with the plan given, "
            + "which itself takes \(decimal(ofPlans, 3)) bits per note")
      }
    case .measuring(let part, let share): progress("measuring \(part)", share)
    case .counting(let order): progress("counting", nil, "\(order)-grams of the train part")
    case .measuredBaseline(let part, let bits):
      say(
        "\(part): \(bits.summary) by the "
          + (bits.order == 1 ? "unigrams" : "Kneser-Ney \(bits.order ?? 0)-grams")
          + " of the train part")
    case .composing(let pieces): progress("composing", nil, counted(pieces, "piece"))
    case .compared(let statistics): for line in statistics.table { say(line) }
    }
  }
}

extension NoteReport.Bits {
  fileprivate var summary: String {
    "\(decimal(bitsPerNote, 3)) bits per note (onset \(decimal(onset, 3)), "
      + (part.map { "part \(decimal($0, 3)), " } ?? "")
      + "pitch \(decimal(pitch, 3)), duration \(decimal(duration, 3)))"
  }
}

extension StatisticsReport {
  /// A line a statistic.
  fileprivate var table: [String] {
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
      + form.groups.flatMap(\.table) + (discrimination?.lines ?? [])
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
