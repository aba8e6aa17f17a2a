import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderPlot

@Suite("The picture of a piece") struct PictureTests {
  private let plot = PiecePlot(title: "A scale", subtitle: "ten notes", roll: scale, sound: tone)

  @Test("shows each note at its time, in the colour of its velocity")
  func notes() throws {
    let picture = try decoded(plot)
    #expect(picture.width == 2400)
    let columnWidth = 1106.0 / 10
    for index in 0..<10 {
      let code = Color.velocity(UInt8(10 * (index + 1))).code
      let x = 64 + (Double(index) + 0.45) * columnWidth
      let rows = (102..<500).filter { picture.color(x: x, y: Double($0)) == code }
      #expect(rows.count >= 9, "note \(index)")
      #expect(!rows.contains { picture.color(x: x + columnWidth / 2, y: Double($0)) == code })
    }
  }

  @Test("shows pedal, waveform and loudness")
  func panels() throws {
    let picture = try decoded(plot)
    // Half of the width, 12 points high.
    #expect(abs(picture.count(of: .pedal) - 1106 * 24) < 60)
    // A peak of -6.02 dBFS fills the panel that begins at -6.
    #expect(picture.count(of: .waveform) > 2212 * 240)
    #expect(picture.count(of: .shortTerm) > 2212)
    #expect(picture.count(of: .momentary) > 2212 * 150)
  }

  @Test("shows pedals for the part of the time that they are down")
  func halfPedal() throws {
    var events: [(Int, MIDIEvent)] = []
    for index in 0..<50_000 {
      events += [(index * 200, pedal(127)), (index * 200 + 100, pedal(0))]
    }
    let roll = PianoRoll(file(track(events)))
    let picture = try decoded(PiecePlot(title: "", roll: roll))
    let shade = Color.panel.mixed(with: .pedal, part: 0.5)
    #expect(picture.count(of: shade) > 2000 * 24)
  }

  @Test("is moved with a sound that begins later than the MIDI file")
  func leadIn() throws {
    var late = plot
    late.roll = PianoRoll(file(track([(60_000, on(60, 99)), (61_000, off(60))])))
    late.sound?.startsAt = 58
    let picture = try decoded(late)
    let code = Color.velocity(99).code
    let columns = (64..<1170).filter { x in
      (102..<500).contains { picture.color(x: Double(x), y: Double($0)) == code }
    }
    #expect(columns.first == 64 + 221 && columns.last == 64 + 331)
  }

  /// A violin and a cello that hold one key, at full velocity, and the cello a second one.
  private let duet = PianoRoll(
    file(
      part("Violin", program: 40, [(0, on(60, 127)), (10_000, off(60))]),
      part(
        "Cello", program: 42, channel: 1,
        [
          (0, on(60, 127, channel: 1)), (0, on(48, 127, channel: 1)),
          (10_000, off(60, channel: 1)), (10_000, off(48, channel: 1)),
        ])))

  @Test("shows the notes of several parts in their colours, and both of a unison")
  func parts() throws {
    let colors = Color.parts([40, 42], on: .light).map(\.code)
    let picture = try decoded(PiecePlot(title: "A duet", roll: duet))
    let column = stride(from: 90.0, to: 500, by: 0.5).map { picture.color(x: 600, y: $0) }
    let heights = colors.map { color in column.count { $0 == color } }
    // Rows of 11 points, less the gap: of one the violin has half, of another the cello all.
    #expect((8...12).contains(heights[0]), "\(heights)")
    #expect((28...33).contains(heights[1]), "\(heights)")
    // Side by side above the roll, and no velocity has a hue.
    #expect(picture.count(of: .velocity(127)) == 0)
    let single = try decoded(PiecePlot(title: "A scale", roll: scale))
    // A line of names more, and no strip for a pedal that nobody has.
    #expect(picture.height == single.height + 2 * (16 - 18))
  }

  @Test(
    "of one part is as ever, whichever instrument it is, named or not",
    arguments: PlotFileFormat.allCases)
  func onePart(format: PlotFileFormat) throws {
    let notes = [(0, on(60, 80)), (700, off(60)), (700, on(64, 30)), (2000, off(64))]
    let unnamed = PiecePlot(title: "One", roll: PianoRoll(file(track(notes))))
    let violin = PiecePlot(title: "One", roll: PianoRoll(file(part("Solo", program: 40, notes))))
    #expect(try unnamed.encoded(as: format) == violin.encoded(as: format))
    #expect(try decoded(violin).count(of: .velocity(80)) > 0)
  }

