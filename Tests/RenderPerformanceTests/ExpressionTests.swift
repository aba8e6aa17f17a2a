import RenderMusic
import Testing

@testable import RenderPerformance

@Suite struct ExpressionTests {
  @Test("What is bowed or blown has expression, what is struck and organs have none")
  func techniques() {
    for program in UInt8(0)...127 {
      let (notes, parts) = lines([program, 73], count: 64) { 60 + 12 * $0 + $1 % 5 }
      let events = performed(notes, parts)
      let technique = PlayingTechnique(program: program)
      #expect(events.expression(0).isEmpty != technique.hasExpression)
      #expect(!events.expression(1).isEmpty)
      #expect((events.pedals > 0) == (technique == .piano))
    }
    let techniques: [(UInt8, PlayingTechnique)] = [
      (0, .piano), (4, .struck), (6, .struck), (11, .struck), (19, .organ), (24, .struck),
      (40, .bowed), (45, .struck), (46, .struck), (47, .struck), (48, .bowed), (52, .breath),
      (60, .breath), (73, .breath), (109, .organ), (127, .struck),
    ]
    for (program, technique) in techniques {
      #expect(PlayingTechnique(program: program) == technique)
    }
  }

  @Test("Organs play all notes at the loudness that is written, and others have accents alone")
  func velocities() {
    let (notes, parts) = lines([19, 40], count: 64) { 60 + 12 * $0 + $1 % 5 }
    let events = performed(notes, parts)
    #expect(Set(events.notes(0).map(\.velocity)).count == 1)
    // Three strengths of a beat.
    #expect(Set(events.notes(1).map(\.velocity)).count == 3)
  }

  @Test("Expression is there with the first note, changes in small steps, and not too often")
  func steps() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let score = RandomEnsemble(seed: seed, programs: [73, 40, 48, 52])
      let events = score.played(seed: seed)
      for part in score.parts.indices {
        let values = events.expression(part)
        let notes = events.filter { $0.part == part }
        #expect(values.first?.tick == notes.first?.tick)
        if case .expression = notes.first?.action {} else { Issue.record("no expression first") }
        var sounding = 0
        var last: (tick: Int, value: Int)?
        for event in notes {
          switch event.action {
          case .noteOn: sounding += 1
          case .noteOff: sounding -= 1
          case .expression(let value):
            if let last {
              let milliseconds =
                Double(event.tick - last.tick) * score.time.milliseconds(ofTickAt: 0)
                / PerformanceBounds.tempo.upperBound
              #expect(milliseconds >= 1000 / Double(PerformanceBounds.expressionsPerSecond) - 0.1)
              #expect(Int(value) != last.value)
              #expect(sounding == 0 || abs(Int(value) - last.value) <= 2)
            }
            last = (event.tick, Int(value))
          default: break
          }
        }
      }
    }
  }

  @Test("A phrase grows and fades, and a long note swells")
  func shape() throws {
    // Eighths in phrases of four bars, then a rest of a bar.
    let notes = (0..<4).flatMap { phrase in
      (0..<32).map {
        PartNote(
          Note(onset: 9600 * phrase + 240 * $0, duration: 240, key: UInt8(70 + $0 % 5)))
      }
    }
    let values = performed(notes, [PerformedPart(program: 40)]).expression(0)
    for phrase in 0..<4 {
      let own = values.filter { (9600 * phrase - 100..<9600 * phrase + 7680) ~= $0.tick }
      let loudest = own.map(\.value).max()!
      let place = own.first { $0.value == loudest }!.tick - 9600 * phrase
      #expect((1500...3500) ~= place)
      #expect(own.first!.value < loudest - 8 && own.last!.value < loudest - 15)
    }

    // Without the arch's weight nothing changes.
    var weights = RuleWeights()
    weights.phraseArchLevel = 0
    let flat = performed(notes, [PerformedPart(program: 40)], weights: weights).expression(0)
    #expect(flat.count == 1)

    // A whole note, and a second one under which the phrase is over.
    let long = [0, 1920].map { PartNote(Note(onset: $0, duration: 1920, key: 60)) }
    let swell = performed(long, [PerformedPart(program: 40)]).expression(0).filter {
      $0.tick < 1900
    }
    let loudest = swell.map(\.value).max()!
    #expect(loudest > swell[0].value + 8)
    #expect(loudest > swell.last!.value + 3)
  }

  @Test("A note that is held over the end of a phrase changes on")
  func heldNotes() {
    // A bass for all of the piece under phrases of four bars.
    var (notes, parts) = lines([73, 42], count: 128) { 70 + $0 + ($1 * 3) % 7 }
    notes.removeAll { $0.part == 1 }
    notes.insert(PartNote(Note(onset: 0, duration: 128 * 480, key: 40), part: 1), at: 0)
    parts[1].keyboard = 1
    let values = performed(notes, parts).expression(1)
    for bar in stride(from: 0, to: 32, by: 4) {
      #expect(values.contains { (1920 * bar..<1920 * (bar + 4)) ~= $0.tick })
    }
  }

  @Test("Parts with loudness of their own get none, and values stay below a full one")
  func own() {
    var (notes, parts) = lines([40, 73], count: 64) { 60 + 12 * $0 + $1 % 5 }
    parts[0].hasOwnExpression = true
    parts[1].fullExpression = 80
    let events = performed(notes, parts)
    #expect(events.expression(0).isEmpty)
    #expect(events.expression(1).allSatisfy { 30...80 ~= $0.value })
    // Two parts on a channel, of which one is plucked.
    parts = [PerformedPart(program: 40), PerformedPart(program: 45)]
    #expect(performed(notes, parts).expression(0).isEmpty)
    // Two that are bowed have one expression.
    parts = [PerformedPart(program: 40), PerformedPart(program: 48)]
    notes.sort { $0.note.onset < $1.note.onset }
    let shared = performed(notes, parts)
    #expect(!shared.expression(0).isEmpty && shared.expression(1).isEmpty)
  }

  @Test("Expression comes before the notes of its tick, and is controller 11")
  func order() {
    let actions: [PerformedEvent.Action] = [
      .noteOff(key: 60), .pedal(isDown: false), .tempo(microsecondsPerQuarter: 1), .expression(64),
      .noteOn(key: 60, velocity: 1), .pedal(isDown: true),
    ]
    let events = actions.map { PerformedEvent(tick: 7, part: 0, action: $0) }
    #expect(events.shuffled().sorted { $0.order < $1.order } == events)
    #expect(
      events[3].midiEvent(channel: 5) == .controlChange(channel: 5, controller: 11, value: 64))
  }
}
