/// One note of the forward and the backward algorithm over the pointer's places.
///
/// All probabilities are relative to the network's own: a place's ratio is how much likelier than by
/// the network alone the note's tokens are where the pointer holds that place.
enum PointerStep {
  /// The values that the forward algorithm computes for a note.
  struct Activations {
    /// The number of lags before the note, that of the notes that came before.
    let lags: Int
    /// The chance of taking hold where the pointer chooses.
    fileprivate(set) var hold: Float = 0
    /// The chance that the pointer chooses: it was free, or lets go.
    fileprivate(set) var choosing: Float = 1
    /// The chance that it stays free.
    fileprivate(set) var free: Float = 1
    /// The chances of going on, by the places of the note before; 0 where there is nowhere to go on.
    fileprivate(set) var goOn: PlaceValues<Float>
    /// The lag indices at which it goes on, by the places of the note before; −1 for nowhere.
    fileprivate(set) var next: PlaceValues<Int32>
    /// The chances of the places where hold is taken.
    fileprivate(set) var choice: PlaceValues<Float>
    /// The chances that a place is held.
    fileprivate(set) var held: PlaceValues<Float>
    /// The probability of the note's tokens from each place over the network's.
    fileprivate(set) var ratios: PlaceValues<Float>
    /// The probability of the note's tokens from the whole mixture over the network's.
    fileprivate(set) var total: Float = 1

    fileprivate init(lags: Int, before: Int) {
      self.lags = lags
      goOn = PlaceValues(repeating: 0, lags: before)
      next = PlaceValues(repeating: -1, lags: before)
      choice = PlaceValues(repeating: 0, lags: lags)
      held = PlaceValues(repeating: 0, lags: lags)
      ratios = PlaceValues(repeating: 1, lags: lags)
    }

    /// The chance that a place is held once the note is known.
    fileprivate func heldAfter(_ copying: Copying, _ index: Int) -> Float {
      held[copying, index] * ratios[copying, index] / total
    }
  }

  /// The gain's gradients by the values that give one note's chances.
  struct Gradients {
    /// The gradient by the logit of taking hold.
    fileprivate(set) var hold: Float = 0
    /// The gradient by the logits of going on, by the places of the note before.
    fileprivate(set) var goOn: PlaceValues<Float>
    /// The gradient by the scores of the places to take hold of.
    fileprivate(set) var choice: PlaceValues<Float>
    /// The chances that a place was held, given the whole passage.
    fileprivate(set) var posterior: PlaceValues<Float>
  }

  /// The rest of a passage's probability from where the pointer is, over that of the whole mixture.
  struct Rest {
    fileprivate(set) var free: Float = 1
    fileprivate(set) var held: PlaceValues<Float>

    /// The rest after the last note, which is empty.
    ///
    /// - Parameter lags: the number of lags before the last note.
    init(lags: Int) { held = PlaceValues(repeating: 1, lags: lags) }
  }

  /// The largest ratio: where the network is so far off (66 bits a note), all that matters is that products
  /// stay numbers.
  private static let largestRatio: Float = 1e20

  /// The values before the first note, where there is nothing to hold.
  static var first: Activations { Activations(lags: 0, before: 0) }

  // MARK: What the pointer does before a note

  /// Moves the pointer, forward from the chances after the note before, c(j) = held(j) ratio(j) / total:
  ///
  ///     choosing = free / total + Σ c(j) (1 − goOn(j))
  ///     held(i) = Σ c(j) goOn(j) over next(j) = i  +  choosing · hold · choice(i)
  ///     free = choosing (1 − hold)
  ///
  /// - Parameter likeness: the cosine with each place's moment, lag 1 first.
  static func forward(
    from before: Activations, _ gates: MemoryHead.Gates,
    likeness: some RandomAccessCollection<Float>, _ lags: LagTable, _ head: MemoryHead
  ) -> Activations {
    var step = Activations(lags: lags.count, before: before.lags)
    let goOn = head.goOn(gates)
    step.choosing = before.free / before.total
    for copying in Copying.allCases {
      for index in 0..<before.lags {
        let chance = before.heldAfter(copying, index)
        var stays: Float = 0
        if let next = lags.next(copying, atLagIndex: index) {
          let chanceToGoOn = goOn[head.goOnIndex(copying, lags, atLagIndex: index)]
          step.goOn[copying, index] = chanceToGoOn
          step.next[copying, index] = Int32(next)
          stays = chance * chanceToGoOn
          step.held[copying, next] += stays
        }
        step.choosing += chance - stays
      }
    }
    if let choice = head.choice(likeness: likeness, lags) {
      step.choice = PlaceValues(choice, lags: lags.count)
      step.hold = head.holdChance(gates)
    }
    for copying in Copying.allCases {
      for index in 0..<step.lags {
        step.held[copying, index] += step.choosing * step.hold * step.choice[copying, index]
        if step.held[copying, index] < MemoryHead.leastChance { step.held[copying, index] = 0 }
      }
    }
    step.free = step.choosing * (1 - step.hold)
    return step
  }

