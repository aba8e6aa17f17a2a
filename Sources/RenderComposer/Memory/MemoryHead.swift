import RenderNetwork

/// A memory's parameters made ready: what the pointer asks at each note.
struct MemoryHead: Sendable {
  /// A place that is less likely is forgotten: most are.
  static let leastChance: Float = 1e-9

  let parameters: MemoryParameters
  private let projection: PackedProduct
  /// [Copying and kind][agreement]
  private let misses: [[Float]]
  /// What distance adds to the score of a place, by its lag index.
  private let distanceScores: [Float]

  init(_ parameters: MemoryParameters) {
    self.parameters = parameters
    projection = PackedProduct(
      Array(parameters[parameters.projection]), inputs: parameters.states,
      outputs: parameters.width + 2)
    let misses = logistic(Array(parameters[parameters.miss]))
    self.misses = stride(from: 0, to: misses.count, by: Agreement.count).map {
      Array(misses[$0..<$0 + Agreement.count])
    }
    let distances = Array(parameters[parameters.choiceDistance])
    distanceScores = (1...LagTable.longest).map { distances[Distance.index(ofLag: $0)] }
  }

  /// A moment before a note.
  struct Moment {
    /// [width], of length 1.
    var vector: [Float]
    /// The state's say, in logits.
    var hold: Float
    var goOn: Float
  }

  /// - Parameter state: the network's, [states].
  func moment(_ state: [Float]) -> Moment {
    var output = Array(parameters[parameters.bias])
    projection.accumulate(state, into: &output)
    let width = parameters.width
    var vector = Array(output[..<width])
    normalize(&vector)
    return Moment(vector: vector, hold: output[width], goOn: output[width + 1])
  }

  /// The chance of taking hold where nothing is held.
  func holdChance(_ moment: Moment) -> Float {
    logistic([moment.hold + parameters.values[parameters.hold.range.lowerBound]])[0]
  }

  /// The chances of going on, [Copying, agreement, turns].
  ///
  /// - Parameter bias: added to all logits.
  func goOn(_ moment: Moment, bias: Float = 0) -> [Float] {
    let turns = parameters[parameters.goOnTurns]
    return logistic(
      parameters[parameters.goOn].enumerated().flatMap { index, logit in
        let copying = index / Agreement.count
        return turns.dropFirst(copying * Turns.count).prefix(Turns.count).map {
          logit + moment.goOn + bias + $0
        }
      })
  }

  /// A place's index in what `goOn` returns.
  static func goOnIndex(_ copying: Copying, _ lags: LagTable, atLagIndex index: Int) -> Int {
    let agreement = lags[index].agreement(copying)
    return (copying.rawValue * Agreement.count + agreement) * Turns.count
      + lags[index].turns(copying)
  }

  /// The chance that a token is the network's though another is held, by agreement.
  func misses(_ copying: Copying, kind: Int) -> [Float] {
    misses[copying.rawValue * MemoryParameters.kinds + kind]
  }

  /// The chances of all places where hold is taken, [Copying, lag index].
  ///
  /// - Parameter likeness: the cosine with each place's moment, by lag, lag 1 first.
  /// - Returns: `nil` where no copy can begin.
  func choice(likeness: some RandomAccessCollection<Float>, _ lags: LagTable) -> [Float]? {
    let sharpness = parameters.sharpness
    var scores: [Float] = []
    scores.reserveCapacity(Copying.allCases.count * lags.count)
    let values = parameters.values
    let intervals = parameters.choiceInterval.range.lowerBound
    for copying in Copying.allCases {
      let bonus = parameters.choice.range.lowerBound + copying.rawValue * Agreement.count
      let turns = parameters.choiceTurns.range.lowerBound + copying.rawValue * Turns.count
      for (index, likeness) in likeness.enumerated() {
        guard lags.canBegin(copying, atLagIndex: index) else {
          scores.append(-.infinity)
          continue
        }
        let agreement = lags[index].agreement(copying)
        var score = sharpness * likeness + values[bonus + agreement]
        score += values[turns + lags[index].turns(copying)]
        score += distanceScores[index]
        if copying == .moved {
          score += values[intervals + Interval.index(of: lags[index].interval)]
        }
        scores.append(score)
      }
    }
    return scores.contains { $0 > -.infinity } ? softmax(scores) : nil
  }
}
