import RenderRandomness
import Testing

@testable import RenderMIDI

struct TempoMapTests {
  private func tempo(_ microseconds: UInt32, at tick: Int) -> TimedEvent {
    TimedEvent(tick: tick, event: .meta(.tempo(microsecondsPerQuarter: microseconds)))
  }

  private func map(
    _ tracks: [TimedEvent]..., format: MIDIFile.Format = .simultaneousTracks,
    division: MIDIFile.Division = .ticksPerQuarter(480), track: Int = 0
  ) -> TempoMap {
    TempoMap(
      MIDIFile(format: format, division: division, tracks: tracks.map { MIDITrack(events: $0) }),
      track: track)
  }

  @Test("Without a tempo it is 120 quarters a minute")
  func defaultTempo() {
    let map = map([])
    #expect(map.changes == [TempoMap.Change(tick: 0, microsecondsPerQuarter: 500_000)])
    #expect(map.changes[0].quartersPerMinute == 120)
    #expect(map.seconds(atTick: 0) == 0)
    #expect(map.seconds(atTick: 480) == 0.5)
    #expect(map.seconds(atTick: 1) == 0.5 / 480)
    #expect(map.tick(atSeconds: 60) == 480 * 120)
  }

  @Test("A tempo holds from its tick on, and 120 before the first")
  func changes() {
    let map = map([tempo(1_000_000, at: 960), tempo(250_000, at: 1440)])
    #expect(map.changes.map(\.tick) == [0, 960, 1440])
    #expect(map.seconds(atTick: 960) == 1)
    #expect(map.seconds(atTick: 1200) == 1.5)
    #expect(map.seconds(atTick: 1440) == 2)
    #expect(map.seconds(atTick: 1920) == 2.25)
  }

  @Test("Tempos count from whichever track they stand in")
  func allTracks() {
    let map = map([tempo(1_000_000, at: 480)], [tempo(2_000_000, at: 0), tempo(250_000, at: 960)])
    #expect(map.changes.map(\.microsecondsPerQuarter) == [2_000_000, 1_000_000, 250_000])
    #expect(map.seconds(atTick: 1440) == 3.25)
  }

