import Glibc
import RenderMusic
import RenderNetwork

/// How much a memory gains on a passage, and the gain's gradient by its parameters: the forward and
/// the backward algorithm (Rabiner 1989) over the pointer's places, all probabilities relative to the
/// network's own.
///
/// The gradient of a mixture's log-likelihood is the expected one: what the pointer did, given the
/// whole passage, less what it was likely to do.
struct MemoryGradient {
  /// −ln p of the passage by the network alone, less that with the memory.
  private(set) var gain = 0.0
  let notes: Int
  /// d gain / d values
  private(set) var values: [Float]

  /// Where the network is so far off (66 bits a note), all that matters is that products stay numbers.
  private static let largestRatio: Float = 1e20

  private let parameters: MemoryParameters
  private let passage: MemoryPassage
  private let vocabulary: TimedVocabulary
  private let head: MemoryHead

  /// Of each moment, [notes, width + 2]: what the projection makes of the state, and then the gain's
  /// gradient by it.
  private var moments: [Float] = []
  /// The moments' vectors, [notes, width], of length 1, and the lengths that they had.
  private var vectors: [Float] = []
  private var lengths: [Float] = []
  /// [notes, notes]: the cosine of each moment with each earlier one, and then the gain's gradient by it.
  private var likeness: [Float] = []
  private var steps: [Step] = []

  /// What happens before and with one note. Arrays are [Copying, lag index], with a stride of all notes.
  private struct Step {
    var lags = 0
    var hold: Float = 0
    /// The chance that the pointer chooses, and that it stays free.
    var choosing: Float = 0
    var free: Float = 0
    /// The chances of going on from where the pointer is, and to which lag index, −1 to none.
    var goOn: [Float]
    var next: [Int32]
    /// Where hold is taken, and then the gradient by the scores.
    var choice: [Float]
    /// Chances before the note, and then what is known of them after the passage.
    var held: [Float]
    /// The note's probability over the network's.
    var ratios: [Float]
    /// The whole mixture's.
    var total: Float = 1
    var goOnGradients: [Float]
    var holdGradient: Float = 0

    init(stride: Int) {
      goOn = .init(repeating: 0, count: Copying.allCases.count * stride)
      (choice, held, goOnGradients) = (goOn, goOn, goOn)
      ratios = goOn.map { _ in 1 }
      next = goOn.map { _ in -1 }
    }
  }

  init(_ parameters: MemoryParameters, _ passage: MemoryPassage, _ vocabulary: TimedVocabulary) {
    precondition(passage.notes <= LagTable.longest)
    self.parameters = parameters
    self.passage = passage
    self.vocabulary = vocabulary
    head = MemoryHead(parameters)
    notes = passage.notes
    values = .init(repeating: 0, count: parameters.values.count)
    guard notes > 1 else { return }
    compareMoments()
    forward()
    backward()
    gatherTables()
    gatherProjection()
  }

  private var outputs: Int { parameters.width + 2 }

  // MARK: Likeness

  private mutating func compareMoments() {
    moments = (0..<notes).flatMap { _ in parameters[parameters.bias] }
    BLAS.multiply(
      rows: notes, columns: outputs, inner: parameters.states, passage.states,
      Array(parameters[parameters.projection]), into: &moments, beta: 1)
    for note in 0..<notes {
      var vector = Array(moments[note * outputs..<note * outputs + parameters.width])
      lengths.append(normalize(&vector))
      vectors += vector
    }
    likeness = .init(repeating: 0, count: notes * notes)
    BLAS.multiply(
      rows: notes, columns: notes, inner: parameters.width, vectors, vectors,
      transposingSecond: true, into: &likeness, beta: 0)
  }

  private func moment(_ note: Int) -> MemoryHead.Moment {
    MemoryHead.Moment(
      vector: [], hold: moments[note * outputs + parameters.width],
      goOn: moments[note * outputs + parameters.width + 1])
  }

  // MARK: Forward

