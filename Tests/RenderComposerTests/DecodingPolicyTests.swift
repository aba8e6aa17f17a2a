import Foundation
import RenderMIDI
import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

struct DecodingPolicyTests {
  private static func golden(_ name: String) throws -> [UInt8] {
    let url = Bundle.module.url(forResource: "Golden/" + name, withExtension: nil)
    return Array(try Data(contentsOf: #require(url)))
  }

  private static func compose(_ model: Model, seed: UInt64) throws -> Piece {
    var piece = Piece(try Composer(model, seed: seed, extent: .events(80)))
    piece.header.title = "render, seed \(seed)"
    return piece
  }

  /// `Scripts/format-1-models.py` wrote them.
  @Test(
    "A model of format 1 composes what it did when format 1 was the last",
    arguments: ["timed", "classic"])
  func firstFormat(name: String) throws {
    let model = try Model(decoding: Self.golden("format-1-\(name).safetensors"))
    #expect(model.decodingPolicy == .tuned)
    for seed in 1...3 as ClosedRange<UInt64> {
      let piece = try MIDIFile(Score(Self.compose(model, seed: seed)))
      #expect(try piece.encoded() == Self.golden("format-1-\(name)-\(seed).mid"), "seed \(seed)")
    }
    let rewritten = try Model(decoding: model.encoded())
    #expect(try Self.compose(rewritten, seed: 1) == Self.compose(model, seed: 1))
  }

  private static func golden(_ name: String, with policy: DecodingPolicy) throws -> Model {
    let model = try Model(decoding: golden("format-1-\(name).safetensors"))
    return Model(
      parameters: model.parameters, tokenizer: model.tokenizer, context: model.context,
      starts: model.starts, memory: model.memory, decodingPolicy: policy, record: model.record)
  }

  @Test(
    "Each part of a policy decides what a timed model composes, and none what a classic one does")
  func parts() throws {
    var policies = [DecodingPolicy.tuned, .neutral]
    var changed = DecodingPolicy.tuned
    changed.recall = .asLearned
    policies.append(changed)
    changed = .tuned
    changed.closing.events = 4
    policies.append(changed)
    changed = .tuned
    changed.closing.pitchTemperature = 1
    policies.append(changed)
    changed = .tuned
    changed.closing.lastLengthTemperature = 0.05
    policies.append(changed)
    changed = .tuned
    changed.closing.tonicBass = 50
    policies.append(changed)
    func pieces(_ name: String, _ policy: DecodingPolicy) throws -> [Piece] {
      let model = try Self.golden(name, with: policy)
      return try (1...5).map { try Self.compose(model, seed: $0) }
    }
    #expect(Set(try policies.map { try pieces("timed", $0) }).count == policies.count)
    #expect(Set(try policies.map { try pieces("classic", $0) }).count == 1)
  }

  @Test("A policy is in the model's file")
  func roundTrip() throws {
    let policy = DecodingPolicy(
      recall: .init(far: 0.1, near: -1.25),
      closing: .init(
        events: 3, pitchTemperature: 0.7, lastLengthTemperature: 2, tonicBass: -0.3),
      register: 0.25)
    for policy in [policy, .neutral, .tuned] {
      let model = try randomTimedModel(decodingPolicy: policy)
      #expect(try Model(decoding: model.encoded()).decodingPolicy == policy)
    }
  }

  @Test("A policy of a program that knew no register pulls towards none")
  func former() throws {
    let text =
      #"{"closing":{"events":3,"lastLengthTemperature":1,"pitchTemperature":1,"tonicBass":0},"#
      + #""recall":{"far":0,"near":0}}"#
    let policy = try JSONDecoder().decode(DecodingPolicy.self, from: Data(text.utf8))
    #expect(policy.register == 0 && policy.closing.events == 3)
  }

  @Test("A policy with which no piece can be drawn is refused in a file and in a composer")
  func hostile() throws {
    let sound = try Safetensors(decoding: randomTimedModel().encoded())
    let text = try #require(sound.metadata["decoding"])
    for (part, replacement) in [
      ("\"events\":17", "\"events\":-1"), ("\"events\":17", "\"events\":9223372036854775807"),
      ("\"events\":17", "\"events\":1.5"), ("\"near\":-2", "\"near\":1e30"),
      ("\"near\":-2", "\"near\":NaN"), ("\"near\":-2", "\"near\":\"nan\""),
      ("\"near\":-2", "\"near\":1e999"), ("\"near\":-2", "\"nearer\":-2"), (text, "{}"), (text, ""),
    ] {
      #expect(text.contains(part))
      var file = sound
      file.metadata["decoding"] = text.replacingOccurrences(of: part, with: replacement)
      #expect(throws: ComposerError.self, "\(replacement)") { try Model(decoding: file.encoded) }
    }
    var file = sound
    file.metadata["decoding"] = nil
    #expect(throws: ComposerError.self) { try Model(decoding: file.encoded) }
    for value in [Float.nan, .infinity, 0, -1, 1e30] {
      var policy = DecodingPolicy.tuned
      policy.closing.pitchTemperature = value
      let model = try randomTimedModel(decodingPolicy: policy)
      #expect(throws: ComposerError.self) { try Composer(model, seed: 1) }
      #expect(throws: ComposerError.self) { try Model(decoding: model.encoded()) }
    }
  }

  @Test("A model whose features have an unknown layout is refused with a sentence")
  func featureLayout() throws {
    var file = try Safetensors(decoding: randomTimedModel().encoded())
    #expect(file.metadata["feature_layout"] == "1")
    for layout in ["2", "", nil] {
      file.metadata["feature_layout"] = layout
      let error = #expect(throws: ComposerError.self) { try Model(decoding: file.encoded) }
      #expect(
        "\(try #require(error))".contains(
          "the layout of its features is \(layout ?? "not named"), this program knows 1"))
    }
    // A network that hears no features has no layout.
    #expect(try Safetensors(decoding: randomModel().encoded()).metadata["feature_layout"] == nil)
  }
}
