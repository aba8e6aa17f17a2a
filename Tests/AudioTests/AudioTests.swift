import MIDI
import Testing

@testable import Audio

@Test func `a scale becomes a file`() throws {
  var track = MIDITrack()
  for (index, key) in [60, 62, 64, 65, 67, 69, 71, 72].enumerated() {
    let key = UInt8(key)
    track.events.append(
      TimedEvent(tick: 240 * index, event: .noteOn(channel: 0, key: key, velocity: 80)))
    track.events.append(
      TimedEvent(tick: 240 * index + 240, event: .noteOff(channel: 0, key: key, velocity: 0)))
  }
  let midi = MIDIFile(format: .singleTrack, division: .ticksPerQuarter(480), tracks: [track])
  let font = try LoadedSoundFont(path: "SoundFonts/FluidR3-GrandPiano.sf2")
  let renderer = try Renderer(soundFont: font)
  let report = try renderer.render(midi, to: .file("/tmp/scale.wav"))
  print(report)
  print(try renderer.render(midi, to: .file("/tmp/scale.flac")))
  #expect(report.notes == 8)
}
