import RenderNetwork

/// A memory's parameters, prepared for what the pointer asks at each note.
struct MemoryHead: Sendable {
  /// The least chance of a place: one that is less likely is given up, as most are.
  static let leastChance: Float = 1e-9

  let parameters: MemoryParameters
  private let projection: PackedProduct
  /// The chances of a miss, [Copying and kind][agreement].
  private let misses: [[Float]]
  /// The part of a place's score that is due to its distance, by lag index.
  private let distanceScores: [Float]

  init(_ parameters: MemoryParameters) {
    self.parameters = parameters
    projection = PackedProduct(
      Array(parameters[parameters.projection]), inputs: parameters.states,
      outputs: parameters.columns)
    let misses = logistic(Array(parameters[parameters.miss]))
    self.misses = stride(from: 0, to: misses.count, by: Agreement.count).map {
      Array(misses[$0..<$0 + Agreement.count])
    }
    let distances = Array(parameters[parameters.choiceDistance])
    distanceScores = (1...LagTable.longest).map { distances[Distance.index(ofLag: $0)] }
  }

  /// The state's part in taking hold and in going on, in logits.
  struct Gates {
    var hold: Float
    var goOn: Float
  }

  /// A moment before a note.
  struct Moment {
    /// The vector by which moments are compared, [width], of length 1.
    var vector: [Float]
    var gates: Gates
  }

  /// The moment that a state of the network makes.
  ///
  /// - Parameter state: the network's last hidden state, [states].
  func moment(_ state: [Float]) -> Moment {
    var output = Array(parameters[parameters.bias])
    projection.accumulate(state, into: &output)
    let width = parameters.width
    var vector = Array(output[..<width])
    normalize(&vector)
    return Moment(
      vector: vector,
      gates: Gates(hold: output[parameters.holdColumn], goOn: output[parameters.goOnColumn]))
  }

  /// The chance of taking hold where nothing is held.
  func holdChance(_ gates: Gates) -> Float {
    logistic([gates.hold + parameters.values[parameters.hold.range.lowerBound]])[0]
  }

  /// The chances of going on, [Copying, agreement, turns, bars].
  ///
  /// - Parameter bias: a number that is added to all logits.
  func goOn(_ gates: Gates, bias: Float = 0) -> [Float] {
    let turns = parameters[parameters.goOnTurns]
    let bars = parameters.knowsBars ? parameters[parameters.goOnBars] : [0]
    return logistic(
      parameters[parameters.goOn].enumerated().flatMap { index, logit in
        let copying = index / Agreement.count
        return turns.dropFirst(copying * Turns.count).prefix(Turns.count).flatMap { turns in
          let logit = logit + gates.goOn + bias + turns
          return bars.map { logit + $0 }
        }
      })
  }

  /// The index of a place's chance in the result of `goOn`.
  func goOnIndex(_ copying: Copying, _ lags: LagTable, atLagIndex index: Int) -> Int {
    let agreement = lags[index].agreement(copying)
    let row =
      (copying.rawValue * Agreement.count + agreement) * Turns.count
      + lags[index].turns(copying)
    return parameters.knowsBars ? row * BarLags.count + Int(lags[index].bars) : row
  }

  /// The chances that a token is the network's though another is held, [agreement].
  func misses(_ copying: Copying, kind: Int) -> [Float] {
    misses[copying.rawValue * MemoryParameters.kinds + kind]
  }

  /// The chances of all places where hold is taken, [Copying, lag index].
  ///
  /// - Parameter likeness: the cosine with each place's moment, lag 1 first.
  /// - Returns: `nil` where no copy can begin.
  func choice(likeness: some RandomAccessCollection<Float>, _ lags: LagTable) -> [Float]? {
    let sharpness = parameters.sharpness
    var scores: [Float] = []
    scores.reserveCapacity(Copying.allCases.count * lags.count)
    let values = parameters.values
    let intervals = parameters.choiceInterval.range.lowerBound
    let bars = parameters.knowsBars ? parameters.choiceBars.range.lowerBound : nil
    for copying in Copying.allCases {
      let agreements = parameters.choice.start(ofRow: copying.rawValue)
      let turns = parameters.choiceTurns.start(ofRow: copying.rawValue)
      for (index, likeness) in likeness.enumerated() {
        guard lags.canBegin(copying, atLagIndex: index) else {
          scores.append(-.infinity)
          continue
        }
        let agreement = lags[index].agreement(copying)
        var score = sharpness * likeness + values[agreements + agreement]
        score += values[turns + lags[index].turns(copying)]
        score += distanceScores[index]
        if copying == .moved {
          score += values[intervals + Interval.index(of: lags[index].interval)]
        }
        if let bars { score += values[bars + Int(lags[index].bars)] }
        scores.append(score)
      }
    }
    return scores.contains { $0 > -.infinity } ? softmax(scores) : nil
  }
}
