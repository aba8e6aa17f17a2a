import RenderMIDI
import Testing

@testable import RenderAudio

@Suite("The end of a piece") struct TailTests {
  @Test("comes when the sound has decayed, faded to silence and without a long rest")
  func decay() throws {
    let midi = millisecondFile([(0, noteOn(69)), (500, noteOff(69))])
    let (sound, report) = try samples(of: midi)
    let left = sound.left
    let lastAudible = try #require(left.lastIndex { abs($0) >= 1e-4 })
    #expect(22_000...23_500 ~= lastAudible)
    #expect(!report.tailWasCut)
    #expect(0.25...0.4 ~= report.tailSeconds)
    #expect(left.count - lastAudible < 44_100 / 3)
    #expect(left.suffix(8).allSatisfy { abs($0) < 1e-6 })
  }

  @Test("waits for a tail as long as it takes")
  func longTail() throws {
    let reverbSend = MIDIEvent.controlChange(channel: 0, controller: 91, value: 127)
    let midi = millisecondFile([(0, reverbSend), (0, noteOn(60)), (100, noteOff(60))])
    var settings = RenderSettings.dry
    settings.reverb = RenderSettings.Reverb(.cathedral, level: 1)
    let long = try samples(of: midi, settings: settings).report
    let short = try samples(of: midi).report
    #expect(long.tailSeconds > short.tailSeconds + 0.5)
    #expect(!long.tailWasCut)
  }

  @Test("of a sound that will not end is faded out at the cap, without a click")
  func cap() throws {
    let midi = millisecondFile([(0, program(2)), (0, noteOn(69)), (100, noteOff(69))])
    var settings = RenderSettings.dry
    settings.maximumTail = 3
    let (sound, report) = try samples(of: midi, settings: settings)
    #expect(report.tailWasCut)
    #expect(2.9...3.1 ~= report.tailSeconds)
    let left = sound.left
    #expect(Array(left[88_200..<90_000]).peak > 0.05)
    // One second of fade: never a step larger than the sine's own, and silence at the end.
    let steps = zip(left.dropFirst(90_000), left.dropFirst(90_001)).map { abs($0 - $1) }
    #expect(steps.max()! < 0.07 * left.peak)
    #expect(left.suffix(8).allSatisfy { abs($0) < 1e-4 })
  }

  @Test("lets go of a note that no message ends")
  func hangingNote() throws {
    let midi = millisecondFile([(0, noteOn(69)), (400, noteOn(81)), (500, noteOff(81))])
    let (sound, report) = try samples(of: midi)
    #expect(0.7...1 ~= report.seconds)
    #expect(sound.left.lastIndex { abs($0) > 0.01 }! < 24_000)
  }

  @Test("of a hanging note is the end of its track, but no later than a tail may last")
  func hangingNoteAndLateEnd() throws {
    var midi = millisecondFile([(0, noteOn(69))])
    var settings = RenderSettings.dry
    settings.maximumTail = 2
    midi.tracks[0].events[2].tick = 1000
    let atTheEnd = try samples(of: midi, settings: settings).report.seconds
    #expect(1.2...1.4 ~= atTheEnd)
    midi.tracks[0].events[2].tick = 36_000_000
    let atTheCap = try samples(of: midi, settings: settings).report.seconds
    #expect(2.2...2.5 ~= atTheCap)
  }

  @Test("does not wait for controllers that come long after the last sound")
  func lateControllers() throws {
    let midi = millisecondFile([
      (0, noteOn(69)), (500, noteOff(69)),
      (3_000_000, .controlChange(channel: 0, controller: 7, value: 100)),
    ])
    #expect(try samples(of: midi).report.seconds < 1)
  }
}

extension TailTests {
  @Test("of a hanging note does not wait for late controllers either")
  func lateControllersOfHangingNote() throws {
    let midi = millisecondFile([
      (0, noteOn(69)), (3_000_000, .controlChange(channel: 0, controller: 7, value: 100)),
    ])
    var settings = RenderSettings.dry
    settings.maximumTail = 2
    #expect(2.2...2.5 ~= (try samples(of: midi, settings: settings).report.seconds))
    // A piano's note dies away by itself.
    settings.maximumTail = 60
    #expect(try samples(of: midi, font: Fonts.piano, settings: settings).report.seconds < 40)
  }
}

@Suite("The time of a piece") struct MessageQueueTests {
  private typealias Queue = MessageQueue<IndexingIterator<[TimedMessage]>>

  private func queue(
    _ midi: MIDIFile, _ settings: RenderSettings = RenderSettings()
  ) throws -> Queue {
    let timeline = Timeline(midi)
    return try MessageQueue(
      timeline.messages.makeIterator(), endOfPiece: timeline.end, settings: settings)
  }

  private func blocks(_ queue: Queue) throws -> [Int] {
    var queue = queue
    var blocks: [Int] = []
    while queue.first != nil { blocks.append(try queue.removeFirst().block) }
    return blocks
  }

