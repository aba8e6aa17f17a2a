import RenderFiles
import RenderMIDI
import RenderRandomness

extension Renderer {
  /// Renders parts of a MIDI file to files of their own, after the mix of all.
  ///
  /// All have the length of the mix, the gain that it has before its limiter, and its fade at the end. A part has its
  /// share of the room, so that the files of all parts add up to the mix before its limiter, but for the rounding of
  /// each. Beyond that is what the mix loses where parts share a channel on which notes end or join each other (mono and
  /// legato modes, exclusive classes).
  ///
  /// The mix is not made again. Its voices are played once more, for fourteen parts at a time, each part with a reverb of
  /// its own; memory does not grow with the piece. Where parts have notes that send differently to the reverb, they are
  /// fewer.
  ///
  /// - Parameters:
  ///   - stems: the parts, whose files have different names.
  ///   - mix: the report on the mix of the same file, by a renderer with the same soundfont and settings.
  ///   - folder: the folder of the files. Each appears there when it is complete.
  ///   - options: those of the mix; its title is followed by the part's name.
  ///   - isCancelled: asked some hundred times a minute of sound; true ends the work with `AudioError.cancelled`.
  /// - Throws: `AudioError`: options that do not fit the format, files that cannot be written.
  public func render(
    _ stems: [Stem], of midi: MIDIFile, beside mix: RenderReport, in folder: Folder,
    options: AudioFileOptions = AudioFileOptions(),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(AudioError) -> [StemReport] {
    let timeline = Timeline(midi)
    soundFont.load(timeline.instruments)
    let groups = StemGroups(
      stems, timeline, mix.hasFluidSynthReverb ? nil : timeline.reverbShares(soundFont))
    do {
      var reports: [StemReport] = []
      while reports.count < stems.count {
        let numbers = groups.pass(from: reports.count)
        let writers = try numbers.map {
          try StemWriter(
            stems[$0], number: $0 + 1, mix, in: folder, options, settings: settings,
            threads: threads)
        }
        try play(writers, numbers, groups, timeline, mix, isCancelled)
        reports += writers.map(\.report)
      }
      return reports
    } catch let error as AudioError {
      throw error
    } catch let error as FileError {
      throw .file(error)
    } catch {
      // Synthesis throws its own errors and those of the sink here.
      preconditionFailure("unexpected error \(error)")
    }
  }

  private func play(
    _ writers: [StemWriter], _ numbers: Range<Int>, _ groups: StemGroups, _ timeline: Timeline,
    _ mix: RenderReport, _ isCancelled: () -> Bool
  ) throws {
    var mixdown = Mixdown(sounds: numbers.count + 1)
    if !mix.hasFluidSynthReverb, let reverb = settings.reverb {
      mixdown = Mixdown(
        groups.shares[numbers] + [[.none]], heard: numbers.count, in: reverb,
        sampleRate: settings.sampleRate)
    }
    var synthesis = try Synthesis(
      MessageQueue(
        timeline.messages(groupedBy: groups.group(in: numbers)).makeIterator(),
        endOfPiece: timeline.end, settings: settings),
      KeyDivision(soundFont.all, timeline.messages), soundFont: soundFont, settings: settings,
      mixdown: mixdown, threads: threads,
      fadingOutAt: mix.fade ?? FinalFade(frame: mix.frames, length: Synthesizer.blockLength))
    // The known fade is the end, whatever the level.
    _ = try synthesis.play(endingBelow: { -.infinity }) { samples in
      if isCancelled() { throw AudioError.cancelled }
      // The last group has the notes of all others.
      let parts = UnsafeMutableBufferPointer(mutating: samples).divided(into: mixdown.sounds)
      for (part, writer) in zip(parts, writers) { try writer.write(UnsafeBufferPointer(part)) }
    }
    for writer in writers { try writer.finish() }
  }
}

/// A stem's file while it is written.
private final class StemWriter {
  let stem: Stem
  private var stage: GainStage
  private var output: AudioOutput
  /// The number of samples that are still to come.
  private var missing: Int
  private var peak: Float = 0
  private let hasIntegers: Bool

  init(
    _ stem: Stem, number: Int, _ mix: RenderReport, in folder: Folder, _ options: AudioFileOptions,
    settings: RenderSettings, threads: Int
  ) throws {
    self.stem = stem
    var options = options
    options.tags.title = options.tags.title.map { "\($0): \(stem.name)" } ?? stem.name
    options.wantsProfile = false
    let target = try AudioTarget(
      .file(stem.file, in: folder), options: options, sampleRate: settings.sampleRate)
    stage = GainStage(gain: mix.level?.gain ?? 0)
    output = try AudioOutput(
      target, options, sampleRate: settings.sampleRate, frames: mix.frames, threads: threads,
      dither: .stemDither(part: number))
    missing = 2 * mix.frames
    hasIntegers = options.sampleFormat(in: try AudioFileFormat(path: stem.file))?.integerBits != nil
  }

  var report: StemReport {
    StemReport(stem: stem, peak: peak, isClipped: peak > 1 && hasIntegers)
  }

  func write(_ samples: UnsafeBufferPointer<Float>) throws {
    let wanted = UnsafeBufferPointer(rebasing: samples.prefix(missing))
    missing -= wanted.count
    try stage.process(wanted) { samples in
      peak = max(peak, samples.largestMagnitude)
      try output.write(samples)
    }
  }

  /// Completes the file, with silence up to the length of the mix.
  func finish() throws(AudioError) {
    try output.writeSilence(missing)
    _ = try output.finish()
  }
}

extension AudioOutput {
  /// Appends so many samples of silence.
  fileprivate mutating func writeSilence(_ count: Int) throws(AudioError) {
    var missing = count
    let silence = [Float](repeating: 0, count: min(count, 1 << 16))
    while missing > 0 {
      let part = silence.prefix(missing)
      missing -= part.count
      try part.withUnsafeBufferPointer { (samples) throws(AudioError) in try write(samples) }
    }
  }
}
