import RenderDevices
import RenderFiles
import RenderMIDI

extension Renderer {
  /// Renders a MIDI file to an audio file, to standard output or to a sound device.
  ///
  /// A file takes two passes: the samples wait in a scratch file until loudness and true peak are
  /// known. A stream is written while it is made; its level has to be a gain, and a limiter keeps its
  /// peaks under the ceiling. Memory does not grow with the piece in either case.
  ///
  /// - Parameters:
  ///   - isCancelled: asked some hundred times a minute of sound; true ends the work with
  ///     `AudioError.cancelled`.
  ///   - synthesized: takes the seconds of sound so far, as often.
  /// - Throws: `AudioError`: options that are out of range or do not fit the format, a piece without
  ///   notes or of more than `RenderSettings.maximumSeconds`, a file that cannot be written.
  public func render(
    _ midi: MIDIFile, to destination: AudioDestination,
    options: AudioFileOptions = AudioFileOptions(), isCancelled: @escaping () -> Bool = { false },
    synthesized: (_ seconds: Double) -> Void = { _ in }
  ) throws(AudioError) -> RenderReport {
    var samples = 0
    return try write(to: destination, options, isCancelled) { (threshold, sink) in
      try render(midi, endingBelow: threshold) { part in
        try sink(part)
        samples += part.count
        synthesized(Double(samples / 2) / Double(settings.sampleRate))
      }
    }
  }

  /// Renders a track whose events are still being made, in ascending order of ticks, to an audio
  /// file, to standard output or to a sound device. The track has to be without portamento, legato and mono modes; a tempo holds for what
  /// follows it.
  ///
  /// - Parameters:
  ///   - instruments: all that play, in their channels, for which the events ask before their notes.
  ///   - isCancelled: asked some hundred times a minute of sound; true ends the work with
  ///     `AudioError.cancelled`.
  /// - Throws: `AudioError`, as for a MIDI file.
  public func render(
    _ events: some Sequence<TimedEvent>, division: MIDIFile.Division,
    instruments: [InstrumentRequest] = [InstrumentRequest(channel: 0)],
    to destination: AudioDestination, options: AudioFileOptions = AudioFileOptions(),
    isCancelled: @escaping () -> Bool = { false }
  ) throws(AudioError) -> RenderReport {
    try write(to: destination, options, isCancelled) { (threshold, sink) in
      try render(
        events, division: division, instruments: instruments, endingBelow: threshold, into: sink)
    }
  }

  private typealias Sink = (UnsafeBufferPointer<Float>) throws -> Void
  /// The synthesis of the piece, until it has decayed below a level that is asked for at its end, in dBFS.
  private typealias Synthesize = (_ threshold: () -> Double, _ sink: Sink) throws -> RenderReport

  private func write(
    to destination: AudioDestination, _ options: AudioFileOptions,
    _ isCancelled: @escaping () -> Bool, _ synthesize: Synthesize
  ) throws(AudioError) -> RenderReport {
    let check = { () throws(AudioError) in if isCancelled() { throw .cancelled } }
    do {
      // Where nothing can be written nothing has to be computed.
      let target = try AudioTarget(
        destination, options: options, sampleRate: settings.sampleRate)
      if destination.isLive {
        return try stream(to: target, options, synthesize, check)
      }
      return try writeFile(to: target, options, synthesize, check)
    } catch let error as AudioError {
      throw error
    } catch let error as FileError {
      throw .file(error)
    } catch let error as DeviceError {
      throw .device(error)
    } catch {
      // Synthesis throws its own errors and those of the sinks here.
      preconditionFailure("unexpected error \(error)")
    }
  }

  private func writeFile(
    to target: AudioTarget, _ options: AudioFileOptions, _ synthesize: Synthesize,
    _ check: @escaping () throws -> Void
  ) throws -> RenderReport {
    let scratch = try ScratchFile()
    var measurement = LevelMeasurement(sampleRate: settings.sampleRate)
    var report = try synthesize(
      { settings.tailThreshold - options.level.highestGain(forLoudness: measurement.loudness) },
      { samples in
        try check()
        measurement.add(samples)
        try scratch.write(UnsafeRawBufferPointer(samples))
      })
    let level = try options.level.level(of: scratch, measurement, sampleRate: settings.sampleRate)
    var stage = GainStage(
      gain: level.gain,
      limiter: level.limiting == nil
        ? nil : options.level.limiter(sampleRate: settings.sampleRate))
    var output = try AudioOutput(
      target, options, sampleRate: settings.sampleRate, frames: report.frames, threads: threads)
    try scratch.rewind()
    try scratch.forEachPart { part in
      try check()
      try stage.process(part) { try output.write($0) }
    }
    try stage.finish { try output.write($0) }
    report.profile = try output.finish()
    report.level = level
    return report
  }

  private func stream(
    to target: AudioTarget, _ options: AudioFileOptions, _ synthesize: Synthesize,
    _ check: @escaping () throws -> Void
  ) throws -> RenderReport {
    guard case .gain(let gain) = options.level.target else { throw AudioError.unknownLoudness }
    var stage = GainStage(
      gain: gain, limiter: options.level.limiter(sampleRate: settings.sampleRate))
    var output = try AudioOutput(
      target, options, sampleRate: settings.sampleRate, frames: nil, threads: threads)
    var measurement = LevelMeasurement(sampleRate: settings.sampleRate)
    let write: Sink = { samples in
      measurement.add(samples)
      try output.write(samples)
    }
    var report = try synthesize(
      { settings.tailThreshold - gain },
      { samples in
        try check()
        try stage.process(samples, into: write)
      })
    try stage.finish(into: write)
    report.profile = try output.finish()
    report.remarks += output.remarks
    report.level = LevelReport(
      loudness: measurement.loudness, truePeak: measurement.truePeak, gain: gain,
      limiting: stage.limiting)
    return report
  }
}
