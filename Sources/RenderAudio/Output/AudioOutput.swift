import RenderDevices
import RenderFiles
import RenderRandomness

/// The output of levelled samples to a file or stream, through dither and an encoder.
struct AudioOutput: ~Copyable {
  private enum Sink {
    case encoder(SoundFileEncoder)
    case stream(WAVStream)
    case player(PCMOutput)
  }

  private let sink: Sink
  /// The device that is written to and has to be closed, where it is one.
  private let device: AtomicFile?
  private var quantizer: Quantizer?
  private var profiler: SoundProfiler?

  /// Begins a file or stream.
  ///
  /// - Parameters:
  ///   - sampleRate: the frames a second, in Hz.
  ///   - frames: the length; nil where that is not known yet.
  ///   - threads: with more than 1, encoding runs while the samples that follow are made.
  ///   - dither: the stream of the dither's random numbers.
  init(
    _ target: AudioTarget, _ options: AudioFileOptions, sampleRate: Int, frames: Int?, threads: Int,
    dither: RandomStream = .dither
  ) throws(AudioError) {
    let sampleFormat: SampleFormat?
    switch target {
    case .file(let file, let format):
      device = nil
      sampleFormat = options.sampleFormat(in: format)
      sink = .encoder(
        try SoundFileEncoder(
          file, format: format, options: options, sampleRate: sampleRate, frames: frames ?? 0,
          isApart: threads > 1))
    case .stream(let file):
      device = file
      let stored = options.sampleFormat ?? .integer16
      sampleFormat = stored
      sink = .stream(
        try WAVStream(
          sampleFormat: stored, sampleRate: sampleRate, frames: frames, tags: options.tags
        ) { (raw) throws(FileError) in
          if let file { try file.write(raw) } else { try StandardStream.output.write(raw) }
        })
    case .device(let output):
      device = nil
      sampleFormat = .integer16
      sink = .player(output)
    }
    quantizer = sampleFormat?.integerBits.map {
      Quantizer(bits: $0, seed: options.ditherSeed, stream: dither)
    }
    profiler = options.wantsProfile ? SoundProfiler(sampleRate: sampleRate) : nil
  }

  /// Appends interleaved samples, 1 being full scale.
  mutating func write(_ samples: UnsafeBufferPointer<Float>) throws(AudioError) {
    profiler?.add(samples)
    guard quantizer != nil else {
      switch sink {
      case .encoder(let encoder): try encoder.write(samples)
      case .stream(let stream): try stream.write(samples)
      case .player: preconditionFailure("a device takes integers")
      }
      return
    }
    switch sink {
    case .encoder(let encoder) where encoder.sampleFormat == .integer16:
      try encoder.write(quantizer!.quantize(samples, as: Int16.self))
    case .encoder(let encoder): try encoder.write(quantizer!.quantize(samples, as: Int32.self))
    case .stream(let stream): try stream.write(quantizer!.quantize(samples))
    case .player(let output):
      do { try output.write(quantizer!.quantize(samples)) } catch { throw .device(error) }
    }
  }

  /// Completes the file, and returns the profile that was asked for.
  mutating func finish() throws(AudioError) -> SoundProfile? {
    switch sink {
    case .encoder(let encoder): try encoder.finish()
    case .stream: do { try device?.commit() } catch { throw .file(error) }
    case .player(let output): do { try output.finish() } catch { throw .device(error) }
    }
    return profiler.take()?.finish()
  }

  /// What a listener should know of how it went.
  var remarks: [String] {
    guard case .player(let output) = sink, output.underruns > 0 else { return [] }
    return [
      "the sound broke off \(output.underruns == 1 ? "once" : "\(output.underruns) times"): it was not made in time"
    ]
  }
}
