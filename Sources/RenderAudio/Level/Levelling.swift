import RenderFiles

/// The loudness and true peak of a sound so far.
struct LevelMeasurement: ~Copyable {
  private static let blockLength = Synthesizer.blockLength
  private var loudnessMeter: LoudnessMeter
  private var peakMeter: TruePeakMeter
  private var peak: Float = 0

  init(sampleRate: Int) {
    loudnessMeter = LoudnessMeter(sampleRate: sampleRate)
    peakMeter = TruePeakMeter(sampleRate: sampleRate)
  }

  /// Takes whole blocks of 64 frames.
  mutating func add(_ samples: UnsafeBufferPointer<Float>) {
    precondition(samples.count.isMultiple(of: 2 * Self.blockLength), "only whole blocks")
    loudnessMeter.add(samples)
    for start in stride(from: 0, to: samples.count, by: 2 * Self.blockLength) {
      let block = UnsafeBufferPointer(rebasing: samples[start..<start + 2 * Self.blockLength])
      if let higher = peakMeter.peak(of: block, above: peak) { peak = max(peak, higher) }
    }
  }

  /// The integrated loudness, in LUFS.
  var loudness: Double { loudnessMeter.integrated }
  /// The true peak, in dBTP.
  var truePeak: Double { Decibels.from(amplitude: peak) }
}

/// The largest number of passes that look for the gain with which a limited sound has its target.
private let mostPasses = 5
/// The errors in LU: the one that ends the search, and the one that is reported.
private let tolerance = 0.05
private let noticeableError = 0.3

extension LevelSettings {
  /// The level for a sound that waits in a scratch file, and of which `measurement` was taken.
  func level(
    of sound: borrowing ScratchFile, _ measurement: borrowing LevelMeasurement, sampleRate: Int
  ) throws -> LevelReport {
    let wanted = gain(forLoudness: measurement.loudness)
    let most = ceiling - measurement.truePeak
    if wanted > most, limits {
      return try limitedLevel(of: sound, gain: wanted, sampleRate: sampleRate)
    }
    let gain = min(wanted, most)
    return LevelReport(
      loudness: measurement.loudness + gain, truePeak: measurement.truePeak + gain, gain: gain,
      isBoundByCeiling: wanted > most)
  }

  private func limitedLevel(
    of sound: borrowing ScratchFile, gain: Double, sampleRate: Int
  ) throws -> LevelReport {
    var level = LevelReport()
    level.gain = gain
    for pass in 1...mostPasses {
      var measurement = LevelMeasurement(sampleRate: sampleRate)
      var stage = GainStage(gain: level.gain, limiter: limiter(sampleRate: sampleRate))
      try sound.rewind()
      try sound.forEachPart { try stage.process($0) { measurement.add($0) } }
      try stage.finish { measurement.add($0) }
      level.loudness = measurement.loudness
      level.truePeak = measurement.truePeak
      level.limiting = stage.limiting
      guard case .loudness(let target) = target, level.loudness.isFinite else { break }
      let missing = target - level.loudness
      level.isBoundByCeiling = missing > noticeableError
      if abs(missing) <= tolerance || pass == mostPasses { break }
      level.gain += missing
    }
    return level
  }

  func limiter(sampleRate: Int) -> Limiter {
    Limiter(sampleRate: sampleRate, ceiling: Decibels.amplitude(ceiling))
  }
}

extension ScratchFile {
  /// Calls `body` with the samples from the present position to the end, in whole blocks.
  func forEachPart(_ body: (UnsafeBufferPointer<Float>) throws -> Void) throws {
    let samples = UnsafeMutableBufferPointer<Float>.allocate(capacity: 1 << 16)
    defer { samples.deallocate() }
    while true {
      let bytes = try read(into: UnsafeMutableRawBufferPointer(samples))
      if bytes == 0 { return }
      try body(UnsafeBufferPointer(rebasing: samples[..<(bytes / MemoryLayout<Float>.stride)]))
    }
  }
}
