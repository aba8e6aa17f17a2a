import Foundation
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

struct ModelTests {
  @Test(
    "A model that was written is read again",
    arguments: [TokenDecoder.Context.stateful, .window(5)])
  func roundTrip(context: TokenDecoder.Context) throws {
    let model = try randomModel(context: context)
    let read = try Model(decoding: model.encoded(precision: .single))
    #expect(read.parameters.buffer.array == model.parameters.buffer.array)
    #expect(read.parameters.architecture == model.parameters.architecture)
    #expect(read.vocabulary == model.vocabulary && read.context == context)
    #expect(read.starts == model.starts && read.record == model.record)
    #expect(read.decodingPolicy == model.decodingPolicy)
    #expect(read.encoded(precision: .single) == model.encoded(precision: .single))
  }

  @Test("Half precision halves the weights and, once rounded, loses nothing more")
  func half() throws {
    let model = try randomModel()
    let read = try Model(decoding: model.encoded(precision: .half))
    for (a, b) in zip(model.parameters.buffer.array, read.parameters.buffer.array) {
      #expect(b == Float(Float16(a)))
    }
    #expect(read.encoded(precision: .half) == model.encoded(precision: .half))
    let weights = model.parameters.slots.map(\.count).reduce(0, +)
    let saved = model.encoded(precision: .single).count - model.encoded(precision: .half).count
    // The header's padding and longer offsets aside.
    #expect(abs(saved - 2 * weights) < 64)
  }

  /// The file of a sound model with some of its metadata changed.
  private func changed(
    _ key: String, _ value: String?, context: TokenDecoder.Context = .stateful
  ) throws -> [UInt8] {
    var file = try Safetensors(decoding: randomModel(context: context).encoded())
    file.metadata[key] = value
    return file.encoded
  }

