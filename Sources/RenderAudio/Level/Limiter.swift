/// A look-ahead limiter of the true peak.
///
/// It works in blocks of 64 frames: each gets the gain that brings its true peak under the ceiling;
/// the smallest of the gains ahead is held, released exponentially and averaged over the look-ahead
/// (as in D. Giannoulis, M. Massberg, J. Reiss, "Digital Dynamic Range Compressor Design", JAES
/// 60(6), 2012, smooth decoupled detection with look-ahead). The gain moves in straight lines from
/// block to block and has reached what a peak needs before the peak comes. Where nothing is to be
/// limited, samples pass unchanged.
struct Limiter: ~Copyable {
  static let blockLength = Synthesizer.blockLength
  /// The number of blocks over which the gain goes down: 6 ms at 44.1 kHz.
  private static let lookAhead = 4
  /// The number of blocks after which 63% of a reduction is gone: 0.15 s at 44.1 kHz.
  private static let release: Float = 100

  private let ceiling: Float
  private var meter: TruePeakMeter
  /// The waiting blocks, interleaved, and the gains that they need, the oldest first.
  private var blocks: [[Float]] = []
  private var needs: [Float] = []
  /// The last held gains, `lookAhead + 1` of them; none before the first block.
  private var held: [Float] = []
  private var gain: Float = 1
  /// The smallest gain so far.
  private(set) var smallestGain: Float = 1

  /// - Parameters:
  ///   - sampleRate: the frames a second, in Hz.
  ///   - ceiling: the highest true peak as an amplitude, 1 being full scale.
  init(sampleRate: Int, ceiling: Float) {
    meter = TruePeakMeter(sampleRate: sampleRate)
    self.ceiling = ceiling
  }

  /// Takes whole blocks of interleaved samples, and passes on those whose look-ahead is known.
  mutating func process(
    _ samples: UnsafeBufferPointer<Float>, into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) rethrows {
    precondition(samples.count.isMultiple(of: 2 * Self.blockLength), "only whole blocks")
    for start in stride(from: 0, to: samples.count, by: 2 * Self.blockLength) {
      let block = samples[start..<start + 2 * Self.blockLength]
      append(Array(block))
      // The interpolator finds a peak at the end of a block with the next one, so what a block
      // needs is known two blocks after the look-ahead.
      if blocks.count > Self.lookAhead + 2 { try release(into: sink) }
    }
  }

  /// Passes on the rest.
  mutating func finish(into sink: (UnsafeBufferPointer<Float>) throws -> Void) rethrows {
    let rest = blocks.count
    for _ in 0..<Self.lookAhead + 2 {
      append([Float](repeating: 0, count: 2 * Self.blockLength))
    }
    for _ in 0..<rest { try release(into: sink) }
  }

  private mutating func append(_ block: [Float]) {
    let peak = block.withUnsafeBufferPointer { meter.peak(of: $0, above: ceiling) } ?? 0
    let need = peak > ceiling ? ceiling / peak : 1
    blocks.append(block)
    needs.append(need)
    if needs.count > 1 { needs[needs.count - 2] = min(needs[needs.count - 2], need) }
  }

  private mutating func release(into sink: (UnsafeBufferPointer<Float>) throws -> Void) rethrows {
    let smallest = needs[0...Self.lookAhead + 1].min()!
    if held.isEmpty {
      // A piece may begin with a peak: as if it had been seen coming.
      held = [Float](repeating: smallest, count: Self.lookAhead + 1)
      gain = smallest
    }
    let last = held[held.count - 1]
    held.removeFirst()
    held.append(min(smallest, last + (1 - last) / Self.release))
    let next = held.reduce(0, +) / Float(held.count)
    needs.removeFirst()
    var block = blocks.removeFirst()
    if gain < 1 || next < 1 {
      let step = (next - gain) / Float(Self.blockLength)
      for frame in 0..<Self.blockLength {
        let factor = gain + step * Float(frame + 1)
        block[2 * frame] *= factor
        block[2 * frame + 1] *= factor
      }
    }
    gain = next
    smallestGain = min(smallestGain, next)
    try block.withUnsafeBufferPointer(sink)
  }
}
