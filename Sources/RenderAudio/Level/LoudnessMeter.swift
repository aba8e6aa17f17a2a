import CRenderEBUR128

/// A meter of loudness after EBU R 128 (ITU-R BS.1770-4): the owner of a libebur128 state.
///
/// Gated blocks are kept as a histogram, so any length takes the same memory.
struct LoudnessMeter: ~Copyable {
  private var state: UnsafeMutablePointer<ebur128_state>?

  /// - Parameter sampleRate: the frames a second of a stereo signal, in Hz.
  init(sampleRate: Int, measuresShortTerm: Bool = false) {
    var mode = EBUR128_MODE_I.rawValue | EBUR128_MODE_HISTOGRAM.rawValue
    if measuresShortTerm { mode |= EBUR128_MODE_S.rawValue }
    state = ebur128_init(2, UInt(sampleRate), Int32(mode))
    // Nothing but an impossible rate or a lack of memory makes it fail.
    precondition(state != nil, "libebur128 does not start")
  }

  deinit {
    var state = state
    ebur128_destroy(&state)
  }

  /// Takes the next samples, left and right interleaved.
  mutating func add(_ samples: UnsafeBufferPointer<Float>) {
    ebur128_add_frames_float(state, samples.baseAddress, samples.count / 2)
  }

  /// The loudness of everything so far, in LUFS; minus infinity for what is shorter than 0.4 s or silent.
  var integrated: Double {
    var loudness = -Double.infinity
    ebur128_loudness_global(state, &loudness)
    return loudness
  }

  /// The loudness of the last 0.4 s, in LUFS.
  var momentary: Double {
    var loudness = -Double.infinity
    ebur128_loudness_momentary(state, &loudness)
    return loudness
  }

  /// The loudness of the last 3 s, in LUFS, where the meter was made to measure it.
  var shortTerm: Double {
    var loudness = -Double.infinity
    ebur128_loudness_shortterm(state, &loudness)
    return loudness
  }
}