  private mutating func forward() {
    var replay = MemoryReplay(passage, vocabulary)
    for note in 0..<notes {
      var step = Step(stride: notes)
      let lags = replay.lags
      step.lags = lags.count
      if note > 0 {
        let before = steps[note - 1]
        let moment = moment(note)
        let goOn = head.goOn(moment)
        step.choosing = before.free / before.total
        for copying in Copying.allCases {
          for index in 0..<before.lags {
            let place = copying.rawValue * notes + index
            let chance = before.held[place] * before.ratios[place] / before.total
            var stays: Float = 0
            if let next = lags.next(copying, atLagIndex: index) {
              step.goOn[place] = goOn[MemoryHead.goOnIndex(copying, lags, atLagIndex: index)]
              step.next[place] = Int32(next)
              stays = chance * step.goOn[place]
              step.held[copying.rawValue * notes + next] += stays
            }
            step.choosing += chance - stays
          }
        }
        let row = likeness[note * notes..<note * notes + note]
        let choice = head.choice(likeness: row.reversed(), lags)
        if choice != nil { step.hold = head.holdChance(moment) }
        for copying in Copying.allCases {
          for index in 0..<step.lags {
            let place = copying.rawValue * notes + index
            step.choice[place] = choice?[copying.rawValue * step.lags + index] ?? 0
            step.held[place] += step.choosing * step.hold * step.choice[place]
            if step.held[place] < MemoryHead.leastChance { step.held[place] = 0 }
          }
        }
        step.free = step.choosing * (1 - step.hold)
      } else {
        step.free = 1
      }
      replay.readNote(where: { step.held[$0.rawValue * notes + $1] > 0 }) { copy in
        let miss = head.misses(copy.copying, kind: copy.kind)[copy.agreement]
        let place = copy.copying.rawValue * notes + copy.index
        step.ratios[place] *= miss + (copy.isRight ? (1 - miss) / copy.probability : 0)
        step.ratios[place] = min(step.ratios[place], Self.largestRatio)
      }
      step.total = step.free
      for copying in Copying.allCases {
        for place in copying.rawValue * notes..<copying.rawValue * notes + step.lags {
          step.total += step.held[place] * step.ratios[place]
        }
      }
      gain += log(Double(step.total))
      steps.append(step)
    }
  }

  // MARK: Backward

  private mutating func backward() {
    let places = Copying.allCases.count * notes
    /// The rest of the passage's probability from each place, over that of the whole mixture.
    var rest = [Float](repeating: 1, count: places)
    var restOfFree: Float = 1
    for note in (1..<notes).reversed() {
      /// From before the note.
      var future = [Float](repeating: 0, count: places)
      let futureOfFree = restOfFree / steps[note].total
      var ofHold: Float = 0
      for copying in Copying.allCases {
        for index in 0..<steps[note].lags {
          let place = copying.rawValue * notes + index
          future[place] = steps[note].ratios[place] * rest[place] / steps[note].total
          ofHold += steps[note].choice[place] * future[place]
        }
      }
      let hold = steps[note].hold
      let ofChoosing = (1 - hold) * futureOfFree + hold * ofHold
      let choosing = steps[note].choosing
      steps[note].holdGradient = choosing * hold * (1 - hold) * (ofHold - futureOfFree)
      for copying in Copying.allCases {
        for index in 0..<steps[note].lags {
          let place = copying.rawValue * notes + index
          steps[note].held[place] *= future[place]
          steps[note].choice[place] *= choosing * hold * (future[place] - ofHold)
          guard index < steps[note - 1].lags else { continue }
          let goOn = steps[note].goOn[place]
          let before = steps[note - 1]
          let chance = before.held[place] * before.ratios[place] / before.total
          let next = Int(steps[note].next[place])
          let ofNext = next < 0 ? 0 : future[copying.rawValue * notes + next]
          steps[note].goOnGradients[place] = chance * goOn * (1 - goOn) * (ofNext - ofChoosing)
          rest[place] = goOn * ofNext + (1 - goOn) * ofChoosing
        }
      }
      restOfFree = ofChoosing
    }
  }

