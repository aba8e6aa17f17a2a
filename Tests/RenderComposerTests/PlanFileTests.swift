import Foundation
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer

@Suite("Plans as files")
struct PlanFileTests {
  private func decode(_ text: String) throws -> FormPlan {
    try JSONDecoder().decode(FormPlan.self, from: Data(text.utf8))
  }

  @Test("A plan goes to JSON and back")
  func roundTrip() throws {
    for seed in 0..<60 as Range<UInt64> {
      var plan = randomPlan(seed, bars: 1 + Int(seed) * 3)
      if seed % 2 == 0 { plan.tonic = Int(seed) % 12 }
      if seed % 3 == 0 { (plan.traits, plan.texture, plan.pace) = (nil, nil, nil) }
      if seed % 5 == 0 { (plan.isMinor, plan.tonic) = (nil, nil) }
      let data = try JSONEncoder().encode(plan)
      #expect(try JSONDecoder().decode(FormPlan.self, from: data) == plan)
    }
    let piece = FormPlan(of: try randomPiece(1))
    #expect(try JSONDecoder().decode(FormPlan.self, from: JSONEncoder().encode(piece)) == piece)
  }

  @Test("The key's name is read as the key that it is", arguments: 0..<12)
  func keys(tonic: Int) throws {
    for isMinor in [false, true] {
      var plan = randomPlan(1)
      (plan.tonic, plan.isMinor) = (tonic, isMinor)
      let name = try #require(plan.keyName)
      #expect(MusicalKey(named: name) == MusicalKey(tonic: tonic, isMinor: isMinor))
    }
  }

  private static let small = """
    {"metre": "3/4", "pick_up": 1, "key": "E minor", "tempo": 120, "traits": [0, 1, 2, 3, 4, 0, 1],
     "texture": [0, 5, 2, 3], "pace": 3, "sections": [{"bars": ["new", "new", "exact 0", "moved +2 1"],
     "groups": [{"texture": [1, 2, 3, 4], "level": "mf", "swelling": "crescendo"}]},
     {"name": "B1", "bars": ["rhythm 3"]}]}
    """

