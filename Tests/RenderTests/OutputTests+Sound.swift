import RenderFiles
import RenderMIDI
import RenderTestMaterial
import RenderTestSupport
import Testing

extension OutputTests {
  @Test("WAV, FLAC and standard output hold the same samples", arguments: ["16", "24"])
  func sameSamples(bits: String) throws {
    let depth = ["--bit-depth", bits]
    _ = run(compose + ["piece.wav", "--gain", "8"] + depth)
    _ = run(compose + ["piece.flac", "--gain", "8"] + depth)
    folder.write(run(compose + ["-"] + depth).output, to: "stream.wav")
    let sound = try #require(Sound(folder.path("piece.wav")))
    #expect(sound.sampleRate == 44_100)
    #expect(sound.channels == 2)
    #expect(sound.samples.contains { abs($0) > 1 << 24 })
    #expect(Sound(folder.path("piece.flac")) == sound)
    #expect(Sound(folder.path("stream.wav")) == sound)
  }

  @Test("A MIDI file becomes audio")
  func audio() throws {
    _ = run(["audio", "song.mid", "--out", "song.flac"])
    let sound = try #require(Sound(folder.path("song.flac")))
    // 60 events, a quarter of a second each.
    #expect(sound.samples.count / 2 > 15 * 44_100)
  }

  @Test("A piece that is streamed while it is composed is the one in its MIDI file")
  func streamedPiece() throws {
    let exact = ["--gain", "-6", "--bit-depth", "24"]
    for performance in ["expressive", "plain"] {
      let style = ["--performance", performance]
      folder.write(run(compose + ["-"] + style + exact).output, to: "stream.wav")
      _ = run(compose + ["piece.mid"] + style)
      _ = run(["audio", "piece.mid", "--out", "file.wav", "--seed", "7"] + exact)
      let stream = try #require(Sound(folder.path("stream.wav")))
      #expect(stream.samples.contains { abs($0) > 1 << 24 })
      #expect(stream == Sound(folder.path("file.wav")))
    }
  }

  @Test("An expressive performance has many velocities and a pedal, a plain one neither")
  func performance() throws {
    _ = run(compose + ["expressive.mid"])
    _ = run(compose + ["plain.mid", "--performance", "plain"])
    let report = run([
      "audio", "plain.mid", "--out", "again.mid", "--performance", "expressive", "--json",
    ]).text
    #expect(report.contains("\"performed\" : \"again.mid\""))
    func played(_ name: String) throws -> (velocities: Set<UInt8>, pedals: Int, keys: [UInt8]) {
      let events = try MIDIFile(parsing: folder.bytes(name), mode: .strict).tracks.flatMap(\.events)
      var (velocities, pedals, keys): (Set<UInt8>, Int, [UInt8]) = ([], 0, [])
      for event in events.map(\.event) {
        if case .noteOn(_, let key, let velocity) = event {
          velocities.insert(velocity)
          keys.append(key)
        }
        if case .controlChange(_, controller: 64, _) = event { pedals += 1 }
      }
      return (velocities, pedals, keys.sorted())
    }
    let (plain, expressive) = (try played("plain.mid"), try played("expressive.mid"))
    #expect(plain.velocities == [80] && plain.pedals == 0)
    #expect(expressive.velocities.count > 8 && expressive.pedals > 2)
    #expect(expressive.keys == plain.keys)
    let again = try played("again.mid")
    #expect(again.velocities.count > 8 && again.pedals > 2 && again.keys == plain.keys)
  }

  @Test("A piece is drawn where that is asked for", arguments: ["png", "svg", "pdf"])
  func plot(_ kind: String) {
    _ = run(compose + ["piece.wav", "--plot", "piece.\(kind)"])
    #expect(folder.bytes("piece.\(kind)").count > 5000)
    _ = run(["audio", "piece.mid", "--out", "b.flac", "--plot", "b.\(kind)"])
    #expect(folder.bytes("b.\(kind)").count > 5000)
    #expect(
      folder.names
        == [
          "b.\(kind)", "b.flac", "model.safetensors", "piece.mid", "piece.\(kind)", "piece.wav",
          "song.mid",
        ].sorted())
  }

  @Test("Every format is written by its extension", arguments: ["ogg", "opus", "mp3", "aiff"])
  func formats(_ format: String) throws {
    _ = run(["audio", "song.mid", "--out", "song.\(format)"])
    let sound = try #require(Sound(folder.path("song.\(format)")))
    #expect(sound.sampleRate == (format == "opus" ? 48_000 : 44_100))
    #expect(sound.samples.count / 2 > 15 * Int(sound.sampleRate))
  }

  @Test("Several MIDI files go into a folder, and one that fails does not stop the others")
  func severalFiles() throws {
    folder.write(Material.piece(2), to: "other.mid")
    folder.write(Array("nothing".utf8), to: "bad.mid")
    let files = ["audio", "song.mid", "bad.mid", "other.mid", "--format", "flac", "--out", "takes"]
    let result = Program.run(files, in: folder)
    #expect(result.code == 1)
    #expect(result.errors.contains("bad.mid"))
    #expect(fileNames(in: folder.path("takes")) == ["other.flac", "song.flac"])
    folder.makeFolder("more")
    folder.write(Material.piece(3), to: "more/song.mid")
    let collision = Program.run(["audio", "song.mid", "more/song.mid", "--out", "x"], in: folder)
    #expect(collision.code == 64)
    #expect(collision.errors.contains("would both become x/song.wav"))
  }

  @Test("A file for more than a piano gets an installed soundfont, or is told that there is none")
  func instruments() throws {
    let events: [MIDIEvent] = [
      .programChange(channel: 0, program: 40), .noteOn(channel: 0, key: 60, velocity: 90),
      .noteOn(channel: 9, key: 38, velocity: 90), .noteOff(channel: 0, key: 60, velocity: 64),
      .noteOff(channel: 9, key: 38, velocity: 64), .meta(.endOfTrack),
    ]
    let track = MIDITrack(events: events.enumerated().map { TimedEvent(tick: $0 * 96, event: $1) })
    folder.write(
      try MIDIFile(format: .singleTrack, division: .ticksPerQuarter(96), tracks: [track]).encoded(),
      to: "band.mid")
    let chosen = run(["audio", "band.mid", "--out", "a.wav"]).errors
    #expect(chosen.contains("band.mid: the file asks for drums and program 40"))
    #expect(
      chosen.contains("played with /usr/share/sounds/")
        || chosen.contains("no General MIDI soundfont is installed"))
    let piano = run(["audio", "band.mid", "--out", "a.wav", "--soundfont", Material.soundFont])
    #expect(!piano.errors.contains("asks for"))
    #expect(piano.errors.contains("for instruments that the soundfont lacks"))
    #expect(run(["audio", "song.mid", "--out", "a.wav"]).errors.contains("grand piano"))
  }

  @Test("Loudness, gain and limiter do what they say")
  func level() throws {
    func sound(_ options: [String]) throws -> Report.Sound {
      try #require(object(run(compose + ["a.wav", "--json"] + options).output).sound)
    }
    #expect(abs(try sound(["--loudness", "-23"]).loudness + 23) < 0.1)
    let quiet = try sound(["--gain", "-12"])
    #expect(abs(try sound(["--gain", "-6"]).loudness - quiet.loudness - 6) < 0.1)
    let bound = try sound(["--loudness", "-7"])
    #expect(bound.loudness < -8 && abs(bound.truePeak + 1) < 0.05)
    let limited = try sound(["--loudness", "-10", "--limit"])
    #expect(abs(limited.loudness + 10) < 0.2 && limited.truePeak < -0.9)
  }
}
