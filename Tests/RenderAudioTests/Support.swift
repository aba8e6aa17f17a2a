import CRenderSndFile
import Glibc
import RenderFiles
import RenderMIDI
import RenderTestSupport

@testable import RenderAudio

// MARK: - Music

/// A MIDI file whose ticks are milliseconds.
func millisecondFile(_ events: [(Int, MIDIEvent)]) -> MIDIFile {
  var track = MIDITrack()
  track.events = [TimedEvent(tick: 0, event: .meta(.tempo(microsecondsPerQuarter: 500_000)))]
  track.events += events.map { TimedEvent(tick: $0.0, event: $0.1) }
  track.events.append(TimedEvent(tick: events.last?.0 ?? 0, event: .meta(.endOfTrack)))
  return MIDIFile(format: .singleTrack, division: .ticksPerQuarter(500), tracks: [track])
}

func noteOn(_ key: UInt8, velocity: UInt8 = 127, channel: UInt8 = 0) -> MIDIEvent {
  .noteOn(channel: channel, key: key, velocity: velocity)
}

func noteOff(_ key: UInt8, channel: UInt8 = 0) -> MIDIEvent {
  .noteOff(channel: channel, key: key, velocity: 64)
}

func program(_ number: UInt8, channel: UInt8 = 0) -> MIDIEvent {
  .programChange(channel: channel, program: number)
}

// MARK: - Instruments

/// The sine soundfont, loaded once for all tests.
enum Fonts {
  private static let folder = TemporaryFolder()

  static let sine = try! LoadedSoundFont(
    path: folder.write(SoundFontBuilder().bytes(), to: "sine.sf2"))

  /// The soundfont that the package ships, found from this source file.
  static var pianoPath: String {
    let folders = #filePath.split(separator: "/").dropLast(3)
    return "/" + folders.joined(separator: "/") + "/SoundFonts/FluidR3-GrandPiano.sf2"
  }

  static let piano = try! LoadedSoundFont(path: pianoPath)
}

extension RenderSettings {
  /// Without effects, so that what a test looks for is all that sounds.
  static var dry: RenderSettings {
    var settings = RenderSettings()
    settings.reverb = nil
    settings.gain = 0.5
    return settings
  }
}

/// All samples of a piece, left and right interleaved.
func samples(
  of midi: MIDIFile, font: LoadedSoundFont = Fonts.sine, settings: RenderSettings = .dry
) throws -> (samples: [Float], report: RenderReport) {
  var samples: [Float] = []
  let report = try Renderer(soundFont: font, settings: settings).render(midi) {
    samples += $0
  }
  return (samples, report)
}

// MARK: - Sound

/// A stereo sine, interleaved; whole blocks of 64 frames.
func sine(
  _ frequency: Double, amplitude: Double, seconds: Double, phase: Double = 0
) -> [Float] {
  let frames = Int(seconds * 44_100) / 64 * 64
  return (0..<frames).flatMap { frame -> [Float] in
    let value = amplitude * sin(2 * .pi * frequency * Double(frame) / 44_100 + phase)
    return [Float(value), Float(value)]
  }
}

extension [Float] {
  /// The left channel of interleaved samples.
  var left: [Float] { stride(from: 0, to: count, by: 2).map { self[$0] } }

  var peak: Float { reduce(0) { Swift.max($0, abs($1)) } }

  /// The first sample that reaches a level.
  func onset(from start: Int = 0, level: Float = 1e-4) -> Int? {
    self[start...].firstIndex { abs($0) >= level }
  }

  /// The frequency of a steady tone from its rising zero crossings, interpolated.
  func frequency(sampleRate: Double) -> Double {
    var crossings: [Double] = []
    for index in 1..<count where self[index - 1] < 0 && self[index] >= 0 {
      let step = Double(self[index] - self[index - 1])
      crossings.append(Double(index) - Double(self[index]) / step)
    }
    return Double(crossings.count - 1) / (crossings.last! - crossings.first!) * sampleRate
  }
}

/// An audio file as libsndfile reads it.
struct DecodedFile {
  var sampleRate: Int
  var channels: Int
  var format: Int
  var samples: [Float]
  var tags: [Int: String] = [:]

  init(path: String) throws {
    var info = SF_INFO()
    guard let file = sf_open(path, Int32(SFM_READ), &info) else {
      throw AudioError.encoder(path: path, reason: String(cString: sf_strerror(nil)))
    }
    defer { sf_close(file) }
    sampleRate = Int(info.samplerate)
    channels = Int(info.channels)
    format = Int(info.format)
    samples = [Float](repeating: 0, count: Int(info.frames) * channels)
    let frames = sf_readf_float(file, &samples, info.frames)
    guard frames == info.frames else {
      throw AudioError.encoder(path: path, reason: "\(frames) of \(info.frames) frames")
    }
    for kind in [SF_STR_TITLE, SF_STR_SOFTWARE, SF_STR_COMMENT, SF_STR_DATE] {
      if let text = sf_get_string(file, Int32(kind)) { tags[kind] = String(cString: text) }
    }
  }
}