  @Test("A file that people write is read: bars count from 1, a pick-up is bar 0")
  func written() throws {
    let plan = try decode(Self.small)
    #expect(plan.metre == Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
    #expect(plan.tonic == 4 && plan.isMinor == true && plan.quartersPerMinute == 120)
    #expect(plan.bars.map(\.relation) == [.new, .new, .exact, .moved, .rhythm])
    #expect(plan.bars.map(\.source) == [nil, nil, 0, 1, 3])
    #expect(plan.bars.map(\.interval) == [0, 0, 0, 2, 0])
    #expect(plan.bars.map(\.beginsSection) == [true, false, false, false, true])
    #expect(plan.bars[3].level == .mf && plan.bars[3].swelling == .crescendo)
    #expect(plan.bars[4].level == nil && plan.bars[4].texture == nil)
    #expect(plan.bars[0].texture?.all == [1, 2, 3, 4])
    let least = try decode(#"{"metre": "4/4", "sections": [{"bars": ["new", "exact 1"]}]}"#)
    #expect(least.bars[1].source == 0 && least.isMinor == nil && least.keyName == nil)
  }

  @Test(
    "A plan that cannot be is refused with an error",
    arguments: [
      ("\"3/4\"", "\"3/0\""), ("\"3/4\"", "\"0/4\""), ("\"3/4\"", "\"33/4\""),
      ("\"3/4\"", "\"3/5\""), ("\"3/4\"", "\"1/4\""), ("\"3/4\"", "\"99999999999999999999/4\""),
      ("\"3/4\"", "\"-3/4\""), ("\"3/4\"", "\"\""), ("\"3/4\"", "3"), ("\"3/4\"", "\"3/4/4\""),
      ("\"pick_up\": 1", "\"pick_up\": 3"), ("\"pick_up\": 1", "\"pick_up\": -1"),
      ("\"pick_up\": 1", "\"pick_up\": 1e300"), ("\"pick_up\": 1", "\"pick_up\": 0.01"),
      ("E minor", "H minor"), ("E minor", ""), ("120", "9"), ("120", "1e9"), ("120", "-120"),
      ("120", "\"fast\""), ("[0, 1, 2, 3, 4, 0, 1]", "[0, 1]"),
      ("[0, 1, 2, 3, 4, 0, 1]", "[0, 1, 2, 3, 4, 0, 5]"), ("[0, 1, 2, 3, 4, 0, 1]", "[]"),
      ("[0, 5, 2, 3]", "[0, 6, 2, 3]"), ("[0, 5, 2, 3]", "[0, 5, 2]"),
      ("[0, 5, 2, 3]", "[0, -5, 2, 3]"), ("[0, 5, 2, 3]", "[0.5, 5, 2, 3]"),
      ("\"pace\": 3", "\"pace\": 8"), ("\"pace\": 3", "\"pace\": -1"),
      ("[1, 2, 3, 4]", "[1, 2, 3, 4, 5]"), ("\"mf\"", "\"loud\""),
      ("crescendo", "louder"), ("exact 0", "exact 2"), ("exact 0", "exact 4"),
      ("exact 0", "exact -1"), ("exact 0", "exact"), ("exact 0", "exact 0 0"),
      ("exact 0", "exact \(Int.max)"), ("exact 0", "exact \(Int.min)"),
      ("exact 0", "exact 99999999999999999999"), ("exact 0", "same 0"), ("exact 0", ""),
      ("exact 0", "new 0"), ("+2 1", "+0 1"), ("+2 1", "+13 1"), ("+2 1", "-13 1"),
      ("+2 1", "\(Int.min) 1"), ("+2 1", "\(Int.max) 1"), ("+2 1", "1"), ("+2 1", "+2 7"),
      ("[\"rhythm 3\"]", "[]"), ("[\"rhythm 3\"]", "{}"), ("\"rhythm 3\"", "3"),
      ("\"sections\"", "\"parts\""),
    ])
  func refused(part: String, replacement: String) throws {
    #expect(Self.small.contains(part))
    expectRefusal(Self.small.replacing(part, with: replacement))
  }

  private func expectRefusal(_ text: String) {
    do {
      _ = try decode(text)
      Issue.record("read: \(text.prefix(300))")
    } catch ComposerError.badPlan {
    } catch is DecodingError {
    } catch { Issue.record("\(error)") }
  }

  @Test("More bars than a plan may have, no sections, and deep nesting are refused")
  func huge() {
    let bars = Array(repeating: "\"new\"", count: Planner.mostBars).joined(separator: ",")
    expectRefusal(#"{"metre": "4/4", "sections": [{"bars": [\#(bars), "new"]}]}"#)
    expectRefusal(#"{"metre": "4/4", "sections": [{"bars": [\#(bars)]}, {"bars": ["new"]}]}"#)
    expectRefusal(#"{"metre": "4/4", "sections": []}"#)
    let deep = String(repeating: "[", count: 100_000)
    expectRefusal(deep)
    expectRefusal(#"{"metre": "4/4", "sections": \#(deep)"#)
    expectRefusal("")
    expectRefusal("null")
  }

  @Test("A file with bytes changed by chance is read or refused, and what is read goes round")
  func changedByChance() throws {
    var generator = SeededGenerator(seed: 5)
    let bytes = Array(Self.small.utf8)
    let alphabet = Array("0123456789-+eE.,:\"[]{} /newxactmovd".utf8)
    var readable = 0
    for _ in 0..<1500 {
      var changed = bytes
      for _ in 0...generator.next(below: 3) {
        let place = Int(generator.next(below: UInt64(changed.count)))
        changed[place] = alphabet[Int(generator.next(below: UInt64(alphabet.count)))]
      }
      do {
        let plan = try JSONDecoder().decode(FormPlan.self, from: Data(changed))
        readable += 1
        #expect(try JSONDecoder().decode(FormPlan.self, from: JSONEncoder().encode(plan)) == plan)
        #expect(plan.tokens(namedStyles).count > 22 && !plan.sectionNames.isEmpty)
        _ = plan.dynamics
      } catch ComposerError.badPlan {
      } catch is DecodingError {
      }
    }
    #expect(readable > 20)
  }

  @Test("Sections have the letter of what they return to, and a prime where they vary it")
  func names() throws {
    func plan(_ sections: [[String]], pickUp: Double = 0) throws -> FormPlan {
      let sections = sections.map { bars in
        #"{"bars": ["# + bars.map { "\"\($0)\"" }.joined(separator: ",") + "]}"
      }.joined(separator: ",")
      return try decode(#"{"metre": "3/4", "pick_up": \#(pickUp), "sections": [\#(sections)]}"#)
    }
    let new = [String](repeating: "new", count: 8)
    let exact = (1...8).map { "exact \($0)" }
    let varied = Array(exact.dropLast()) + ["varied 8"]
    #expect(try plan([new, exact, new, varied]).sectionNames == ["A8", "A8", "B8", "A′8"])
    #expect(try plan([new, new, exact, exact]).sectionNames == ["A8", "B8", "A8", "A8"])
    // Half of the bars are enough, and rhythm alone is none.
    #expect(try plan([new, Array(exact.prefix(4) + new.prefix(4))]).sectionNames == ["A8", "A′8"])
    #expect(try plan([new, Array(exact.prefix(3) + new.prefix(5))]).sectionNames == ["A8", "B8"])
    #expect(try plan([new, (1...8).map { "rhythm \($0)" }]).sectionNames == ["A8", "B8"])
    // What repeats a variant is one.
    #expect(
      try plan([new, varied, (9...16).map { "exact \($0)" }]).sectionNames == ["A8", "A′8", "A′8"])
    // The pick-up is no bar.
    #expect(
      try plan([["new"] + new, exact], pickUp: 1).sectionNames == ["A8", "A8"])
    #expect(try plan([Array(new[..<3]), new]).sectionRanges == [0..<3, 3..<11])
  }

  @Test("A key is written in the octave in which the plan's register is not beyond most pieces")
  func octave() throws {
    var plan = FormPlan(metre: Piece.Metre(beats: 4, beatUnit: 4))
    #expect(plan.octave(of: 6) == 6)
    for (register, semitones, moved) in [(5, 6, -6), (5, -5, -5), (0, -5, 7), (0, 2, 2), (2, 6, 6)]
    {
      var bar = FormPlan.Bar(relation: .new)
      bar.texture = Texture.Classes([0, register, 0, 0])
      plan.bars = [bar, FormPlan.Bar(relation: .new), bar]
      #expect(plan.octave(of: semitones) == moved)
    }
  }

  @Test("Accents of a plan stand on the beats of their bars")
  func accents() throws {
    var plan = FormPlan(metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
    plan.bars = ([nil, 0, 0.5, nil, 0.9] as [Double?]).map { accent in
      var bar = FormPlan.Bar(relation: .new)
      bar.accent = accent
      return bar
    }
    #expect(plan.dynamics.accents == [24, 96 + 24, 240 + 48])
    let read = try JSONDecoder().decode(FormPlan.self, from: JSONEncoder().encode(plan))
    #expect(read.bars.map(\.accent) == plan.bars.map { $0.accent.map { $0 == 0.9 ? 0.9 : $0 } })
  }

  @Test(
    "Dynamics of a plan: a mark where the level changes, one hairpin over bars that swell alike")
  func dynamics() throws {
    var plan = FormPlan(metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
    plan.bars = (0..<6).map { index in
      var bar = FormPlan.Bar(relation: .new)
      bar.level = index < 2 ? .p : .f
      bar.swelling = [.none, .crescendo, .crescendo, .diminuendo, .none, .crescendo][index]
      return bar
    }
    let dynamics = plan.dynamics
    #expect(dynamics.marks.map(\.onset) == [0, 96] && dynamics.marks.map(\.level) == [.p, .f])
    #expect(dynamics.hairpins.map(\.onset) == [24, 168, 312])
    #expect(dynamics.hairpins.map(\.end) == [168, 240, 384])
    #expect(dynamics.hairpins.map(\.isCrescendo) == [true, false, true])
  }
}

@Suite("Metres that people write")
struct WrittenMetreTests {
  @Test("Metres of at least a quarter and a half are read, and nothing else")
  func metres() {
    for (text, beats, unit) in [("4/4", 4, 4), ("3/8", 3, 8), ("1/2", 1, 2), ("32/1", 32, 1)] {
      #expect(Piece.Metre(text) == Piece.Metre(beats: beats, beatUnit: unit))
    }
    for text in [
      "", "/", "4", "4/", "/4", "2/8", "1/4", "11/32", "4/3", "4/64", "0/4", "33/4", "-4/4", "4/-4",
      "4 /4", "4/4/4", "٤/٤", "4.0/4", "\(Int.max)/4", "4/\(Int.max)", "C",
    ] {
      #expect(Piece.Metre(text) == nil, "\(text)")
    }
  }
}