  @Test("Of several tempos at a tick the last one holds, within a track and over tracks")
  func lastWins() {
    let map = map(
      [tempo(1, at: 0), tempo(2, at: 0), tempo(3, at: 9)], [tempo(4, at: 9), tempo(5, at: 9)])
    #expect(
      map.changes == [
        TempoMap.Change(tick: 0, microsecondsPerQuarter: 2),
        TempoMap.Change(tick: 9, microsecondsPerQuarter: 5),
      ])
  }

  @Test("In format 2 each track keeps its own time")
  func independentTracks() {
    func seconds(of track: Int) -> Double {
      map(
        [tempo(1_000_000, at: 0)], [tempo(250_000, at: 0)], format: .independentTracks,
        track: track
      ).seconds(atTick: 480)
    }
    #expect(seconds(of: 0) == 1)
    #expect(seconds(of: 1) == 0.25)
    #expect(seconds(of: 2) == 0.5)
    #expect(seconds(of: -1) == 0.5)
  }

  @Test(
    "SMPTE time is frames, whatever the tempo; 29 is 30000/1001 frames a second",
    arguments: [(24, 24.0), (25, 25.0), (29, 30000.0 / 1001), (30, 30.0)] as [(UInt8, Double)])
  func smpte(rate: UInt8, framesPerSecond: Double) {
    let map = map(
      [tempo(1_000_000, at: 0)], division: .smpte(framesPerSecond: rate, ticksPerFrame: 40))
    #expect(map.changes.isEmpty)
    #expect(abs(map.seconds(atTick: 40) * framesPerSecond - 1) < 1e-15)
    #expect(map.tick(atSeconds: 3600) == Int((3600 * framesPerSecond * 40).rounded()))
    for tick in [1, 39, 40, 107_892, MIDIFile.maximumTick] {
      #expect(map.tick(atSeconds: map.seconds(atTick: tick)) == tick)
    }
  }

  @Test("A hundred thousand tempo changes add up without drift")
  func noDrift() {
    // A tempo of 333,333 on each tick of 7 a quarter: every segment is an endless binary fraction.
    let changes = (0..<100_000).map { tempo($0 % 2 == 0 ? 333_333 : 333_331, at: $0) }
    let map = map(changes, division: .ticksPerQuarter(7))
    #expect(map.seconds(atTick: 100_000) == 50_000.0 * (333_333 + 333_331) / 7e6)
    for tick in stride(from: 0, through: 100_000, by: 997) {
      #expect(map.tick(atSeconds: map.seconds(atTick: tick)) == tick)
    }
  }

  @Test("Seconds never descend, and a tick's seconds lead back to it")
  func inverse() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let changes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        tempo(
          .random(in: 1000...2_000_000, using: &random), at: .random(in: 0...20_000, using: &random)
        )
      }
      let map = map(
        changes, division: .ticksPerQuarter(.random(in: 1...32767, using: &random)))
      var previous = -1.0
      for tick in stride(from: 0, through: 21_000, by: 61) {
        let seconds = map.seconds(atTick: tick)
        #expect(seconds > previous)
        #expect(map.tick(atSeconds: seconds) == tick)
        previous = seconds
      }
    }
  }

  @Test("A map that grows tempo by tempo ends as that of the file")
  func growing() {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<50 {
      let changes = (0..<20).map { _ in
        tempo(
          .random(in: 1000...2_000_000, using: &random), at: .random(in: 0...2000, using: &random))
      }.sorted { $0.tick < $1.tick }
      var grown = TempoMap(division: .ticksPerQuarter(480))
      for change in changes {
        if case .meta(.tempo(let tempo)) = change.event {
          grown.append(tick: change.tick, microsecondsPerQuarter: tempo)
        }
      }
      #expect(grown == map(changes, division: .ticksPerQuarter(480)))
    }
    var map = TempoMap(division: .ticksPerQuarter(480))
    map.append(tick: 480, microsecondsPerQuarter: 250_000)
    map.append(tick: 479, microsecondsPerQuarter: 100_000)
    map.append(tick: 960, microsecondsPerQuarter: 0)
    map.append(tick: .max, microsecondsPerQuarter: 100_000)
    #expect(map.changes.map(\.microsecondsPerQuarter) == [500_000, 250_000])
    var clock = TempoMap(division: .smpte(framesPerSecond: 25, ticksPerFrame: 40))
    clock.append(tick: 10, microsecondsPerQuarter: 1)
    #expect(clock.seconds(atTick: 1000) == 1)
  }

  @Test("The tick of a time is the nearest one")
  func nearest() {
    let map = map([tempo(480_000, at: 0)])  // A tick a millisecond.
    #expect(map.tick(atSeconds: 0.0104) == 10)
    #expect(map.tick(atSeconds: 0.0106) == 11)
  }

  @Test("No tick, time or value, however odd, is a trap")
  func oddValues() {
    let slowest = map([tempo(0xFF_FFFF, at: 0)], division: .ticksPerQuarter(1))
    #expect(slowest.seconds(atTick: .min) == 0)
    // 68719476735 × 16777215 / 10^6, correctly rounded.
    #expect(slowest.seconds(atTick: .max) == 1_152_921_435_870.593)
    #expect(slowest.tick(atSeconds: -1) == 0)
    #expect(slowest.tick(atSeconds: .nan) == 0)
    #expect(slowest.tick(atSeconds: .infinity) == MIDIFile.maximumTick)
    #expect(slowest.tick(atSeconds: 1e300) == MIDIFile.maximumTick)

    let odd = map([
      tempo(0, at: 0), tempo(.max, at: 0), tempo(1, at: -1), tempo(1, at: .max),
      tempo(250_000, at: 960), tempo(1_000_000, at: 480),
    ])
    #expect(odd.changes.map(\.microsecondsPerQuarter) == [500_000, 1_000_000, 250_000])
    #expect(map([], division: .ticksPerQuarter(0)).seconds(atTick: 1).isFinite)
    #expect(
      map([], division: .smpte(framesPerSecond: 0, ticksPerFrame: 0)).seconds(atTick: 1).isFinite)
  }
}
