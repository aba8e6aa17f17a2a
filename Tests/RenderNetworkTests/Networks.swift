import RenderRandomness

@testable import RenderNetwork

/// An embedding and two LSTMs, every position predicts.
func everyPosition(
  vocabulary: Int = 12, width: Int = 8, units: Int = 16, dropout: Float = 0.2
) -> Architecture {
  func lstm() -> Layer {
    .lstm(units: units, returnsSequence: true, recurrentActivation: .logistic)
  }
  return Architecture(
    vocabularySize: vocabulary,
    layers: [
      .embedding(width: width), lstm(), .dropout(rate: dropout), lstm(), .dense(units: vocabulary),
    ])
}

/// The tutorial's shape in small, with everything else that a layer can be.
func lastPosition(vocabulary: Int = 12, units: Int = 16, dropout: Float = 0.2) -> Architecture {
  Architecture(
    vocabularySize: vocabulary,
    layers: [
      .scaledIndex, .lstm(units: units, returnsSequence: true, recurrentActivation: .hardSigmoid),
      .dropout(rate: dropout),
      .lstm(units: units, returnsSequence: false, recurrentActivation: .logistic),
      .dense(units: units), .batchNormalization(epsilon: 1e-3, momentum: 0.9), .activation(.relu),
      .dense(units: vocabulary),
    ])
}

/// Melodies that return after `period` tokens, so that they can be learned.
func melodies(
  count: Int, length: Int, vocabulary: Int, period: Int, seed: UInt64 = 9
) -> [TokenSequence] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { index in
    let theme = (0..<period).map { _ in Int32(generator.next(below: UInt64(vocabulary))) }
    return TokenSequence((0..<length + index % 3).map { theme[$0 % period] })
  }
}

/// A hostile file out of a sound one: some of its bytes changed.
func damaged(
  _ bytes: [UInt8], within range: Range<Int>, generator: inout SeededGenerator
) -> [UInt8] {
  var bytes = bytes
  for _ in 0...generator.next(below: 4) {
    let place = range.lowerBound + Int(generator.next(below: UInt64(range.count)))
    if generator.next(below: 2) == 0 {
      bytes[place] ^= 1 << UInt8(generator.next(below: 8))
    } else {
      // What changes the meaning of JSON most.
      let characters = Array("0123456789-+.eE\"[]{},: \\n".utf8)
      bytes[place] = characters[Int(generator.next(below: UInt64(characters.count)))]
    }
  }
  return bytes
}

/// The length of a safetensors file's header and of its length field.
func headerEnd(_ bytes: [UInt8]) -> Int {
  8 + Int(bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) })
}

extension TrainingNetwork {
  /// One pass forward and backward; running statistics stay as they are.
  func train(
    _ parameters: Parameters, tokens: [Int32], features: PositionFeatures = PositionFeatures(),
    targets: [Int32], weights: [Float]? = nil, scale: Float
  ) -> SoftmaxCrossEntropy {
    tokens.withUnsafeBufferPointer { tokens in
      targets.withUnsafeBufferPointer { targets in
        (weights ?? []).withUnsafeBufferPointer { values in
          run(
            Pass(
              parameters: parameters.buffer.base, gradients: gradients.base,
              tokens: tokens.baseAddress!, features: features, isTraining: true,
              updatesStatistics: false, seed: 5,
              step: 6, worker: 0),
            targets: targets.baseAddress!, weights: weights == nil ? nil : values.baseAddress,
            scale: scale)
        }
      }
    }
  }
}
