import RenderMusic
import RenderNetwork
import RenderRandomness

/// The learning of a network that draws plans, from the plans that pieces have followed.
public struct PlanTraining: Sendable {
  /// The number of times that each plan is heard, 1 to a million.
  public var epochs = 12
  private let training: [FormPlan]
  private let validation: [FormPlan]
  private let styles: StyleNames
  private let seed: UInt64

  /// - Parameters:
  ///   - validation: plans that nothing is learned from: the weights of the epoch that predicts them best are taken.
  ///   - styles: those that have names.
  public init(
    _ training: [FormPlan], validation: [FormPlan], styles: StyleNames, seed: UInt64
  ) {
    self.training = training
    self.validation = validation
    self.styles = styles
    self.seed = seed
  }

  private var options: TrainingOptions {
    TrainingOptions(
      sequenceLength: 96, batchSize: 32, optimizer: .adamW(), learningRate: 4e-3,
      schedule: .cosine(warmUpSteps: 50), gradientClip: 1, averageDecay: 0.995, seed: seed)
  }

  /// Learns.
  ///
  /// - Parameter report: takes what happens; what it throws ends the learning.
  /// - Throws: `NetworkError` where there is nothing to learn, and what `report` throws.
  public func learn(
    threads: Int, report: (TrainingRun.Event) throws -> Void = { _ in }
  ) throws -> Planner {
    var options = options
    options.threads = threads
    let data = TrainingData(
      pieces: { epoch in
        training.indices.map { index in
          var generator = SeededGenerator(
            seed: seed, stream: .planRemainder(epoch: epoch, piece: index))
          return TokenSequence(
            training[index], styles, tellsLength: generator.next(below: 4) > 0)
        }
      },
      validation: validation.map { TokenSequence($0, styles, tellsLength: true) })
    let run = try TrainingRun(
      parameters: try Parameters(randomFor: Planner.architecture, seed: seed), options: options,
      data: data, limit: .epochs(epochs))
    return Planner(try run.run(report: report).best, styles: styles)
  }
}

extension TokenSequence {
  /// A plan's tokens with the features of each.
  ///
  /// - Parameter tellsLength: whether the network hears how many bars are still to come.
  init(_ plan: FormPlan, _ styles: StyleNames, tellsLength: Bool) {
    let (tokens, bars) = (plan.tokens(styles), plan.bars.count)
    self.init(
      tokens,
      features: {
        var reader = PlanReader(styles)
        if tellsLength { reader.barsLeft = { bars - $0 } }
        var features = PositionFeatures()
        for token in tokens {
          reader.read(token)
          features.append(reader.features)
        }
        return features
      })
  }
}
