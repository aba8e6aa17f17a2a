import RenderMusic
import RenderNetwork
import RenderRandomness
import RenderSystem

/// A small network that draws plans.
public struct Planner: Sendable {
  /// The network.
  let parameters: Parameters
  private let network: InferenceNetwork
  let styles: StyleNames

  /// - Parameter parameters: of `Planner.architecture`.
  init(_ parameters: Parameters, styles: StyleNames) {
    self.parameters = parameters
    self.styles = styles
    network = InferenceNetwork(parameters)
  }

  /// The architecture of the network.
  static let architecture = Architecture(
    vocabularySize: PlanVocabulary.count,
    layers: [
      .featuredEmbedding(width: 96, features: PlanReader.featureCount), .dropout(rate: 0.2),
      .lstm(units: 160, returnsSequence: true, recurrentActivation: .logistic), .dropout(rate: 0.3),
      .dense(units: PlanVocabulary.count),
    ])

  /// The number of headers of which one is chosen where something is asked for.
  private static let headers = 48

  /// Draws a plan.
  ///
  /// - Parameters:
  ///   - wishes: what the plan has to be like.
  ///   - beginning: a plan of the first bars, whose header holds as far as it is known; `nil` for none.
  ///   - hasSpareBars: whether bars follow those that an extent in events or seconds should need, since a piece may
  ///     need more. What comes before is the same.
  /// - Throws: `ComposerError.outOfRange` for wishes that cannot be had.
  public func draw(
    _ wishes: PlanWishes, after beginning: FormPlan? = nil, hasSpareBars: Bool = true, seed: UInt64
  ) throws(ComposerError) -> FormPlan {
    try wishes.validate()
    var generator = SeededGenerator(seed: seed, stream: .plan)
    var drawing = header(wishes, after: beginning, with: &generator)
    let begun = beginning?.bars.count ?? 0
    func finished(_ plan: FormPlan) -> FormPlan {
      var plan = plan
      // Tokens know classes of metres alone.
      if let beginning { plan.metre = beginning.metre }
      return wishes.applied(to: plan)
    }
    let header = finished(drawing.reader.plan)
    var placed = wishes
    placed.form = wishes.form?.after(
      bars: begun, hasPickUp: begun == 0 && header.metre.pickUp > 0)
    let fit = placed.form?.bars ?? begun + wishes.bars(of: header)
    drawing.hear(PlanVocabulary.Field.length.token(PlanLength.index(of: fit)))
    drawing.reader.barsLeft = { fit - $0 }
    for token in beginning?.barTokens(styles) ?? [] { drawing.hear(token) }
    let most = hasSpareBars && wishes.form == nil ? fit + fit / 2 + 4 : fit
    while drawing.reader.index < min(most, Self.mostBars) {
      if drawing.reader.index >= fit { drawing.reader.barsLeft = nil }
      let reader = drawing.reader
      drawing.draw(with: &generator) { [placed] in placed.allows($0, after: reader) }
    }
    var plan = finished(drawing.reader.plan)
    placed.form?.addFarReturns(to: &plan)
    return plan
  }

  /// The most bars of a plan.
  static let mostBars = 4096

  /// A header with what was asked for: one of many, drawn so that those for which the wishes are likely come
  /// likelier (importance resampling, Rubin 1987).
  private func header(
    _ wishes: PlanWishes, after beginning: FormPlan?, with generator: inout SeededGenerator
  ) -> Drawing {
    let known = beginning.map { Set($0.knownHeaderTokens(styles)) } ?? []
    let fields = Set(known.map { PlanVocabulary.meaning(of: $0).field })
    var drawings: [Drawing] = []
    for _ in 0..<(wishes.isEmptyHeader && known.isEmpty ? 1 : Self.headers) {
      var drawing = Drawing(network, styles)
      drawing.hear(PlanVocabulary.Field.start.token(0))
      for _ in PlanVocabulary.Field.kind.rawValue..<PlanVocabulary.Field.length.rawValue {
        drawing.draw(with: &generator) {
          fields.contains(PlanVocabulary.meaning(of: $0).field)
            ? known.contains($0) : wishes.allowsHeader($0, styles)
        }
      }
      drawings.append(drawing)
    }
    let largest = drawings.map(\.logLikelihood).max()!
    let weights = softmax(drawings.map { Float($0.logLikelihood - largest) })
    return drawings[Int(Sampling(topP: 1).draw(weights, with: &generator))]
  }
}

/// A plan while it is drawn.
private struct Drawing {
  private(set) var decoder: TokenDecoder
  var reader: PlanReader
  /// The logarithm of the probability of what was allowed where it was drawn.
  private(set) var logLikelihood = 0.0

  init(_ network: InferenceNetwork, _ styles: StyleNames) {
    decoder = TokenDecoder(network, context: .stateful)
    reader = PlanReader(styles)
  }

  mutating func hear(_ token: Int32) {
    reader.read(token)
    decoder.push(token, features: reader.features)
  }

  /// Draws the next token.
  ///
  /// - Parameter isWanted: whether a token may be drawn that may follow; where none is, all are.
  mutating func draw(with generator: inout SeededGenerator, isWanted: (Int32) -> Bool) {
    let logits = decoder.logits
    var possible = [Bool](repeating: false, count: logits.count)
    for token in reader.candidates { possible[token] = reader.allows(Int32(token)) }
    var allowed = possible
    for token in reader.candidates where possible[token] { allowed[token] = isWanted(Int32(token)) }
    if !allowed.contains(true) { allowed = possible }
    let sampling = Sampling(topP: 1)
    if allowed != possible {
      let all = sampling.probabilities(logits, allowed: possible, ofPitches: false)
      let share = zip(all, allowed).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
      logLikelihood += log(Double(max(share, 1e-9)))
    }
    let probabilities = sampling.probabilities(logits, allowed: allowed, ofPitches: false)
    hear(sampling.draw(probabilities, with: &generator))
  }
}

extension Planner {
  private static let prefix = "plan."
  private static let layoutKey = "plan_layout"

  /// Adds the network to a model's file.
  package func add(to file: inout Safetensors, precision: Safetensors.Precision) {
    file.metadata[Self.layoutKey] = "\(PlanReader.layout)"
    parameters.add(to: &file, precision: precision, prefix: Self.prefix)
  }

  /// The network of a model's file; `nil` where it has none.
  ///
  /// - Parameter styles: those that the model's tokenizer names.
  /// - Throws: `ComposerError` for another layout or a tokenizer without styles; `NetworkError` for tensors that are
  ///   missing, of another shape or not of numbers.
  package init?(from file: Safetensors, styles: StyleNames?) throws {
    guard let layout = file.metadata[Self.layoutKey] else { return nil }
    guard layout == "\(PlanReader.layout)", let styles else {
      throw ComposerError.badModel(
        "the layout of its plans is \(layout), this program knows \(PlanReader.layout)")
    }
    self.init(
      try Parameters(architecture: Self.architecture, from: file, prefix: Self.prefix),
      styles: styles)
  }
}