  @Test("A model whose parts are missing or do not belong together is refused")
  func unfitting() throws {
    let vocabulary = #"["C4","D4","E4","F4","G4","A4","B4","C5","0.4.7"#
    let cases: [(String, String?)] = [
      ("format", nil), ("format", "other"), ("format_version", nil), ("format_version", "3"),
      ("tokenizer", nil), ("tokenizer", "timed"), ("architecture", nil), ("architecture", "{}"),
      ("vocabulary", nil), ("vocabulary", "[]"), ("vocabulary", "[\"C4\"]"),
      ("vocabulary", vocabulary + "\",\"C4\"]"), ("vocabulary", vocabulary + "\",\"H4\"]"),
      ("vocabulary", vocabulary + "\",\"\"]"), ("vocabulary", vocabulary + "\",7]"),
      ("vocabulary", vocabulary + "\",\"0.12\"]"),
      ("vocabulary", vocabulary + "\",\"0.99999999999999999999\"]"),
      ("starts", nil), ("starts", "[]"), ("starts", "[[]]"), ("starts", "[[0,10]]"),
      ("starts", "[[-1]]"), ("starts", "[[99999999999]]"), ("starts", "[[0.5]]"),
      ("context", nil), ("context", #"{"window":{"_0":0}}"#), ("context", #"{"window":{"_0":-5}}"#),
      ("context", #"{"window":{"_0":7}}"#), ("context", #"{"window":{"_0":9223372036854775807}}"#),
      ("training", nil), ("training", "{}"),
    ]
    for (key, value) in cases {
      #expect(throws: ComposerError.self, "\(key): \(value ?? "none")") {
        try Model(decoding: changed(key, value))
      }
    }
    #expect(throws: ComposerError.self) {
      try Model(decoding: changed("context", #"{"stateful":{}}"#, context: .window(5)))
    }
    #expect(throws: ComposerError.self) {
      try Model(decoding: changed("starts", "[[0,1,2,3,4],[0,1,2,3]]", context: .window(5)))
    }
  }

  @Test("A network that its file does not justify is refused")
  func hostileArchitectures() throws {
    let text = try #require(
      try Safetensors(decoding: randomModel().encoded()).metadata["architecture"])
    for (part, replacement) in [
      ("\"units\":12", "\"units\":65536"), ("\"units\":12", "\"units\":-1"),
      ("\"units\":12", "\"units\":9223372036854775807"), ("\"units\":12", "\"units\":1e999"),
      ("\"width\":6", "\"width\":65536"), ("\"width\":6", "\"width\":0"),
      ("\"embedding\":{\"width\":6}", "\"scaledIndex\":{}"),
      ("\"embedding\":{\"width\":6}", "\"dropout\":{\"rate\":\"nan\"}"),
      ("\"vocabularySize\":10", "\"vocabularySize\":11"),
    ] {
      #expect(text.contains(part))
      let architecture = text.replacingOccurrences(of: part, with: replacement)
      #expect(throws: (any Error).self, "\(replacement)") {
        try Model(decoding: changed("architecture", architecture))
      }
    }
  }

  @Test("A model truncated at any byte is an error")
  func truncated() throws {
    let bytes = try randomModel().encoded()
    for count in 0..<bytes.count {
      #expect(throws: (any Error).self) { try Model(decoding: Array(bytes[..<count])) }
    }
  }

  @Test("A model with changed bytes is an error or a model that writes and is measured")
  func changedBytes() throws {
    var generator = SeededGenerator(seed: 8)
    var errors = 0
    for context in [TokenDecoder.Context.stateful, .window(5)] {
      let bytes = try randomModel(context: context).encoded()
      let header = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
      for round in 0..<2000 {
        var changed = bytes
        let range = round % 4 == 0 ? bytes.count : header
        for _ in 0...generator.next(below: 3) {
          let place = Int(generator.next(below: UInt64(range)))
          let characters = Array("0123456789-.eE\"[]{},:".utf8)
          changed[place] =
            round % 2 == 0
            ? changed[place] ^ 1 << UInt8(generator.next(below: 8))
            : characters[Int(generator.next(below: UInt64(characters.count)))]
        }
        do {
          let model = try Model(decoding: changed)
          #expect(Array(try Composer(model, seed: 1).prefix(3)).count == 3)
          if round % 10 == 0 { _ = try model.evaluate([["C4", "D4", "E4"]], threads: 2) }
        } catch { errors += 1 }
      }
    }
    #expect(errors > 1500 && errors < 4000)
  }

  @Test("A start that takes minutes to hear makes no model")
  func longStart() throws {
    let model = try randomModel(context: .stateful)
    for (count, isSound) in [(4096, true), (4097, false)] {
      let bytes = Model(
        parameters: model.parameters, tokenizer: model.tokenizer, context: .stateful,
        starts: [Array(repeating: 0, count: count)], record: model.record
      ).encoded()
      guard !isSound else {
        _ = try Model(decoding: bytes)
        continue
      }
      let error = #expect(throws: ComposerError.self) { try Model(decoding: bytes) }
      #expect(error?.description.contains("more than 4096 tokens") == true)
    }
  }

  @Test("Evaluating counts what the vocabulary lacks, and depends on no option of the file's")
  func evaluation() throws {
    for context in [TokenDecoder.Context.stateful, .window(5)] {
      let model = try randomModel(context: context)
      let pieces = [["C4", "D4", "F#4", "E4", "G4", "0.4.7", "C4", "C5"], ["A4", "B4"]]
      var losses: [Double] = []
      for batch in [1, 3, 64] {
        var record = model.record
        record.training.options.batchSize = batch
        record.training.options.sequenceLength = 5
        let other = Model(
          parameters: model.parameters, tokenizer: model.tokenizer, context: context,
          starts: model.starts, record: record)
        let evaluation = try other.evaluate(pieces, threads: 2)
        #expect(evaluation.leftOut == 1)
        #expect(evaluation.events == (context == .stateful ? 7 : 4))
        losses.append(evaluation.loss)
        #expect(abs(evaluation.perplexity - exp(evaluation.loss)) < 1e-9)
      }
      #expect(losses.allSatisfy { $0 > 0 && abs($0 - losses[0]) < 1e-5 })
    }
  }
}