  // MARK: Gathering

  /// Once more through the passage, now that it is known what the pointer did.
  private mutating func gatherTables() {
    var replay = MemoryReplay(passage, vocabulary)
    for note in 0..<notes {
      let step = steps[note]
      let lags = replay.lags
      values[parameters.hold.range.lowerBound] += step.holdGradient
      var goOnSum: Float = 0
      for copying in Copying.allCases {
        let goOn = parameters.goOn.range.lowerBound + copying.rawValue * Agreement.count
        let choice = parameters.choice.range.lowerBound + copying.rawValue * Agreement.count
        for index in 0..<step.lags {
          let place = copying.rawValue * notes + index
          let agreement = lags[index].agreement(copying)
          values[goOn + agreement] += step.goOnGradients[place]
          goOnSum += step.goOnGradients[place]
          values[choice + agreement] += step.choice[place]
          let turns = lags[index].turns(copying)
          let turn = copying.rawValue * Turns.count + turns
          values[parameters.goOnTurns.range.lowerBound + turn] += step.goOnGradients[place]
          values[parameters.choiceTurns.range.lowerBound + turn] += step.choice[place]
          values[
            parameters.choiceDistance.range.lowerBound + Distance.index(ofLag: index + 1)
          ] += step.choice[place]
          if copying == .moved {
            let interval = Interval.index(of: lags[index].interval)
            values[parameters.choiceInterval.range.lowerBound + interval] += step.choice[place]
          }
        }
      }
      moments[note * outputs + parameters.width] = step.holdGradient
      moments[note * outputs + parameters.width + 1] = goOnSum
      replay.readNote(where: { step.held[$0.rawValue * notes + $1] > 0 }) { copy in
        let miss = head.misses(copy.copying, kind: copy.kind)[copy.agreement]
        let known = step.held[copy.copying.rawValue * notes + copy.index]
        let slope =
          copy.isRight
          ? miss * (1 - miss) * (copy.probability - 1) / (1 - miss + miss * copy.probability)
          : 1 - miss
        let entry = (copy.copying.rawValue * MemoryParameters.kinds + copy.kind) * Agreement.count
        values[parameters.miss.range.lowerBound + entry + copy.agreement] += known * slope
      }
      for earlier in 0..<notes {
        let place = note * notes + earlier
        guard earlier < note else {
          likeness[place] = 0
          continue
        }
        let index = note - earlier - 1
        let slope = step.choice[index] + step.choice[notes + index]
        values[parameters.likeness.range.lowerBound] +=
          MemoryParameters.sharpest * likeness[place] * slope
        likeness[place] = parameters.sharpness * slope
      }
    }
  }

  /// From the likeness and the state's say back to the projection.
  private mutating func gatherProjection() {
    let width = parameters.width
    var slopes = [Float](repeating: 0, count: notes * width)
    BLAS.multiply(
      rows: notes, columns: width, inner: notes, likeness, vectors, into: &slopes, beta: 0)
    BLAS.multiply(
      rows: notes, columns: width, inner: notes, likeness, transposingFirst: true, vectors,
      into: &slopes, beta: 1)
    for note in 0..<notes {
      let range = note * width..<(note + 1) * width
      // Only what is across the vector turns it.
      let along = range.reduce(Float(0)) { $0 + slopes[$1] * vectors[$1] }
      for (index, place) in range.enumerated() {
        moments[note * outputs + index] =
          lengths[note] > 0 ? (slopes[place] - along * vectors[place]) / lengths[note] : 0
      }
      for index in 0..<outputs {
        values[parameters.bias.range.lowerBound + index] += moments[note * outputs + index]
      }
    }
    var projection = [Float](repeating: 0, count: parameters.projection.range.count)
    BLAS.multiply(
      rows: parameters.states, columns: outputs, inner: notes, passage.states,
      transposingFirst: true, moments, into: &projection, beta: 0)
    values.replaceSubrange(parameters.projection.range, with: projection)
  }
}
