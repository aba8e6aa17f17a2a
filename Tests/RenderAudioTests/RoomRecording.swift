import Glibc
import RenderFiles
import RenderTestSupport
import Testing

@testable import RenderAudio

private let folder = getenv("RECORD_ROOMS").map { String(cString: $0) }

@Suite("The impulse responses of rooms") struct RoomRecording {
  /// `RECORD_ROOMS=folder` writes them for `Scripts/room-pictures.py`: raw stereo in single precision at 44.1 kHz.
  @Test(
    "can be drawn, beside FluidSynth's", .enabled(if: folder != nil),
    arguments: RenderSettings.Reverb.Room.allCases)
  func record(room: RenderSettings.Reverb.Room) throws {
    let seconds = 1.2 * room.design.decay.low
    for (side, name) in ["left", "right"].enumerated() {
      let response = ImpulseResponse(room.design, sides: [side], seconds: seconds)
      try write(response.samples, "\(room.rawValue)-\(name)")
    }
    // FluidSynth's reverb hears both sides as one.
    var settings = RenderSettings()
    settings.reverb = RenderSettings.Reverb(room, level: 1)
    let wet = try click(settings, seconds: seconds)
    settings.reverb = nil
    let dry = try click(settings, seconds: seconds)
    try write(zip(wet, dry).map { $0 - $1 }, "\(room.rawValue)-fluidsynth")
  }

  /// The sound of a sample that is silent but for one frame, after the time in which FluidSynth opens an envelope and
  /// before the loop.
  private func click(_ settings: RenderSettings, seconds: Double) throws -> [Float] {
    var builder = SoundFontBuilder()
    var frames = [Int16](repeating: 0, count: 446)
    frames[200] = .max
    builder.sampleData = frames.littleEndian
    builder.samples[0].loop = (300, 390)
    let files = TemporaryFolder()
    var synthesizer = try Synthesizer(
      settings, [SoundFont(path: files.write(builder.bytes(), to: "click.sf2"))])
    for controller in [7, 91] as [UInt8] {
      synthesizer.send(
        ChannelMessage(channel: 0, .controlChange(controller: controller, value: 127)))
    }
    synthesizer.send(ChannelMessage(channel: 0, .noteOn(key: 69, velocity: 127)))
    var samples = [Float](repeating: 0, count: 128 * Int(seconds * 44_100 / 64))
    try samples.withUnsafeMutableBufferPointer { try synthesizer.synthesize(into: [$0]) }
    return samples
  }

  private func write(_ samples: [Float], _ name: String) throws {
    guard let folder, let file = fopen("\(folder)/\(name).f32", "w") else { return }
    defer { fclose(file) }
    fwrite(samples, 4, samples.count, file)
  }
}
