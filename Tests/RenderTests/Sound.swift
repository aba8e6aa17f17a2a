import CRenderSndFile

/// What libsndfile reads from an audio file.
struct Sound: Equatable {
  var sampleRate: Int32
  var channels: Int32
  var samples: [Int32]

  init?(_ path: String) {
    var info = SF_INFO()
    guard let file = sf_open(path, Int32(SFM_READ), &info) else { return nil }
    defer { sf_close(file) }
    sampleRate = info.samplerate
    channels = info.channels
    samples = [Int32](repeating: 0, count: Int(info.frames) * Int(info.channels))
    guard sf_readf_int(file, &samples, info.frames) == info.frames else { return nil }
  }
}
