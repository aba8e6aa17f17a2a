import Glibc
import RenderAudio
import RenderMIDI
import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import RenderStudio

@Suite("A player of MIDI files") struct FilePlayerTests {
  private let folder = Material.folder()

  private func refusal(_ body: () throws -> Void) -> StudioError? {
    #expect(throws: StudioError.self, performing: body)
  }

  @Test("refuses a sound that no file can have, be it for audio or for MIDI")
  func sound() {
    let request = PlaybackRequest(sound: SoundRequest(level: .gain(100)))
    for error in [
      refusal { try request.validate() }, refusal { _ = try FilePlayer(request, format: .wav) },
      refusal {
        _ = try FilePlayer.perform(folder.path("song.mid"), request, to: folder.path("b.mid"))
      },
    ] {
      guard case .outOfRange(.gain, 100, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(folder.bytes("b.mid").isEmpty)
  }

  @Test("performs no more notes than a day has")
  func manyNotes() throws {
    let count = PlaybackRequest.mostNotes + 1
    let note: [TimedEvent] = [
      TimedEvent(tick: 0, event: .noteOn(channel: 0, key: 60, velocity: 60)),
      TimedEvent(tick: 0, event: .noteOff(channel: 0, key: 60, velocity: 60)),
    ]
    let track = MIDITrack(
      events: Array(repeating: note, count: count).joined()
        + [TimedEvent(tick: 0, event: .meta(.endOfTrack))])
    folder.write(
      try MIDIFile(format: .singleTrack, division: .ticksPerQuarter(96), tracks: [track]).encoded(),
      to: "many.mid")
    let error = refusal {
      _ = try FilePlayer.perform(
        folder.path("many.mid"), PlaybackRequest(performance: .expressive), to: folder.path("b.mid")
      )
    }
    guard case .tooManyNotes(_, count, PlaybackRequest.mostNotes) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("refuses to trim the silence of a MIDI file, which keeps its time")
  func silence() throws {
    var request = PlaybackRequest(trimsSilence: true)
    let error = refusal {
      _ = try FilePlayer.perform(folder.path("song.mid"), request, to: folder.path("b.mid"))
    }
    guard case .silenceOfMIDI = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(folder.bytes("b.mid").isEmpty)
    request.trimsSilence = false
    let performed = try FilePlayer.perform(
      folder.path("song.mid"), request, to: folder.path("b.mid"))
    #expect(performed.notes > 0 && !folder.bytes("b.mid").isEmpty)
  }

  @Test("writes no MIDI file where its picture cannot be made, or would take the input's place")
  func picture() {
    let link = folder.path("song.svg")
    symlink(folder.path("song.mid"), link)
    let error = refusal {
      _ = try FilePlayer.perform(
        folder.path("song.mid"), PlaybackRequest(), to: folder.path("b.mid"), plot: link)
    }
    guard case .overwritesInput(link, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    for plot in ["none/b.svg", "b.bmp"] {
      #expect(throws: (any Error).self) {
        try FilePlayer.perform(
          folder.path("song.mid"), PlaybackRequest(), to: folder.path("b.mid"),
          plot: folder.path(plot))
      }
    }
    #expect(folder.bytes("b.mid").isEmpty)
  }

  @Test(
    "names audio files in a folder, the empty one being the current one",
    arguments: [
      ("", "song.ogg"), (".", "./song.ogg"), ("takes", "takes/song.ogg"),
      ("takes/", "takes/song.ogg"), ("/", "/song.ogg"),
    ])
  func outputs(folder: String, path: String) throws {
    #expect(try FilePlayer.outputs(of: ["a/song.mid"], in: folder, format: .ogg) == [path])
    let error = refusal {
      _ = try FilePlayer.outputs(of: ["a/song.mid", "b/song.midi"], in: folder, format: .ogg)
    }
    guard case .sameOutput("a/song.mid", "b/song.midi", path) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
