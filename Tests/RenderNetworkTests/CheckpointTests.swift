import Foundation
import RenderRandomness
import Testing

@testable import RenderNetwork

/// Damaged and hostile checkpoints: an error or a training, never a crash.
struct CheckpointTests {
  private let setting = ResumeTests.Setting()

  private func checkpoint() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var checks = 0
    _ = try setting.start(.epochs(3)).run(
      shouldStop: {
        checks += 1
        return checks > 6
      },
      report: { if case .checkpoint(let file) = $0 { bytes = file.encoded } })
    return bytes
  }

  /// Two steps from a checkpoint, however far its record says to go.
  private func go(on bytes: [UInt8]) throws {
    let run = try TrainingRun(
      resuming: Safetensors(decoding: bytes), best: nil, data: setting.data)
    var checks = 0
    _ = try run.run(
      shouldStop: {
        checks += 1
        return checks > 2
      }, report: { _ in })
  }

  @Test("A truncated checkpoint is an error")
  func truncated() throws {
    let bytes = try checkpoint()
    try go(on: bytes)
    let end = headerEnd(bytes)
    for count in Array(0..<end) + Array(stride(from: end, to: bytes.count, by: 97)) {
      #expect(throws: NetworkError.self) { try go(on: Array(bytes[..<count])) }
    }
  }

  @Test("A checkpoint with changed bytes is an error or a training")
  func changedBytes() throws {
    let bytes = try checkpoint()
    var generator = SeededGenerator(seed: 6)
    var errors = 0
    let record = try #require(bytes.firstRange(of: Array("\\\"options\\\"".utf8)))
    for round in 0..<1500 {
      // The record of the training, the header, the whole file.
      let range = [
        record.lowerBound..<record.lowerBound + 600, 0..<headerEnd(bytes), 0..<bytes.count,
      ]
      let changed = damaged(bytes, within: range[round % 3], generator: &generator)
      do { try go(on: changed) } catch { errors += 1 }
    }
    #expect(errors > 500 && errors < 1500)
  }

  @Test("Records that no training writes are refused before anything is taken or counted")
  func hostileRecords() throws {
    let sound = try Safetensors(decoding: checkpoint())
    let text = try #require(sound.metadata["training_run"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])

    func expectError(_ what: String, _ change: (inout [String: Any]) -> Void) throws {
      var changed = object
      change(&changed)
      var file = sound
      file.metadata["training_run"] = String(
        decoding: try JSONSerialization.data(withJSONObject: changed), as: UTF8.self)
      #expect(throws: NetworkError.self, "\(what)") { try go(on: file.encoded) }
    }
    func expectError(_ part: String, _ key: String, _ value: Any) throws {
      try expectError("\(part).\(key) = \(value)") { object in
        var inner = object[part] as! [String: Any]
        inner[key] = value
        object[part] = inner
      }
    }
    for value in [-1, 0, 4097, Int.max] as [Any] {
      try expectError("options", "batchSize", value)
      try expectError("options", "sequenceLength", value)
      try expectError("options", "threads", value)
    }
    try expectError("options", "batchSize", 4096)
    try expectError("options", "learningRate", 1e30)
    try expectError("options", "schedule", ["cosine": ["warmUpSteps": Int.min]])
    try expectError("position", "batch", 1000)
    for value in [-1, Int.max, Int.min] {
      try expectError("position", "batch", value)
      try expectError("position", "epoch", value)
      try expectError("position", "count", value)
      try expectError("step = \(value)") { $0["step"] = value }
    }
    try expectError("position", "loss", -1e300)
    try expectError("architecture", "vocabularySize", 4096)
    try expectError("no architecture") { $0["architecture"] = nil }
    try expectError("position", "limit", ["centuries": ["_0": 1]])
  }

  @Test("A model's file is no checkpoint, and values that are not numbers are none either")
  func otherFiles() throws {
    var model = Safetensors()
    try Parameters(randomFor: setting.architecture, seed: 1).add(to: &model, precision: .single)
    #expect(throws: NetworkError.badCheckpoint("it holds a model, not a training")) {
      try TrainingRun(resuming: model, best: nil, data: setting.data)
    }
    var bytes = try checkpoint()
    // The last number of the state.
    bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xc0, 0x7f])
    #expect(throws: NetworkError.self) { try go(on: bytes) }
  }
}
