import RenderSystem

/// A sound device that plays stereo samples of 16 bits: a sound card, or whatever else an ALSA configuration names,
/// such as PulseAudio or PipeWire, which are the default device where they run.
public final class PCMOutput {
  /// The name of the device that a computer's settings choose.
  public static let defaultDevice = "default"
  /// The sound that waits in the device, in microseconds: this long may the next samples take to come.
  private static let latency: UInt32 = 200_000

  /// The number of times that the device had nothing left to play.
  public private(set) var underruns = 0

  private let name: String
  private let library: ALSALibrary
  private let functions: PCMFunctions
  private let pcm: OpaquePointer
  private var isFinished = false

  /// Opens a device.
  ///
  /// - Parameters:
  ///   - device: ALSA's name for it, `default` or `hw:0` say.
  ///   - sampleRate: frames a second, in Hz; a device that has others converts them.
  public convenience init(device: String = defaultDevice, sampleRate: Int) throws(DeviceError) {
    try self.init(device: device, sampleRate: sampleRate, library: ALSALibrary())
  }

  init(device name: String, sampleRate: Int, library: ALSALibrary) throws(DeviceError) {
    let functions = try PCMFunctions(library)
    var pcm: OpaquePointer?
    let code = functions.open(&pcm, name, PCMFunctions.playback, 0)
    guard code >= 0, let pcm else {
      throw .soundDevice(name: name, reason: library.reason(code))
    }
    self.name = name
    self.library = library
    self.functions = functions
    self.pcm = pcm
    let refused = functions.setParameters(
      pcm, PCMFunctions.littleEndian16, PCMFunctions.interleaved, 2, UInt32(sampleRate), 1,
      Self.latency)
    guard refused >= 0 else {
      throw .soundDevice(name: name, reason: library.reason(refused))
    }
  }

  /// What was not finished is dropped, so that the sound ends at once.
  deinit {
    if !isFinished { _ = functions.drop(pcm) }
    _ = functions.close(pcm)
  }

  /// Plays samples, left and right interleaved. Waits while the device has enough.
  public func write(_ samples: [Int16]) throws(DeviceError) {
    try samples.withUnsafeBufferPointer { (buffer) throws(DeviceError) in
      guard let base = buffer.baseAddress else { return }
      var done = 0
      while done < buffer.count / 2 {
        let count = functions.write(pcm, base + 2 * done, UInt(buffer.count / 2 - done))
        if count >= 0 { done += count } else { try recover(Int32(count)) }
      }
    }
  }

  /// Waits until all is played.
  public func finish() throws(DeviceError) {
    let code = functions.drain(pcm)
    guard code >= 0 else { throw lost(code) }
    isFinished = true
  }

  /// Begins again after an underrun, and after a computer's sleep.
  private func recover(_ code: Int32) throws(DeviceError) {
    if code == -EPIPE { underruns += 1 }
    let failure = functions.recover(pcm, code, 1)
    if failure < 0 { throw lost(failure) }
  }

  private func lost(_ code: Int32) -> DeviceError {
    .lostSoundDevice(name: name, reason: library.reason(code))
  }
}

/// The functions of ALSA that play samples, as `alsa/pcm.h` declares them.
private struct PCMFunctions {
  static let playback: Int32 = 0
  static let littleEndian16: Int32 = 2
  static let interleaved: Int32 = 3

  let open:
    @convention(c) (
      UnsafeMutablePointer<OpaquePointer?>, UnsafePointer<CChar>, Int32, Int32
    ) -> Int32
  let setParameters:
    @convention(c) (OpaquePointer, Int32, Int32, UInt32, UInt32, Int32, UInt32) -> Int32
  let write: @convention(c) (OpaquePointer, UnsafePointer<Int16>, UInt) -> Int
  let recover: @convention(c) (OpaquePointer, Int32, Int32) -> Int32
  let drain: @convention(c) (OpaquePointer) -> Int32
  let drop: @convention(c) (OpaquePointer) -> Int32
  let close: @convention(c) (OpaquePointer) -> Int32

  init(_ library: ALSALibrary) throws(DeviceError) {
    open = try library.function("snd_pcm_open")
    setParameters = try library.function("snd_pcm_set_params")
    write = try library.function("snd_pcm_writei")
    recover = try library.function("snd_pcm_recover")
    drain = try library.function("snd_pcm_drain")
    drop = try library.function("snd_pcm_drop")
    close = try library.function("snd_pcm_close")
  }
}
