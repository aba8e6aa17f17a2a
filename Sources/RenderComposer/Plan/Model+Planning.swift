import RenderMusic
import RenderRandomness

extension Model {
  /// The instruments that have tokens; none for a model that writes for one instrument.
  public var instruments: [Instrument] { tokenizer.memoryVocabulary?.instruments ?? [] }

  /// Draws the plan of a piece: who plays, what comes back, what each bar is like.
  ///
  /// - Parameters:
  ///   - wishes: what the plan has to be like.
  ///   - beginning: a plan of the first bars, whose header and instruments hold as far as they are known.
  ///   - hasSpareBars: as `Planner.draw`.
  /// - Returns: `nil` for a model that plans nothing.
  /// - Throws: `ComposerError` for wishes that cannot be had.
  package func plan(
    _ wishes: PlanWishes, after beginning: FormPlan? = nil, hasSpareBars: Bool = true, seed: UInt64
  ) throws(ComposerError) -> FormPlan? {
    var generator = SeededGenerator(seed: seed, stream: .players)
    var wishes = wishes
    let ensemble = beginning == nil ? try ensemble(wishes, with: &generator) : nil
    guard let planner else { return nil }
    if let ensemble, wishes.style == Style() { wishes.style = style(of: ensemble) }
    var plan = try planner.draw(
      wishes, after: beginning, hasSpareBars: hasSpareBars, seed: seed)
    plan.instruments =
      ensemble.map { Instrument.numbered($0.programs) } ?? beginning?.instruments ?? []
    let count = (beginning?.bars.count ?? 0) + wishes.bars(of: plan)
    assignPlayers(
      to: &plan, ofFirst: wishes.form == nil ? count : plan.bars.count, with: &generator)
    return plan
  }

  /// A plan that is given, with what was asked for, and with players for those of its bars that have none.
  ///
  /// - Throws: `ComposerError` for wishes that cannot be had.
  package func orchestrated(
    _ plan: FormPlan, _ wishes: PlanWishes, seed: UInt64
  ) throws(ComposerError) -> FormPlan {
    var generator = SeededGenerator(seed: seed, stream: .players)
    var plan = wishes.applied(to: plan)
    if !wishes.ensembles.isEmpty {
      let instruments = try ensemble(wishes, with: &generator).map {
        Instrument.numbered($0.programs)
      }
      // Players are counted among the instruments that were there.
      if instruments != plan.instruments {
        for bar in plan.bars.indices { plan.bars[bar].players = nil }
      }
      plan.instruments = instruments ?? []
    } else {
      try requireParts(plan.instruments.count)
    }
    assignPlayers(to: &plan, ofFirst: plan.bars.count, with: &generator)
    return plan
  }

  private func assignPlayers(
    to plan: inout FormPlan, ofFirst count: Int, with generator: inout SeededGenerator
  ) {
    if plan.instruments.count > 1 {
      tokenizer.orchestration.assignPlayers(to: &plan, ofFirst: count, with: &generator)
    }
  }

  /// The ensemble that plays, one of those that were asked for or else one that the model knows; `nil` for a piano
  /// that nobody has asked for.
  private func ensemble(
    _ wishes: PlanWishes, with generator: inout SeededGenerator
  ) throws(ComposerError) -> Ensemble? {
    let known = Set(instruments)
    let choices =
      wishes.ensembles.isEmpty
      ? Ensemble.known.filter { known.isSuperset(of: Instrument.numbered($0.programs)) }
      : wishes.ensembles
    guard !choices.isEmpty else { return nil }
    let ensemble = choices[Int(generator.next(below: UInt64(choices.count)))]
    try requireParts(ensemble.programs.count)
    return ensemble
  }

  /// A single instrument can be any; a model that never says who plays writes for one.
  private func requireParts(_ count: Int) throws(ComposerError) {
    guard count <= 1 || !instruments.isEmpty else { throw .oneInstrument(asked: count) }
  }

  /// The style of an ensemble's music, as far as the model knows it.
  private func style(of ensemble: Ensemble) -> Style {
    var style = Style()
    if let genre = ensemble.genre, tokenizer.plannedStyles?.genres.contains(genre) ?? false {
      style.genre = genre
      style.isSong = genre == "song"
    }
    return style
  }
}