  /// The gradients of the move, backward from the probability of the rest after the note, with
  /// future(i) = ratio(i) rest(i) / total and futureOfFree = restOfFree / total:
  ///
  ///     ofHold = Σ choice(i) future(i)
  ///     ofChoosing = (1 − hold) futureOfFree + hold ofHold
  ///     d hold = choosing hold (1 − hold) (ofHold − futureOfFree)
  ///     d choice(i) = choice(i) choosing hold (future(i) − ofHold)
  ///     d goOn(j) = c(j) goOn(j) (1 − goOn(j)) (future(next(j)) − ofChoosing)
  ///     posterior(i) = held(i) future(i)
  ///
  /// all by logits and scores; a place with nowhere to go on has a future of 0 there.
  ///
  /// - Parameter rest: that after the note; it becomes that after the note before.
  static func backward(
    _ step: Activations, from before: Activations, _ rest: inout Rest
  ) -> Gradients {
    var future = PlaceValues<Float>(repeating: 0, lags: step.lags)
    let futureOfFree = rest.free / step.total
    var ofHold: Float = 0
    for copying in Copying.allCases {
      for index in 0..<step.lags {
        future[copying, index] =
          step.ratios[copying, index] * rest.held[copying, index] / step.total
        ofHold += step.choice[copying, index] * future[copying, index]
      }
    }
    let (hold, choosing) = (step.hold, step.choosing)
    let ofChoosing = (1 - hold) * futureOfFree + hold * ofHold
    var gradients = Gradients(
      hold: choosing * hold * (1 - hold) * (ofHold - futureOfFree),
      goOn: PlaceValues(repeating: 0, lags: before.lags),
      choice: PlaceValues(repeating: 0, lags: step.lags),
      posterior: PlaceValues(repeating: 0, lags: step.lags))
    for copying in Copying.allCases {
      for index in 0..<step.lags {
        let future = future[copying, index]
        gradients.posterior[copying, index] = step.held[copying, index] * future
        gradients.choice[copying, index] =
          step.choice[copying, index] * (choosing * hold * (future - ofHold))
      }
    }
    rest = Rest(lags: before.lags)
    for copying in Copying.allCases {
      for index in 0..<before.lags {
        let goOn = step.goOn[copying, index]
        let next = Int(step.next[copying, index])
        let ofNext = next < 0 ? 0 : future[copying, next]
        gradients.goOn[copying, index] =
          before.heldAfter(copying, index) * goOn * (1 - goOn) * (ofNext - ofChoosing)
        rest.held[copying, index] = goOn * ofNext + (1 - goOn) * ofChoosing
      }
    }
    rest.free = ofChoosing
    return gradients
  }

  // MARK: What the note's tokens say

  /// Weighs the places by the note's tokens, forward; the network's probability of a token is p:
  ///
  ///     ratio(i) = Π miss + (1 − miss) / p where the copied token is the one that came,
  ///                Π miss where it is another one
  ///     total = free + Σ held(i) ratio(i)
  static func weigh(_ step: inout Activations, _ replay: inout MemoryReplay, _ head: MemoryHead) {
    let held = step.held
    replay.readNote(where: { held[$0, $1] > 0 }) { copy in
      let miss = head.misses(copy.copying, kind: copy.kind)[copy.agreement]
      let ratio =
        step.ratios[copy.copying, copy.index]
        * (miss + (copy.isRight ? (1 - miss) / copy.probability : 0))
      step.ratios[copy.copying, copy.index] = min(ratio, largestRatio)
    }
    step.total = step.free
    for copying in Copying.allCases {
      for index in 0..<step.lags {
        step.total += step.held[copying, index] * step.ratios[copying, index]
      }
    }
  }

  /// Adds the gradients of the note's tokens, backward to the logits of their misses:
  ///
  ///     d miss = posterior(i) miss (1 − miss) (p − 1) / (1 − miss + miss p) where the copied token came
  ///              posterior(i) (1 − miss) where another one came
  ///
  /// - Parameter add: takes the gradient by the miss of each copy of the note's tokens.
  static func addMisses(
    _ gradients: Gradients, _ replay: inout MemoryReplay, _ head: MemoryHead,
    _ add: (MemoryReplay.Copy, Float) -> Void
  ) {
    replay.readNote(where: { gradients.posterior[$0, $1] > 0 }) { copy in
      let miss = head.misses(copy.copying, kind: copy.kind)[copy.agreement]
      let slope =
        copy.isRight
        ? miss * (1 - miss) * (copy.probability - 1) / (1 - miss + miss * copy.probability)
        : 1 - miss
      add(copy, gradients.posterior[copy.copying, copy.index] * slope)
    }
  }
}
