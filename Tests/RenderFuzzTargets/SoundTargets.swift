import Glibc
import RenderAudio
import RenderFiles
import RenderMIDI

/// The soundfont that is read: its file is another one for each process.
private let path = "/tmp/render-fuzz-\(getpid())"

func fuzzSoundFont(_ bytes: [UInt8]) {
  // What is made up is truncated and written anew: FluidSynth keeps files open by their paths.
  try! writeFile(bytes, to: path + ".sf2")
  defer {
    unlink(path + ".sf2")
    unlink(path + ".part.sf2")
  }
  guard let font = try? SoundFont(path: path + ".sf2") else { return }
  play(font)
  let numbers = font.presets.prefix(2).map(\.number)
  guard let part = try? font.extract(numbers, to: path + ".part.sf2", software: "render") else {
    return
  }
  let read = try! SoundFont(path: path + ".part.sf2")
  precondition(read.presets.count == part.presets.count, "what is extracted can be used")
}

/// Half a second of some presets' notes.
private func play(_ font: SoundFont) {
  var settings = RenderSettings()
  settings.reverb = nil
  settings.maximumTail = 0.1
  guard let loaded = try? LoadedSoundFont(font),
    let renderer = try? Renderer(soundFont: loaded, settings: settings, threads: 1)
  else { return }
  var events: [TimedEvent] = []
  for (channel, preset) in font.presets.prefix(3).enumerated() {
    let channel = UInt8(preset.bank == 128 ? 9 : channel)
    events.append(
      TimedEvent(
        tick: 0, event: .programChange(channel: channel, program: UInt8(preset.program & 0x7F))))
    for key in [36, 60, 96] as [UInt8] {
      events.append(TimedEvent(tick: 1, event: .noteOn(channel: channel, key: key, velocity: 90)))
    }
  }
  events.append(TimedEvent(tick: 100, event: .noteOff(channel: 0, key: 60, velocity: 0)))
  let file = MIDIFile(
    format: .singleTrack, division: .ticksPerQuarter(480), tracks: [MIDITrack(events: events)])
  _ = try? renderer.render(file) { samples in
    precondition(samples.allSatisfy(\.isFinite), "all samples are numbers")
  }
}
