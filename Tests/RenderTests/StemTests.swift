import FoundationEssentials
import RenderFiles
import RenderMIDI
import RenderTestMaterial
import RenderTestSupport
import Testing

/// The parts of a piece as files of their own.
struct StemTests {
  private let folder = Material.folder()
  private let compose = ["--model", "model.safetensors", "--length", "20", "--seed", "7", "--out"]

  /// Two pianos that differ in loudness and place, the second with a pedal that stays down.
  private func writeDuet() throws {
    func track(_ name: String, channel: UInt8, _ controllers: [(UInt8, UInt8)]) -> MIDITrack {
      var events: [(Int, MIDIEvent)] = [(0, .meta(.text(.trackName, Array(name.utf8))))]
      for (number, value) in controllers {
        events.append((0, .controlChange(channel: channel, controller: number, value: value)))
      }
      for index in 0..<8 {
        let key = UInt8(48 + 12 * Int(channel) + index)
        events.append((index * 240, .noteOn(channel: channel, key: key, velocity: 80)))
        events.append((index * 240 + 200, .noteOff(channel: channel, key: key, velocity: 64)))
      }
      events.append((events.last!.0, .meta(.endOfTrack)))
      return MIDITrack(events: events.map { TimedEvent(tick: $0.0, event: $0.1) })
    }
    let midi = MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(480),
      tracks: [
        track("Piano 1", channel: 0, [(7, 100), (10, 20)]),
        track("Piano 2", channel: 1, [(7, 70), (10, 110), (64, 127)]),
      ])
    folder.write(try midi.encoded(), to: "duet.mid")
  }

  private func run(_ arguments: [String]) -> Program.Result {
    let result = Program.run(arguments, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    return result
  }

  @Test("The stems of a MIDI file add up to its sound, which is what it is without them")
  func audio() throws {
    try writeDuet()
    let audio = ["audio", "duet.mid", "--out", "duet.wav"]
    #expect(!run(audio).errors.contains("stem"))
    let alone = folder.bytes("duet.wav")
    let result = run(audio + ["--stems", "--json"])
    #expect(result.errors.contains("2 stems in duet.stems"))
    #expect(result.text.contains("\"file\" : \"duet.stems/02-piano-2.wav\""))
    #expect(folder.bytes("duet.wav") == alone)
    let names = fileNames(in: folder.path("duet.stems"))
    #expect(names == ["01-piano-1.wav", "02-piano-2.wav"])
    let mix = try #require(Sound(folder.path("duet.wav")))
    let stems = try names.map { try #require(Sound(folder.path("duet.stems/\($0)"))) }
    for stem in stems {
      #expect(stem.samples.count == mix.samples.count && stem.sampleRate == mix.sampleRate)
      #expect(stem.samples.contains { abs($0) > 1 << 24 })
    }
    // In steps of 16 bits: rounding and dither take up to a step and a half each, of the mix, too.
    let most = mix.samples.indices.reduce(0) { most, index in
      let sum = stems.reduce(0) { $0 + Int($1.samples[index] >> 16) }
      return max(most, abs(sum - Int(mix.samples[index] >> 16)))
    }
    #expect(most <= 4, "\(most)")
  }

  @Test("A composed piece and the takes of a batch have stems where they are wanted")
  func composed() throws {
    _ = run(compose + ["piece.flac"])
    let alone = folder.bytes("piece.flac")
    let result = run(compose + ["piece.flac", "--stems"])
    #expect(result.errors.contains("1 stem in piece.stems"))
    #expect(folder.bytes("piece.flac") == alone)
    #expect(fileNames(in: folder.path("piece.stems")) == ["01-piano.flac"])
    let batch = [
      "batch", "--model", "model.safetensors", "--length", "20", "--seeds", "7", "--format", "flac",
      "--stems", "--out", "takes",
    ]
    #expect(run(batch).errors.contains("seed-000007.flac: 20 events"))
    #expect(
      folder.bytes("takes/seed-000007.stems/01-piano.flac")
        == folder.bytes("piece.stems/01-piano.flac"))
    #expect(
      String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
        .contains("\"name\":\"seed-000007.stems/01-piano.flac\""))
    #expect(
      String(decoding: folder.bytes("takes/index.html"), as: UTF8.self).contains("--stems"))
    #expect(run(batch).errors.contains("1 of 1 take is there already"))
  }

  @Test(
    "Stems are refused where they would not add up, with what to do",
    arguments: [
      (["--out", "a.mid"], "leave out --stems, or write WAV, FLAC or AIFF"),
      (["--out", "-"], "leave out --stems, or give --out a file"),
      (["--out", "a.opus"], "stems in Opus, which has loss, would not add up"),
      (["batch", "--seeds", "1", "--format", "mid", "--out", "takes"], "leave out --stems"),
      (["batch", "--seeds", "1", "--format", "mp3", "--out", "takes"], "leave out --stems"),
      (["audio", "song.mid", "--out", "a.ogg"], "leave out --stems"),
      (["audio", "song.mid", "--out", "-"], "leave out --stems"),
      (["audio", "song.mid", "--out", "a.mid"], "leave out --stems"),
    ])
  func refused(arguments: [String], sentence: String) {
    let result = Program.run(arguments + ["--stems"], in: folder)
    #expect(result.code == 64 && result.output.isEmpty)
    #expect(result.errors.contains(sentence), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    #expect(folder.names == ["model.safetensors", "song.mid"])
  }
}
