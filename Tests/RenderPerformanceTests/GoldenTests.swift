import Foundation
import RenderMusic
import Testing

@testable import RenderPerformance

@Suite struct GoldenTests {
  /// Sixteen bars of a simple setting: a melody, chords under it, a rest, a run, repeated notes.
  static let piece: [PartNote] = {
    var notes: [PartNote] = []
    func add(_ onset: Int, _ duration: Int, _ keys: Int...) {
      notes += keys.map { PartNote(Note(onset: onset, duration: duration, key: UInt8($0))) }
    }
    let melody = [72, 74, 76, 72, 77, 76, 74, 74, 76, 79, 77, 76, 74, 72, 71, 72]
    for (bar, key) in melody.enumerated() where bar != 8 {
      let start = 1920 * bar
      add(start, 960, key)
      add(start + 960, 480, key + 2)
      add(start + 1440, bar % 4 == 3 ? 240 : 480, key)
      let root = [48, 53, 55, 48][bar % 4]
      for beat in 0..<4 { add(start + 480 * beat, 480, root, root + 4, root + 7) }
    }
    for step in 0..<16 { add(1920 * 8 + 60 * step, 60, 60 + step) }
    return notes.sortedByOnset()
  }()

  @Test("A performance stays what it is")
  func performance() throws {
    let events = Rendition(
      Self.piece, time: ScoreTime(ticksPerQuarter: 480), style: .expressive, seed: 2006)
    let lines = events.map { event in
      let action =
        switch event.action {
        case .noteOn(let key, let velocity): "on \(key) \(velocity)"
        case .noteOff(let key): "off \(key)"
        case .pedal(let isDown): isDown ? "pedal down" : "pedal up"
        case .expression(let value): "expression \(value)"
        case .tempo(let microseconds): "tempo \(microseconds)"
        }
      return "\(event.tick) \(action)"
    }
    // RECORD_PERFORMANCE=file writes what is to become the golden file.
    if let path = ProcessInfo.processInfo.environment["RECORD_PERFORMANCE"] {
      try (lines.joined(separator: "\n") + "\n").write(
        toFile: path, atomically: true, encoding: .utf8)
    }
    let golden = Bundle.module.url(forResource: "Golden", withExtension: nil)!
      .appending(path: "performance.txt")
    let expected = try String(contentsOf: golden, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == expected.count)
    let difference = zip(lines, expected).first { $0 != $1 }
    #expect(difference == nil)
  }
}
