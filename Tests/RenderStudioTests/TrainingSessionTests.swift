import RenderComposer
import RenderTestMaterial
import RenderTestSupport
import Synchronization
import Testing

@testable import RenderStudio

@Suite("A training or an evaluation") struct SessionTests {
  private let folder = Material.folder()

  init() {
    folder.makeFolder("corpus")
    for number in 0..<4 { folder.write(Material.piece(number), to: "corpus/\(number).mid") }
  }

  private func request(epochs: Int, resumes: Bool = false) -> TrainingRequest {
    TrainingRequest(
      corpus: [folder.path("corpus")], out: folder.path("new.safetensors"),
      base: folder.path("model.safetensors"), limit: .epochs(count: epochs), validationShare: 0,
      batchSize: 2, resumes: resumes)
  }

  @Test("is saved where it is cancelled, and goes on from there")
  func cancelled() throws {
    let cancellation = Cancellation()
    let session = try TrainingSession(request(epochs: 50), threads: 1) { event in
      if case .step(let step) = event, step.step == 10 { cancellation.cancel() }
    }
    let error = #expect(throws: StudioError.self) { try session.run(cancellation: cancellation) }
    guard case .cancelledTraining(.network(steps: 10)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!folder.names.contains("new.safetensors"))
    let log = Log<Int>()
    let resumed = try TrainingSession(request(epochs: 50, resumes: true), threads: 1) { event in
      if case .step(let step) = event { log.add(step.step) }
    }
    let record = try resumed.run()
    #expect(log.events == Array(11...record.training.steps))
    #expect(folder.names.contains("new.safetensors"))
  }

  @Test("tells of the corpus, of what is made of it, and then of each step")
  func events() throws {
    folder.write(Array("no MIDI file".utf8), to: "corpus/junk.mid")
    let log = Log<String>()
    let session = try TrainingSession(request(epochs: 1), threads: 1) { event in
      switch event {
      case .corpus(.reading(let files)): log.add("reading \(files)")
      case .corpus(.leftOut): log.add("left out")
      case .corpus(.read(let corpus)): log.add("\(corpus.pieces) of \(corpus.files)")
      case .prepared(let training): log.add("\(training.material.trainingPieces) pieces")
      case .step(let step): log.add("step \(step.step)")
      case .evaluation: log.add("evaluation")
      case .plan: log.add("plan")
      case .memory: log.add("memory")
      }
    }
    let steps = try session.run().training.steps
    #expect(
      log.events == ["reading 5", "left out", "4 of 5", "4 pieces"]
        + (1...steps).map { "step \($0)" } + ["evaluation"])
  }

  @Test("refuses a corpus without music, a folder in use and a training that there is not")
  func refusals() throws {
    folder.makeFolder("silent")
    folder.write([], to: "silent/a.mid")
    var silent = request(epochs: 1)
    silent.corpus = [folder.path("silent")]
    let error = #expect(throws: StudioError.self) { try TrainingSession(silent, threads: 1) }
    guard case .emptyCorpus = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let missing = #expect(throws: StudioError.self) {
      try TrainingSession(request(epochs: 1, resumes: true), threads: 1)
    }
    guard case .noTraining = missing else {
      Issue.record("\(String(describing: missing))")
      return
    }
    _ = try TrainingSession(request(epochs: 1), threads: 1).run()
    let twice = #expect(throws: StudioError.self) {
      try TrainingSession(request(epochs: 1), threads: 1)
    }
    guard case .trainingExists = twice else {
      Issue.record("\(String(describing: twice))")
      return
    }
  }

  @Test("measures a model, by part, and ends where it is cancelled")
  func evaluation() throws {
    let request = EvaluationRequest(
      model: folder.path("model.safetensors"), corpus: [folder.path("corpus")])
    let log = Log<EventReport>()
    let evaluation = try EvaluationSession(request, threads: 1) { event in
      if case .measuredEvents(let report) = event { log.add(report) }
    }.run()
    guard case .events(let reports) = evaluation else {
      Issue.record("\(evaluation)")
      return
    }
    #expect(reports == log.events && reports.map(\.pieces) == [4])
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: StudioError.self) {
      try EvaluationSession(request, threads: 1, cancellation: cancellation).run()
    }
    var compared = request
    compared.composedPieces = 4
    let error = #expect(throws: StudioError.self) { try EvaluationSession(compared, threads: 1) }
    guard case .piecesWithoutLengths = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
