import CRenderSndFile
import Dispatch
import RenderFiles
import RenderSystem
import RenderThreads

/// An audio file that libsndfile encodes: the only owner of its handle.
///
/// libsndfile gets no file but calls for reading, writing and seeking, which go to an
/// `AtomicFile`: it hides short writes, ours do not.
///
/// It can encode on a thread of its own, while the caller makes the samples that follow.
final class SoundFileEncoder {
  /// The state of encoding: used by the work that runs, or by the caller once that is done.
  private final class Coding: @unchecked Sendable {
    let file: AtomicFile
    /// The offset at which libsndfile's part of the file begins.
    let start: Int
    var handle: OpaquePointer?
    /// The first failure of a call that libsndfile made.
    var failure: FileError?
    var isComplete = true

    init(_ file: AtomicFile, start: Int) {
      self.file = file
      self.start = start
    }

    func encode(_ write: (OpaquePointer?) -> Bool) {
      isComplete = write(handle) && failure == nil
    }
  }

  let sampleFormat: SampleFormat?
  private let coding: Coding
  /// Whether another thread encodes than that of the caller, where there is one.
  private let isApart: Bool
  private let work = DispatchGroup()

  /// Starts a stereo file of `frames` frames.
  init(
    _ file: AtomicFile, format: AudioFileFormat, options: AudioFileOptions, sampleRate: Int,
    frames: Int, isApart: Bool = false
  ) throws(AudioError) {
    self.isApart = isApart
    sampleFormat = options.sampleFormat(in: format)
    // LAME, behind libsndfile, takes UTF-8 for Latin-1 and knows neither software nor a date.
    let tag = format == .mp3 ? ID3Tag(options.tags).bytes : []
    coding = Coding(file, start: tag.count)
    do { try file.write(tag) } catch { throw .file(error) }
    var info = SF_INFO()
    info.samplerate = Int32(sampleRate)
    info.channels = 2
    info.format = try Self.code(format, sampleFormat, frames: frames)
    var calls = Self.calls
    coding.handle = sf_open_virtual(
      &calls, Int32(SFM_WRITE), &info, Unmanaged.passUnretained(coding).toOpaque())
    guard let handle = coding.handle else { throw error(nil) }
    // The peak chunk would hold the time of day.
    sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
    if format.isLossy {
      set(quality: options.quality ?? AudioFileOptions.defaultQuality, of: format)
    } else if format == .flac {
      // FLAC's level 4 of 8: files of a piano grow by a thousandth, in three quarters of the time that
      // libsndfile's level 5 takes.
      set(compression: 4 / 8)
    }
    if format != .mp3 { try set(options.tags) }
  }

  deinit {
    work.wait()
    if let handle = coding.handle { sf_close(handle) }
  }

  /// Appends interleaved samples of 16 bits.
  func write(_ samples: [Int16]) throws(AudioError) {
    let frames = sf_count_t(samples.count / 2)
    try encode { sf_writef_short($0, samples, frames) == frames }
  }

  /// Appends interleaved samples of more bits.
  func write(_ samples: [Int32]) throws(AudioError) {
    let frames = sf_count_t(samples.count / 2)
    // libsndfile takes the upper bits of its integers.
    let shift = 32 - (sampleFormat?.integerBits ?? 32)
    try encode { sf_writef_int($0, samples.map { $0 << shift }, frames) == frames }
  }

  /// Appends interleaved samples, 1 being full scale.
  func write(_ samples: UnsafeBufferPointer<Float>) throws(AudioError) {
    let frames = sf_count_t(samples.count / 2)
    let samples = Array(samples)
    try encode { sf_writef_float($0, samples, frames) == frames }
  }

  /// Passes samples to libsndfile, once it is done with those before.
  private func encode(
    _ write: @escaping @Sendable (OpaquePointer?) -> Bool
  ) throws(AudioError) {
    try join()
    if isApart {
      work.enter()
      let isStarted = Threads.start { [coding, work] in
        coding.encode(write)
        work.leave()
      }
      if isStarted { return }
      work.leave()
    }
    coding.encode(write)
    try join()
  }

  /// Waits for what is being encoded, and throws its failure.
  private func join() throws(AudioError) {
    work.wait()
    if !coding.isComplete { throw error(coding.handle) }
  }

  /// Completes the file and gives it its name.
  func finish() throws(AudioError) {
    try join()
    let closing = coding.handle
    coding.handle = nil
    let result = sf_close(closing)
    if coding.failure != nil { throw error(nil) }
    if result != 0 {
      throw .encoder(path: coding.file.path, reason: String(cString: sf_error_number(result)))
    }
    do { try coding.file.commit() } catch { throw .file(error) }
  }

