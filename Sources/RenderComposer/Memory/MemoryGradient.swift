import RenderMusic
import RenderNetwork
import RenderSystem

/// The gain of a memory on a passage, and the gain's gradient by its parameters: the forward and the
/// backward algorithm (Rabiner 1989) over the pointer's places, all probabilities relative to the
/// network's own.
///
/// The gradient of a mixture's log-likelihood is the expected one: what the pointer did, given the
/// whole passage, less what it was likely to do.
struct MemoryGradient {
  /// The gain in nats: −ln p of the passage by the network alone, less that with the memory.
  private(set) var gain = 0.0
  let notes: Int
  /// The gradient d gain / d values of the parameters, laid out as they are.
  private(set) var values: [Float]

  init(_ parameters: MemoryParameters, _ passage: MemoryPassage, _ vocabulary: TimedVocabulary) {
    precondition(passage.notes <= LagTable.longest)
    notes = passage.notes
    values = .init(repeating: 0, count: parameters.values.count)
    guard notes > 1 else { return }
    let head = MemoryHead(parameters)
    let replay = MemoryReplay(passage, vocabulary)
    let moments = MemoryMoments(parameters, passage)
    let steps = Self.forward(moments, replay, head)
    gain = steps.reduce(0) { $0 + log(Double($1.total)) }
    let gradients = Self.backward(steps)
    let (likeness, gates) = addTables(gradients, moments, replay, head)
    let (projection, bias) = moments.gradients(likeness: likeness, gates: gates)
    values.replaceSubrange(parameters.projection.range, with: projection)
    values.replaceSubrange(parameters.bias.range, with: bias)
  }

  private static func forward(
    _ moments: MemoryMoments, _ replay: MemoryReplay, _ head: MemoryHead
  ) -> [PointerStep.Activations] {
    var replay = replay
    var steps: [PointerStep.Activations] = []
    for note in 0..<moments.notes {
      var step =
        note == 0
        ? PointerStep.first
        : PointerStep.forward(
          from: steps[note - 1], moments.gates[note], likeness: moments.likeness(before: note),
          replay.lags, head)
      PointerStep.weigh(&step, &replay, head)
      steps.append(step)
    }
    return steps
  }

  /// The gradients, from the last note to the first.
  ///
  /// - Returns: those of the second note and on, as nothing can be held before the first.
  private static func backward(_ steps: [PointerStep.Activations]) -> [PointerStep.Gradients] {
    var rest = PointerStep.Rest(lags: steps[steps.count - 1].lags)
    return steps.indices.dropFirst().reversed().map { note in
      PointerStep.backward(steps[note], from: steps[note - 1], &rest)
    }.reversed()
  }

  // MARK: Tables

  /// Adds the gradients by the tables, whose entries add up to logits and scores (`MemoryHead.goOn`,
  /// `MemoryHead.choice`), in a second pass, now that it is known what the pointer did.
  ///
  /// - Returns: the gradients by the moments' likeness, [notes, notes], and by their gates, [notes].
  private mutating func addTables(
    _ gradients: [PointerStep.Gradients], _ moments: MemoryMoments, _ replay: MemoryReplay,
    _ head: MemoryHead
  ) -> (likeness: [Float], gates: [MemoryHead.Gates]) {
    let parameters = head.parameters
    var replay = replay
    var likeness = [Float](repeating: 0, count: notes * notes)
    var gates = [MemoryHead.Gates(hold: 0, goOn: 0)]
    replay.readNote(where: { _, _ in false }, { _ in })
    for (note, step) in zip(1..., gradients) {
      values[parameters.hold.range.lowerBound] += step.hold
      gates.append(
        MemoryHead.Gates(hold: step.hold, goOn: addGoingOn(step.goOn, replay.lags, parameters)))
      addChoice(step.choice, replay.lags, parameters)
      PointerStep.addMisses(step, &replay, head) { copy, gradient in
        let row = copy.copying.rawValue * MemoryParameters.kinds + copy.kind
        values[parameters.miss.start(ofRow: row) + copy.agreement] += gradient
      }
      for earlier in 0..<note {
        let index = note - earlier - 1
        let slope = step.choice[.exact, index] + step.choice[.moved, index]
        values[parameters.likeness.range.lowerBound] +=
          MemoryParameters.sharpest * moments.likeness(of: note, and: earlier) * slope
        likeness[note * notes + earlier] = parameters.sharpness * slope
      }
    }
    return (likeness, gates)
  }

  /// Adds a note's gradient by the logits of going on to those by their tables.
  ///
  /// - Returns: the sum of it, which is the gradient by the moment's gate.
  private mutating func addGoingOn(
    _ gradient: PlaceValues<Float>, _ lags: LagTable, _ parameters: MemoryParameters
  ) -> Float {
    var sum: Float = 0
    for copying in Copying.allCases {
      let agreements = parameters.goOn.start(ofRow: copying.rawValue)
      let turns = parameters.goOnTurns.start(ofRow: copying.rawValue)
      for index in 0..<gradient.lags {
        let gradient = gradient[copying, index]
        values[agreements + lags[index].agreement(copying)] += gradient
        values[turns + lags[index].turns(copying)] += gradient
        if parameters.knowsBars {
          values[parameters.goOnBars.range.lowerBound + Int(lags[index].bars)] += gradient
        }
        sum += gradient
      }
    }
    return sum
  }

  /// Adds a note's gradient by the scores of the places to take hold of to those by their tables.
  private mutating func addChoice(
    _ gradient: PlaceValues<Float>, _ lags: LagTable, _ parameters: MemoryParameters
  ) {
    let distances = parameters.choiceDistance.range.lowerBound
    let intervals = parameters.choiceInterval.range.lowerBound
    for copying in Copying.allCases {
      let agreements = parameters.choice.start(ofRow: copying.rawValue)
      let turns = parameters.choiceTurns.start(ofRow: copying.rawValue)
      for index in 0..<gradient.lags {
        let gradient = gradient[copying, index]
        values[agreements + lags[index].agreement(copying)] += gradient
        values[turns + lags[index].turns(copying)] += gradient
        values[distances + Distance.index(ofLag: index + 1)] += gradient
        if parameters.knowsBars {
          values[parameters.choiceBars.range.lowerBound + Int(lags[index].bars)] += gradient
        }
        if copying == .moved {
          values[intervals + Interval.index(of: lags[index].interval)] += gradient
        }
      }
    }
  }
}
