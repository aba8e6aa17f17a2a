import CRenderEBUR128

/// A meter of true peaks (ITU-R BS.1770-4, annex 2): those of the continuous signal between samples,
/// as libebur128 finds them with four values a sample (two from 96 kHz on).
///
/// Interpolation costs more than all else that is done with a sample after its synthesis. A true
/// peak exceeds the sample peak around it at most by the sum of the interpolator's magnitudes, so
/// blocks that cannot reach the level of interest are passed over, without an error.
struct TruePeakMeter: ~Copyable {
  /// The sums of the magnitudes of libebur128's windowed sinc, rounded up.
  private static let largestGain: (below96kHz: Float, above: Float) = (1.87, 2.31)
  /// The number of frames that the interpolator remembers, of which half come before their peak.
  private static let memory = 24

  private var state: UnsafeMutablePointer<ebur128_state>?
  private let largestGain: Float
  /// The last frames, interleaved, and their sample peak.
  private var recent = [Float](repeating: 0, count: 2 * Self.memory)
  private var recentPeak: Float = 0
  /// Whether the interpolator has seen all frames up to now.
  private var isCurrent = true

  /// - Parameter sampleRate: the frames a second of a stereo signal, in Hz.
  init(sampleRate: Int) {
    state = ebur128_init(2, UInt(sampleRate), Int32(EBUR128_MODE_TRUE_PEAK.rawValue))
    precondition(state != nil, "libebur128 does not start")
    largestGain = sampleRate < 96_000 ? Self.largestGain.below96kHz : Self.largestGain.above
  }

  deinit {
    var state = state
    ebur128_destroy(&state)
  }

  /// Takes the next frames, at least 24, interleaved, and gives their true peak, 1 being full scale;
  /// nil if it is certainly not above `level`. A peak in the last frames may be found with the next.
  mutating func peak(
    of block: UnsafeBufferPointer<Float>, above level: Float
  ) -> Float? {
    let peak = block.largestMagnitude
    defer {
      let tail = UnsafeBufferPointer(rebasing: block.suffix(recent.count))
      recentPeak = tail.largestMagnitude
      recent.withUnsafeMutableBufferPointer { _ = $0.update(from: tail) }
    }
    guard max(peak, recentPeak) * largestGain > level else {
      isCurrent = false
      return nil
    }
    if !isCurrent {
      recent.withUnsafeBufferPointer { _ = measure($0) }
      isCurrent = true
    }
    return measure(block)
  }

  private mutating func measure(_ block: UnsafeBufferPointer<Float>) -> Float {
    ebur128_add_frames_float(state, block.baseAddress, block.count / 2)
    var (left, right) = (0.0, 0.0)
    ebur128_prev_true_peak(state, 0, &left)
    ebur128_prev_true_peak(state, 1, &right)
    return Float(max(left, right))
  }
}
