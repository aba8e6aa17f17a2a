import RenderComposer
import RenderFiles
import RenderNetwork
import RenderStudio

/// What is said while a corpus is read and a model learns from it.
extension Reporter {
  func show(_ event: CorpusEvent) {
    switch event {
    case .reading(let files): progress("reading", nil, counted(files, "file"))
    case .leftOut(let failure): say("left out: \(failure)")
    case .read(let corpus):
      say(
        "\(corpus.pieces) of \(counted(corpus.files, "file")) read"
          + (corpus.damaged > 0 ? ", \(corpus.damaged) of them damaged" : "")
          + (corpus.leftOut == 0 ? "" : ", \(corpus.leftOut) left out")
          + (corpus.unlisted > 0 ? ", \(corpus.unlisted) not in the split" : ""))
    }
  }

  func show(_ event: TrainingSession.Event) {
    switch event {
    case .corpus(let event): show(event)
    case .prepared(let training): show(training)
    case .step(let step):
      let total = step.totalSteps.map { " of \($0)" } ?? ""
      progress(
        "training", step.totalSteps.map { Double(step.step) / Double($0) },
        "step \(step.step)\(total), epoch \(step.epoch + 1), loss \(decimal(step.loss, 3)), "
          + "\(decimal(step.tokensPerSecond, 0)) tokens/s", secondsLeft: step.secondsLeft)
    case .evaluation(let evaluation):
      let weights = evaluation.weights == .averaged ? " of the averaged weights" : ""
      let validation =
        evaluation.validationLoss.map { ", validation loss\(weights) \(decimal($0, 4))" } ?? ""
      say(
        "epoch \(evaluation.epoch + 1): training loss \(decimal(evaluation.trainingLoss, 4))"
          + "\(validation)\(evaluation.isBest ? ", the best so far" : "")")
    case .plan(let evaluation):
      guard let loss = evaluation.validationLoss else { return }
      say("plans, epoch \(evaluation.epoch): validation loss \(decimal(loss, 3))")
    case .memory(let memory):
      let gain = "saves \(decimal(memory.gain, 2)) bits per note"
      progress(
        "learning the memory", Double(memory.step) / Double(max(1, memory.steps)),
        "step \(memory.step) of \(memory.steps), \(gain)")
      if memory.step == memory.steps { say("memory: \(gain)") }
    }
  }

  func show(_ precision: TrainingOptions.Precision) {
    guard precision == .bfloat16 else { return }
    if precision.hasInstructions {
      say("multiplying in bf16")
    } else {
      warn(
        "this processor has no instructions for bf16: training is slower than in fp32, and its last "
          + "bits may differ from those of a processor that has them")
    }
  }

  private func show(_ training: ModelTraining) {
    let material = training.material
    say(
      "\(counted(material.trainingPieces, "piece")) with \(counted(material.trainingEvents, "event")) to learn from, "
        + "\(counted(material.validationEvents, "event")) held out, "
        + "\(counted(training.tokenizer.vocabulary.count, "token"))")
    if material.movedNotes > 0 {
      say(
        "pitches and lengths that are not in the vocabulary, replaced by the nearest: \(material.movedNotes)"
      )
    }
    if material.leftOutEvents > 0 {
      say("events that are not in the vocabulary, left out: \(material.leftOutEvents)")
    }
  }
}