  @Test("keeps the silence before its first note, but for what is asked to go")
  func leadIn() throws {
    let midi = millisecondFile([
      (0, program(1)), (3_600_000, noteOn(69)), (3_600_500, noteOff(69)),
    ])
    let whole = try queue(midi)
    #expect(whole.omittedLeadIn == 0)
    #expect(try blocks(whole) == [0, 2_480_625, 2_480_970])
    var settings = RenderSettings()
    settings.maximumLeadIn = 2
    let late = try queue(midi, settings)
    #expect(late.omittedLeadIn == 3598)
    #expect(try blocks(late) == [0, 1378, 1723])
    let unchanged = try queue(millisecondFile([(1500, noteOn(69)), (1600, noteOff(69))]), settings)
    #expect(unchanged.omittedLeadIn == 0)
    #expect(unchanged.first?.block == 1034)
    settings.maximumLeadIn = 0
    let trimmed = try queue(midi, settings)
    #expect(trimmed.omittedLeadIn == 3600)
    #expect(try blocks(trimmed) == [0, 0, 345])
  }

  @Test("is not without notes")
  func noNotes() {
    #expect(throws: AudioError.noNotes) { _ = try queue(millisecondFile([(0, program(1))])) }
    let ends = millisecondFile([(0, noteOff(60)), (1, noteOn(60, velocity: 0))])
    #expect(throws: AudioError.noNotes) { _ = try queue(ends) }
    let empty = MIDIFile(format: .singleTrack, division: .ticksPerQuarter(480), tracks: [])
    #expect(throws: AudioError.noNotes) { _ = try queue(empty) }
  }

  @Test("is bounded, whatever the file says")
  func tooLong() throws {
    let midi = millisecondFile([(0, noteOn(69)), (50_000_000, noteOff(69))])
    #expect(throws: AudioError.tooLong(seconds: 50_000, limit: 43_200)) {
      _ = try blocks(queue(midi))
    }
    // It is found out at once, not after twelve hours of music.
    #expect(throws: AudioError.tooLong(seconds: 50_000, limit: 43_200)) {
      _ = try Renderer(soundFont: Fonts.sine).render(midi) { _ in Issue.record("synthesized") }
    }
    var slow = MIDIFile(format: .singleTrack, division: .ticksPerQuarter(1), tracks: [MIDITrack()])
    slow.tracks[0].events = [
      TimedEvent(tick: 0, event: .meta(.tempo(microsecondsPerQuarter: 0xFF_FFFF))),
      TimedEvent(tick: 0, event: noteOn(60)),
      TimedEvent(tick: MIDIFile.maximumTick, event: noteOff(60)),
    ]
    let error = #expect(throws: AudioError.self) { _ = try blocks(queue(slow)) }
    guard case .tooLong = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("is read no further ahead than to the next note")
  func laziness() throws {
    final class Counter { var taken = 0 }
    let counter = Counter()
    let source = (0..<1000).lazy.map { (number: Int) -> TimedMessage in
      counter.taken += 1
      let kind: ChannelMessage.Kind =
        number % 10 == 0
        ? .noteOn(key: 60, velocity: 90) : .controlChange(controller: 1, value: UInt8(number % 128))
      return (Double(number), ChannelMessage(channel: 0, kind))
    }
    var queue = try MessageQueue(source.makeIterator(), settings: RenderSettings())
    #expect(counter.taken == 1)
    _ = try queue.removeFirst()
    #expect(counter.taken == 11)
    for _ in 0..<9 { _ = try queue.removeFirst() }
    #expect(counter.taken == 11)
    while queue.first != nil { _ = try queue.removeFirst() }
    #expect(counter.taken == 1000)
    #expect(queue.noteCount == 100)
    #expect(queue.ending != nil)
  }

  @Test("runs through the tracks at once, or one after another in format 2")
  func formats() throws {
    let tracks = [69, 71].map { (key: UInt8) in
      MIDITrack(events: [
        TimedEvent(tick: 0, event: noteOn(key)), TimedEvent(tick: 480, event: noteOff(key)),
        TimedEvent(tick: 960, event: .meta(.endOfTrack)),
      ])
    }
    var midi = MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(480), tracks: tracks)
    #expect(Timeline(midi).messages.map(\.seconds) == [0, 0, 0.5, 0.5])
    midi.format = .independentTracks
    #expect(Timeline(midi).messages.map(\.seconds) == [0, 0.5, 1, 1.5])
    midi.tracks[0].events.insert(
      TimedEvent(tick: 0, event: .meta(.tempo(microsecondsPerQuarter: 250_000))), at: 0)
    #expect(Timeline(midi).messages.map(\.seconds) == [0, 0.25, 0.5, 1])
  }

  @Test("counts SMPTE frames where the file does")
  func smpte() throws {
    let midi = MIDIFile(
      format: .singleTrack, division: .smpte(framesPerSecond: 25, ticksPerFrame: 40),
      tracks: [
        MIDITrack(events: [
          TimedEvent(tick: 1000, event: noteOn(69)), TimedEvent(tick: 1500, event: noteOff(69)),
        ])
      ])
    #expect(Timeline(midi).messages.map(\.seconds) == [1, 1.5])
  }

  @Test("ends a key in one track before another strikes it at the same tick")
  func sharedKey() throws {
    let right = MIDITrack(events: [
      TimedEvent(tick: 480, event: noteOn(60)), TimedEvent(tick: 960, event: noteOff(60)),
    ])
    let left = MIDITrack(events: [
      TimedEvent(tick: 0, event: noteOn(60)), TimedEvent(tick: 480, event: noteOff(60)),
    ])
    let midi = MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(480), tracks: [right, left])
    #expect(Timeline(midi).messages.map(\.message.isNoteOn) == [true, false, true, false])
  }
}
