import FoundationEssentials
import RenderMIDI
import RenderTestMaterial
import RenderTestSupport
import Testing

/// A MIDI file is played as it stands, and told of as it is played.
struct LeadInTests {
  private let folder = Material.folder()

  private func run(_ arguments: [String]) -> Program.Result {
    let result = Program.run(arguments, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    return result
  }

  /// A track with one note, half a second long, at 120 quarters a minute.
  private static func track(silence seconds: Int) -> MIDITrack {
    MIDITrack(events: [
      TimedEvent(tick: 960 * seconds, event: .noteOn(channel: 0, key: 60, velocity: 90)),
      TimedEvent(tick: 960 * seconds + 480, event: .noteOff(channel: 0, key: 60, velocity: 0)),
      TimedEvent(tick: 960 * seconds + 480, event: .meta(.endOfTrack)),
    ])
  }

  private static func file(_ format: MIDIFile.Format, silences: [Int]) throws -> [UInt8] {
    try MIDIFile(
      format: format, division: .ticksPerQuarter(480), tracks: silences.map(track(silence:))
    ).encoded()
  }

  private func fact(_ name: String, of file: String) -> String? {
    let line = run(["info", file]).text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line.map { $0.dropFirst(name.count).drop { $0 == " " } }.map(String.init)
  }

  /// The first sample above -60 dBFS of a WAV file of 16 bits, in seconds.
  private func onset(_ name: String) -> Double {
    let bytes = folder.bytes(name)
    let samples = bytes[bytes.firstRange(of: Array("data".utf8))!.upperBound...].dropFirst(4)
    var frame = 0
    for index in stride(from: samples.startIndex, to: samples.endIndex - 3, by: 4) {
      let left = Int16(bitPattern: UInt16(samples[index]) | UInt16(samples[index + 1]) << 8)
      if abs(Int(left)) > 32 { break }
      frame += 1
    }
    return Double(frame) / 44_100
  }

  @Test("Silence before the first note stays, and goes where that is asked for")
  func leadIn() throws {
    folder.write(try Self.file(.singleTrack, silences: [7]), to: "late.mid")
    let kept = run(["audio", "late.mid", "--out", "kept.wav", "--reverb", "off"])
    #expect(!kept.errors.contains("left out"))
    #expect(abs(onset("kept.wav") - 7) < 0.05)
    let trimmed = run([
      "audio", "late.mid", "--out", "trimmed.wav", "--reverb", "off", "--trim-silence",
    ])
    #expect(trimmed.errors.contains("7 s of silence before the first note was left out"))
    #expect(onset("trimmed.wav") < 0.05)
    let frames = { (folder.bytes($0).count - folder.bytes($0).count % 4) / 4 }
    #expect(abs(frames("kept.wav") - frames("trimmed.wav") - 7 * 44_100) < 11_025)
    let performed = Program.run(
      ["audio", "late.mid", "--out", "played.mid", "--trim-silence"], in: folder)
    #expect(
      performed.code == 64
        && performed.errors.contains("--trim-silence is for audio; a MIDI file keeps its time\n"))
  }

  @Test("Tracks of format 2 follow one another, in audio and in what is told of the file")
  func independentTracks() throws {
    folder.write(try Self.file(.independentTracks, silences: [1, 2, 0]), to: "three.mid")
    #expect(fact("seconds", of: "three.mid") == "4.500")
    folder.write(try Self.file(.simultaneousTracks, silences: [1, 2, 0]), to: "one.mid")
    #expect(fact("seconds", of: "one.mid") == "2.500")
    _ = run(["audio", "three.mid", "--out", "three.wav"])
    #expect(Double(folder.bytes("three.wav").count / 4) / 44_100 > 4.5)
  }

  @Test("A file in another system's wrapping is told of wherever it can be played")
  func macBinary() throws {
    let midi = try Self.file(.singleTrack, silences: [0])
    for name in ["song", "song {1}"] {
      var header = [UInt8](repeating: 0, count: 128)
      header[1] = UInt8(name.utf8.count)
      header.replaceSubrange(2..<2 + name.utf8.count, with: name.utf8)
      header.replaceSubrange(65..<73, with: "MidiMIDI".utf8)
      folder.write(header + midi, to: "wrapped.mid")
      #expect(fact("kind", of: "wrapped.mid") == "MIDI file")
      #expect(fact("damages", of: "wrapped.mid") == "1")
      _ = run(["audio", "wrapped.mid", "--out", "wrapped.wav"])
    }
    folder.write(Array("no music".utf8), to: "text")
    #expect(Program.run(["info", "text"], in: folder).code == 65)
    #expect(Program.run(["info", "/dev/zero"], in: folder).code == 65)
  }
}
