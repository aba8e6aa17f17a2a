import RenderComposer

extension FormComparison.Group {
  /// A line a measure.
  var table: [String] {
    let pieces =
      switch kind {
      case nil: "real pieces"
      case .solo: "real keyboard pieces"
      case .song: "real songs"
      }
    return [
      "form of \(composed) composed pieces beside \(real) \(pieces), 500 events of each at most: mean "
        + "and median, Kolmogorov-Smirnov distance"
    ]
      + rows.map { row in
        let distance = row.distance.map { decimal($0, 2) } ?? "unknown"
        return "\(row.name): \(row.composed.words) beside \(row.real.words), distance \(distance)"
      }
  }
}

extension FormComparison.Summary {
  fileprivate var words: String {
    guard let mean, let median else { return "nowhere defined" }
    var words = "\(decimal(mean, 3)) \(decimal(median, 3))"
    if let aboveZero, let aboveThreeQuarters {
      words +=
        " (above 0 in \(decimal(aboveZero * 100, 0))%, above .75 in "
        + "\(decimal(aboveThreeQuarters * 100, 0))%)"
    }
    return words
  }
}

extension Discrimination {
  /// What can be told, and by which features.
  var lines: [String] {
    [
      "told from real pieces by a random forest: AUC \(area.words) with \(featureCount) features, "
        + "\(areaOfForm.words) with those of the form alone (\(folds) folds of \(piecesASide) and "
        + "\(piecesASide) pieces; 0.5 is guessing, 1 tells all); what tells most, with lower quartile, "
        + "median, upper quartile of each"
    ]
      + telling.map { feature in
        func quartiles(_ values: Quartiles) -> String {
          [values.lower, values.median, values.upper].map { decimal($0, 2) }.joined(separator: " ")
        }
        return "told by \(feature.name): \(quartiles(feature.composed)) beside "
          + "\(quartiles(feature.real)), AUC alone \(decimal(feature.area, 2)), importance "
          + "\(decimal(feature.importance, 3))"
      }
  }
}

extension Discrimination.Area {
  fileprivate var words: String { "\(decimal(mean, 3)) ± \(decimal(deviation, 3))" }
}