  private func set(_ tags: AudioTags) throws(AudioError) {
    let strings = [
      (SF_STR_TITLE, tags.title), (SF_STR_SOFTWARE, tags.software), (SF_STR_COMMENT, tags.comment),
      (SF_STR_DATE, tags.date),
    ]
    for case (let kind, let text?) in strings {
      if sf_set_string(coding.handle, Int32(kind), text) != 0 { throw error(coding.handle) }
    }
  }

  private func error(_ handle: OpaquePointer?) -> AudioError {
    if let failure = coding.failure { return .file(failure) }
    return .encoder(path: coding.file.path, reason: String(cString: sf_strerror(handle)))
  }

  /// - Parameter quality: the quality, 0...10. libsndfile counts compression from 0 to 1 instead, which
  ///   each encoder understands differently.
  private func set(quality: Double, of format: AudioFileFormat) {
    var compression = 1 - quality / 10
    switch format {
    case .mp3:
      // LAME's V10 to V0.
      var mode = Int32(SF_BITRATE_MODE_VARIABLE)
      sf_command(
        coding.handle, Int32(SFC_SET_BITRATE_MODE), &mode, Int32(MemoryLayout<Int32>.size))
    case .opus:
      // libsndfile's 6 to 256 kbit/s a channel; here 24 to 104, of which 80 is transparent.
      compression = 1 - (18 + 8 * quality) / 250
    case .wav, .flac, .aiff, .ogg: break
    }
    set(compression: compression)
  }

  /// - Parameter compression: the compression on the encoder's own scale, 0...1.
  private func set(compression: Double) {
    var compression = compression
    sf_command(
      coding.handle, Int32(SFC_SET_COMPRESSION_LEVEL), &compression,
      Int32(MemoryLayout<Double>.size))
  }

  private static func code(
    _ format: AudioFileFormat, _ sampleFormat: SampleFormat?, frames: Int
  ) throws(AudioError) -> Int32 {
    // Sizes in WAV and AIFF are 32 bits wide; 1 MiB is more than all headers and tags.
    let isLong = frames * 2 * (sampleFormat?.bytes ?? 0) > Int(UInt32.max) - 1 << 20
    if isLong, format == .aiff { throw .tooLongForFormat(format) }
    let encoding =
      switch sampleFormat {
      case .integer16: SF_FORMAT_PCM_16
      case .integer24: SF_FORMAT_PCM_24
      case .integer32: SF_FORMAT_PCM_32
      case .float32: SF_FORMAT_FLOAT
      case nil: 0
      }
    let container =
      switch format {
      case .wav: isLong ? SF_FORMAT_RF64 : SF_FORMAT_WAV
      case .aiff: SF_FORMAT_AIFF
      case .flac: SF_FORMAT_FLAC
      case .ogg: SF_FORMAT_OGG | SF_FORMAT_VORBIS
      case .opus: SF_FORMAT_OGG | SF_FORMAT_OPUS
      case .mp3: SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
      }
    return Int32(container | encoding)
  }
}

// MARK: - libsndfile's calls

extension SoundFileEncoder {
  private static let calls = SF_VIRTUAL_IO(
    get_filelen: { user in
      attempt(user) { (file, start) throws(FileError) in try file.size() - start }
    },
    seek: { offset, origin, user in
      attempt(user) { (file, start) throws(FileError) in
        let offset = Int(offset) + (origin == SEEK_SET ? start : 0)
        return try file.seek(to: offset, from: origin) - start
      }
    },
    read: { bytes, count, user in
      attempt(user) { (file, _) throws(FileError) in
        try file.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: Int(count)))
      }
    },
    write: { bytes, count, user in
      attempt(user) { (file, _) throws(FileError) in
        try file.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        return Int(count)
      }
    },
    tell: { user in
      attempt(user) { (file, start) throws(FileError) in
        try file.seek(to: 0, from: SEEK_CUR) - start
      }
    }
  )

  /// Does what libsndfile asks of the file. After the first failure nothing more is tried.
  private static func attempt(
    _ user: UnsafeMutableRawPointer?, _ body: (AtomicFile, _ start: Int) throws(FileError) -> Int
  ) -> sf_count_t {
    guard let user else { return -1 }
    let coding = Unmanaged<Coding>.fromOpaque(user).takeUnretainedValue()
    guard coding.failure == nil else { return -1 }
    do {
      return sf_count_t(try body(coding.file, coding.start))
    } catch {
      coding.failure = error
      return -1
    }
  }
}
