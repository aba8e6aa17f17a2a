import CRenderKernels
import Glibc

@testable import RenderAudio

/// What a room makes of an impulse of amplitude 1.
struct ImpulseResponse {
  let sampleRate: Int
  /// Left and right, interleaved.
  let samples: [Float]

  /// - Parameter sides: the channels of the impulse: 0 is left, 1 is right.
  init(_ design: RoomDesign, sampleRate: Int = 44_100, sides: [Int] = [0], seconds: Double) {
    self.sampleRate = sampleRate
    var sound = [Float](repeating: 0, count: 128 * Int(seconds * Double(sampleRate) / 64))
    for side in sides { sound[side] = 1 }
    samples = Reverberator(design, sampleRate: sampleRate).answer(to: sound)
  }

  var left: [Double] { stride(from: 0, to: samples.count, by: 2).map { Double(samples[$0]) } }
  var right: [Double] { stride(from: 1, to: samples.count, by: 2).map { Double(samples[$0]) } }

  /// The octave around a frequency, by Butterworth filters of sixth order.
  func octave(_ center: Double, of channel: [Double]) -> [Double] {
    let rate = Double(sampleRate)
    let (low, high) = (center / 2.0.squareRoot(), min(center * 2.0.squareRoot(), 0.48 * rate))
    var sound = channel
    for resonance in [0.5176, 0.7071, 1.9319] {
      for (edge, isHigh) in [(low, true), (high, false)] {
        let angle = 2 * Double.pi * edge / rate
        let alpha = sin(angle) / (2 * resonance)
        let middle = isHigh ? (1 + cos(angle)) / 2 : (1 - cos(angle)) / 2
        let (b0, b1) = (middle / (1 + alpha), (isHigh ? -2 : 2) * middle / (1 + alpha))
        let (a1, a2) = (-2 * cos(angle) / (1 + alpha), (1 - alpha) / (1 + alpha))
        var (first, second) = (0.0, 0.0)
        for index in sound.indices {
          let x = sound[index]
          let y = b0 * x + first
          first = b1 * x - a1 * y + second
          second = b0 * x - a2 * y
          sound[index] = y
        }
      }
    }
    return sound
  }

  /// The energy in the octave around a frequency, in both channels.
  func energy(_ center: Double) -> Double {
    [left, right].reduce(0) { sum, channel in
      sum + octave(center, of: channel).reduce(0) { $0 + $1 * $1 }
    }
  }

  /// What is left of the energy from each frame on, in the octave around a frequency (Schroeder 1965).
  func decay(_ center: Double) -> [Double] {
    let bands = [left, right].map { octave(center, of: $0) }
    var remaining = 0.0
    var decay = bands[0].indices.reversed().map { frame in
      remaining += bands[0][frame] * bands[0][frame] + bands[1][frame] * bands[1][frame]
      return remaining
    }
    decay.reverse()
    return decay
  }
}

extension Reverberator {
  /// What the room adds to a sound.
  func answer(to sound: [Float], blocks: Int? = nil) -> [Float] {
    var answer = [Float](repeating: 0, count: sound.count)
    sound.withUnsafeBufferPointer { sound in
      answer.withUnsafeMutableBufferPointer { answer in
        let length = blocks.map { 128 * $0 } ?? max(128, sound.count)
        for start in stride(from: 0, to: sound.count, by: length) {
          let part = start..<min(start + length, sound.count)
          process(
            UnsafeBufferPointer(rebasing: sound[part]),
            addingTo: UnsafeMutableBufferPointer(rebasing: answer[part]))
        }
      }
    }
    return answer
  }
}

/// The time of decay by 60 dB that a line through the decay between -5 and -35 dB has (T30, ISO 3382), in seconds.
func reverberationTime(_ decay: [Double], sampleRate: Int) -> Double {
  let levels = decay.map { 10 * log10($0 / decay[0]) }
  let points = levels.indices.filter { -35 ... -5 ~= levels[$0] }
  let count = Double(points.count)
  let middle = points.reduce(0.0) { $0 + Double($1) } / count
  let level = points.reduce(0.0) { $0 + levels[$1] } / count
  let slope =
    points.reduce(0.0) { $0 + (Double($1) - middle) * (levels[$1] - level) }
    / points.reduce(0.0) { $0 + (Double($1) - middle) * (Double($1) - middle) }
  return -60 / slope / Double(sampleRate)
}
