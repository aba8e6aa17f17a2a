import RenderSystem

/// A detector of the moment at which a sound has died away: when no sample of a whole window reaches
/// the threshold. Amplitude decides and not time, since a low piano string rings for half a minute and
/// a woodblock does not.
struct DecayDetector {
  private let window: Int
  private var quietFrames = 0

  /// - Parameter window: the length of the window, in frames.
  init(window: Int) { self.window = window }

  var hasDecayed: Bool { quietFrames >= window }

  /// Takes the next samples, interleaved stereo; `threshold` is an amplitude, 1 being full scale.
  mutating func observe(_ samples: UnsafeBufferPointer<Float>, threshold: Float) {
    if samples.largestMagnitude >= threshold,
      let loud = samples.lastIndex(where: { abs($0) >= threshold })
    {
      quietFrames = (samples.count - 1 - loud) / 2
    } else {
      quietFrames += samples.count / 2
    }
  }
}

/// The place of the fade at the end of a sound: known once a piece was rendered, and the same for its parts.
struct FinalFade: Hashable, Sendable {
  /// The first frame that is softer.
  var frame: Int
  /// The length in frames.
  var length: Int
}

/// A fade to silence: half a period of a cosine, whose slope is zero at both ends.
struct FadeOut {
  let length: Int
  private var position = 0

  /// - Parameter length: the length of the fade, in frames.
  init(length: Int) { self.length = length }

  var isComplete: Bool { position >= length }

  mutating func apply(to samples: UnsafeMutableBufferPointer<Float>) {
    for frame in 0..<samples.count / 2 {
      let progress = min(1, Float(position + 1) / Float(length))
      let gain = 0.5 * (1 + cosf(.pi * progress))
      samples[2 * frame] *= gain
      samples[2 * frame + 1] *= gain
      position += 1
    }
  }
}