  @Test("of sixty-four parts and more can be drawn", arguments: PlotFileFormat.allCases)
  func manyParts(format: PlotFileFormat) throws {
    let tracks = (0..<70).map { (index: Int) -> MIDITrack in
      let key = UInt8(60 + index % 3)
      let name = String(repeating: "Part \(index) ", count: 20)
      return part(name, program: UInt8(40 + index), [(0, on(key)), (9000, off(key))])
    }
    let roll = PianoRoll(
      MIDIFile(format: .simultaneousTracks, division: .ticksPerQuarter(500), tracks: tracks))
    #expect(roll.parts.count == 64)
    #expect(try PiecePlot(title: "Many", roll: roll).encoded(as: format).count > 100)
  }

  @Test(
    "is the same bytes each time, whatever was drawn meanwhile, and has no date",
    arguments: PlotFileFormat.allCases)
  func sameBytes(format: PlotFileFormat) throws {
    let first = try plot.encoded(as: format)
    _ = try PiecePlot(title: "Another", roll: scale).encoded(as: format)
    #expect(try plot.encoded(as: format) == first)
    #expect(first.firstRange(of: Array("Date".utf8)) == nil)
  }

  @Test("begins and ends as its format asks")
  func marks() throws {
    let png = try plot.encoded(as: .png)
    #expect(png.starts(with: [0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A]))
    #expect(Array(png[12..<16]) == Array("IHDR".utf8))
    #expect(png[16..<20].reduce(0) { $0 << 8 | Int($1) } == 2400)
    let svg = try plot.encoded(as: .svg)
    #expect(svg.starts(with: Array("<?xml".utf8)))
    #expect(svg.suffix(7).elementsEqual(Array("</svg>\n".utf8)))
    let pdf = try plot.encoded(as: .pdf)
    #expect(pdf.starts(with: Array("%PDF-1.".utf8)))
    #expect(pdf.suffix(6).elementsEqual(Array("%%EOF\n".utf8)))
  }

  @Test("can be drawn of nothing at all", arguments: PlotFileFormat.allCases)
  func empty(format: PlotFileFormat) throws {
    let silence = SoundCurve(
      secondsPerBin: 0, minima: [], maxima: [], secondsPerValue: 0, momentaryLoudness: [])
    for sound in [nil, silence] {
      let plot = PiecePlot(title: "", roll: PianoRoll(file()), sound: sound)
      #expect(try plot.encoded(as: format).count > 100)
    }
  }

  @Test("bears values that are no numbers, and times that make no sense")
  func nonsense() throws {
    let odd: [Double] = [.nan, .infinity, -.infinity, 1e300, -1e300, 0, -20]
    for time in odd {
      let sound = SoundCurve(
        startsAt: time, secondsPerBin: time, minima: odd.map { Float($0) },
        maxima: odd.reversed().map { Float($0) }, secondsPerValue: time, momentaryLoudness: odd,
        shortTermLoudness: odd, integratedLoudness: time)
      var timed = sound
      (timed.secondsPerBin, timed.secondsPerValue) = (1, 1)
      for sound in [sound, timed] {
        let svg = try PiecePlot(title: "", roll: scale, sound: sound).encoded(as: .svg)
        #expect(svg.firstRange(of: Array("nan".utf8)) == nil)
        #expect(svg.firstRange(of: Array("inf".utf8)) == nil)
      }
    }
  }

  @Test("bears a title that is long, or no text")
  func titles() throws {
    // Control characters, and numbers that stand for no character: cairo refuses them.
    let numbers: [UInt32] = [97, 0, 10, 0xFFFE, 0xFDD0, 0x10FFFF, 0x1D11E]
    let oddTitle = String(String.UnicodeScalarView(numbers.compactMap(Unicode.Scalar.init)))
    #expect(oddTitle.unicodeScalars.count == numbers.count)
    for title in [String(repeating: "long ", count: 100_000), oddTitle] {
      _ = try PiecePlot(title: title, subtitle: title, roll: scale).encoded(as: .pdf)
    }
  }

  @Test("of two hundred thousand notes stays small and quick")
  func large() throws {
    var generator = SystemRandomNumberGenerator()
    var events: [(Int, MIDIEvent)] = []
    for index in 0..<200_000 {
      let key = UInt8.random(in: 21...108, using: &generator)
      events += [(index * 50, on(key, .random(in: 1...127, using: &generator)))]
      events += [(index * 50 + 40, off(key))]
    }
    let roll = PianoRoll(file(track(events)))
    #expect(roll.notes.count == 200_000)
    let plot = PiecePlot(title: "Many", roll: roll)
    var picture: [UInt8] = []
    let time = try processorSeconds { picture = try plot.encoded(as: .svg) }
    #expect(picture.count < 12_000_000)
    #expect(time < 20)
  }
}
