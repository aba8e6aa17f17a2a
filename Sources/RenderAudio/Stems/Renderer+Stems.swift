import Dispatch
import RenderFiles
import RenderMIDI
import RenderRandomness
import Synchronization

extension Renderer {
  /// Renders parts of a MIDI file to files of their own, after the mix of all.
  ///
  /// All have the length of the mix, the gain that it has before its limiter, and its fade at the end. A part has its
  /// share of the room, so that the files of all parts add up to the mix before its limiter, but for the rounding of
  /// each. Beyond that is what the mix loses: voices that end since there are more than `RenderSettings.polyphony`, and
  /// notes that end or join those of another part on their channel (mono and legato modes, exclusive classes). And
  /// FluidSynth lets a voice begin, for one block, at the pan of the one whose place it takes, which depends on all that
  /// plays: for 1.5 ms after some onsets the sum is up to 0.001 of the peak off (seen in 2.3.1).
  ///
  /// The mix is not made again, and each file takes one pass, so that memory does not grow with the piece.
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
    // Two threads play the halves of a stem.
    let workers = max(1, min(stems.count, threads / 2))
    let results = Mutex<[Int: Result<StemReport, AudioError>]>([:])
    let check = { @Sendable () throws(AudioError) in
      // One that fails is the end of all.
      if isCancelled() || results.withLock({ $0.values.contains(where: \.isFailure) }) {
        throw AudioError.cancelled
      }
    }
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: stems.count, by: workers) {
        let result = Result { () throws(AudioError) in
          try check()
          return try write(
            stems[index], number: index + 1, timeline, mix, in: folder, options,
            threads: max(1, threads / workers), check)
        }
        results.withLock { $0[index] = result }
      }
    }
    let all = results.withLock { results in stems.indices.compactMap { results[$0] } }
    // The others were cancelled since this one failed.
    for case .failure(let error) in all where error != .cancelled { throw error }
    var reports: [StemReport] = []
    for result in all { reports.append(try result.get()) }
    return reports
  }

  private func write(
    _ stem: Stem, number: Int, _ timeline: Timeline, _ mix: RenderReport, in folder: Folder,
    _ options: AudioFileOptions, threads: Int, _ check: @escaping () throws(AudioError) -> Void
  ) throws(AudioError) -> StemReport {
    do {
      var options = options
      options.tags.title = options.tags.title.map { "\($0): \(stem.name)" } ?? stem.name
      options.wantsProfile = false
      let target = try AudioTarget(
        .file(stem.file, in: folder), options: options, sampleRate: settings.sampleRate)
      let format = try AudioFileFormat(path: stem.file)
      var synthesis = try Synthesis(
        MessageQueue(
          timeline.messages(of: stem).makeIterator(), endOfPiece: timeline.end, settings: settings),
        KeyDivision(soundFont.all, timeline.messages), soundFont: soundFont,
        settings: settings, threads: threads,
        fadingOutAt: mix.fade ?? FinalFade(frame: mix.frames, length: Synthesizer.blockLength))
      var stage = GainStage(gain: mix.level?.gain ?? 0)
      var output = try AudioOutput(
        target, options, sampleRate: settings.sampleRate, frames: mix.frames, threads: threads,
        dither: .stemDither(part: number))
      var missing = 2 * mix.frames
      var peak: Float = 0
      // The known fade is the end, whatever the level.
      let threshold = { -Double.infinity }
      _ = try synthesis.play(endingBelow: threshold) { samples in
        try check()
        let wanted = UnsafeBufferPointer(rebasing: samples.prefix(missing))
        missing -= wanted.count
        try stage.process(wanted) { samples in
          peak = max(peak, samples.largestMagnitude)
          try output.write(samples)
        }
      }
      try output.writeSilence(missing)
      _ = try output.finish()
      return StemReport(
        stem: stem, peak: peak,
        isClipped: peak > 1 && options.sampleFormat(in: format)?.integerBits != nil)
    } catch let error as AudioError {
      throw error
    } catch let error as FileError {
      throw .file(error)
    } catch {
      // Synthesis throws its own errors and those of the sink here.
      preconditionFailure("unexpected error \(error)")
    }
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

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
