import Foundation
import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("Plans that are drawn")
struct PlannerTests {
  private func check(_ plan: FormPlan, from first: Int = 0) {
    #expect(plan.bars.first?.beginsSection == true)
    #expect(plan.metre.pickUp >= 0 && plan.metre.pickUp < plan.metre.barLength)
    #expect(plan.metre.barLength >= 36)
    var sectionStart = 0
    for (index, bar) in plan.bars.enumerated() {
      if bar.beginsSection { sectionStart = index }
      guard index >= first else { continue }
      #expect(bar.relation != nil && (bar.relation == .new) == (bar.source == nil))
      #expect(bar.source.map { (0..<index).contains($0) } ?? true)
      #expect((bar.relation == .moved) == (bar.interval != 0) && abs(bar.interval) <= 12)
      #expect(bar.texture != nil && bar.level != nil)
      if (index - sectionStart) % FormPlan.groupLength != 0 {
        let last = plan.bars[index - 1]
        #expect(bar.texture == last.texture && bar.level == last.level)
        #expect(bar.swelling == last.swelling)
      }
    }
  }

  @Test("Plans of random planners are plans, whose tokens say all of them")
  func valid() throws {
    var relations: Set<FormPlan.Relation?> = []
    for seed in 0..<12 as Range<UInt64> {
      let planner = try randomPlanner(seed: seed, scale: Float(seed % 4) * 3)
      var wishes = PlanWishes()
      wishes.extent = .events(100)
      let plan = try planner.draw(wishes, seed: seed)
      check(plan)
      #expect(plan.style.isSong != nil && plan.isMinor != nil && plan.traits != nil)
      #expect(plan.quartersPerMinute != nil && plan.tonic != nil)
      var reader = PlanReader(namedStyles)
      for token in plan.tokens(namedStyles) { reader.read(token) }
      #expect(reader.plan == plan)
      relations.formUnion(plan.bars.map(\.relation))
    }
    #expect(relations == [.new, .exact, .varied, .moved, .rhythm])
  }

  @Test("The same seed gives the same plan, another seed another one")
  func seeds() throws {
    let planner = try randomPlanner()
    var wishes = PlanWishes()
    wishes.extent = .events(60)
    let plans = try (0..<8).map { try planner.draw(wishes, seed: $0) }
    #expect(try (0..<8).map { try planner.draw(wishes, seed: $0) } == plans)
    #expect(Set(plans).count == 8)
  }

  @Test("The bits of plans are those of the tokens that may follow, one after the other")
  func bits() throws {
    let planner = try randomPlanner(scale: 4)
    var wishes = PlanWishes()
    wishes.extent = .events(60)
    let plans = try (0..<20).map { try planner.draw(wishes, seed: $0) }
    var expected = 0.0
    for plan in plans {
      var decoder = TokenDecoder(InferenceNetwork(planner.parameters), context: .stateful)
      var reader = PlanReader(namedStyles)
      let tokens = plan.tokens(namedStyles)
      for (token, next) in zip(tokens, tokens.dropFirst()) {
        reader.read(token)
        decoder.push(token, features: reader.features)
        let weights = decoder.logits.enumerated().map { index, logit in
          reader.allows(Int32(index)) ? exp(Double(logit)) : 0
        }
        expected -= log2(weights[Int(next)] / weights.reduce(0, +))
      }
    }
    #expect(expected > 1000)
    for threads in [1, 3] {
      let bits = try planner.bits(of: plans, threads: threads)
      #expect(abs(bits / expected - 1) < 1e-4, "\(bits) instead of \(expected)")
    }
    #expect(try planner.bits(of: [], threads: 1) == 0)
  }

  @Test("Wishes are kept, and what is not wished is drawn")
  func wishes() throws {
    for (seed, metre) in zip(
      0..., ["7/8", "3/4", "4/4", "3/16", "12/8", "5/2"].compactMap { Piece.Metre($0) })
    {
      var wishes = PlanWishes()
      wishes.metre = metre
      wishes.key = MusicalKey(tonic: 4, isMinor: true)
      wishes.quartersPerMinute = 133.3
      wishes.style = Style(composer: "Schubert")
      wishes.extent = .events(50)
      let plan = try randomPlanner(seed: 3).draw(wishes, seed: UInt64(seed))
      #expect(plan.metre.beats == metre.beats && plan.metre.beatUnit == metre.beatUnit)
      #expect(plan.metre.pickUp < plan.metre.barLength)
      #expect(plan.tonic == 4 && plan.isMinor == true && plan.quartersPerMinute == 133.3)
      #expect(plan.style.composer == "Schubert" && plan.style.isSong != nil)
    }
  }

  @Test(
    "A plan has about as many bars as the length asked for needs, in the metre and tempo asked for")
  func lengths() throws {
    let planner = try randomPlanner(seed: 2)
    for (seed, text) in zip(0..., ["4/4", "5/8", "3/2"]) {
      var wishes = PlanWishes()
      wishes.metre = Piece.Metre(text)
      wishes.quartersPerMinute = 90
      wishes.extent = .seconds(60)
      let plan = try planner.draw(wishes, seed: UInt64(seed))
      let wanted = 90 / (Double(plan.metre.barLength) / 24)
      let count = Double(plan.bars.count)
      #expect(count >= wanted - 1 && count <= 1.5 * wanted + 6, "\(text): \(count), \(wanted)")
    }
    var plan = randomPlan(1)
    var wishes = PlanWishes()
    plan.metre = Piece.Metre(beats: 4, beatUnit: 4)
    plan.pace = Pace.index(of: 2)
    wishes.extent = .events(800)
    #expect((90...110).contains(wishes.bars(of: plan)))
    wishes.extent = .seconds(1e9)
    #expect(wishes.bars(of: plan) == Planner.mostBars)
    wishes.extent = .events(1)
    #expect(wishes.bars(of: plan) == 1)
    wishes.form = WantedForm("A8A8")
    #expect(wishes.bars(of: plan) == 16)
  }

  @Test(
    "The sections asked for come, with the bars asked for, equal or varied, whether or not there is a pick-up",
    arguments: ["A8A8B8A8", "A8B8A'8", "AABA", "A3B5A3", "B2A2B2", "A130B1A2"])
  func forms(text: String) throws {
    let form = try #require(WantedForm(text))
    var pickUps: Set<Bool> = []
    for seed in 0..<3 as Range<UInt64> {
      let planner = try randomPlanner(seed: seed)
      var wishes = PlanWishes()
      wishes.form = form
      let plan = try planner.draw(wishes, seed: seed)
      check(plan)
      let hasPickUp = plan.metre.pickUp > 0
      pickUps.insert(hasPickUp)
      #expect(plan.bars.count == form.bars + (hasPickUp ? 1 : 0))
      let placed = form.after(bars: 0, hasPickUp: hasPickUp)
      #expect(plan.sectionRanges.map(\.lowerBound) == placed.sections.map(\.start))
      for section in placed.sections {
        for bar in section.start..<section.start + section.count {
          if let source = section.source(ofBar: bar) {
            #expect(plan.bars[bar].source == source)
            #expect(plan.bars[bar].relation == (section.isVaried ? .varied : .exact))
          } else {
            #expect(plan.bars[bar].source.map { $0 >= section.start } ?? true)
          }
        }
      }
      var letters: [Int] = []
      let names = form.sections.map { section in
        if !letters.contains(section.letter) { letters.append(section.letter) }
        return Form.name(
          letter: letters.firstIndex(of: section.letter)!, primes: section.isVaried ? 1 : 0)
          + "\(section.count)"
      }
      #expect(plan.sectionNames == names)
    }
    #expect(pickUps.contains(true))
  }

  @Test("A beginning is kept as the first bars, and the form asked for comes after it")
  func beginning() throws {
    for seed in 0..<3 as Range<UInt64> {
      let beginning = randomPlan(seed, bars: 10)
      let planner = try randomPlanner(seed: seed)
      var wishes = PlanWishes()
      wishes.extent = .events(60)
      let plan = try planner.draw(wishes, after: beginning, seed: seed)
      #expect(plan.bars.prefix(10) == beginning.bars.prefix(10) && plan.bars.count > 10)
      check(plan, from: 13)
      #expect(plan.metre == beginning.metre && plan.isMinor == beginning.isMinor)
      #expect(plan.traits == beginning.traits && plan.texture == beginning.texture)
      #expect(plan.style.composer == beginning.style.composer || beginning.style.composer == nil)

      wishes.form = WantedForm("A4B4A4")
      let formed = try planner.draw(wishes, after: beginning, seed: seed)
      #expect(formed.bars.count == 22 && formed.bars.prefix(10) == beginning.bars.prefix(10))
      #expect(formed.sectionRanges.suffix(3).map(\.lowerBound) == [10, 14, 18])
      #expect(formed.bars[18...].map(\.source) == [10, 11, 12, 13])
    }
  }

  @Test("Wishes out of range are refused")
  func refused() throws {
    let planner = try randomPlanner()
    for metre in [
      Piece.Metre(beats: 0, beatUnit: 4), Piece.Metre(beats: 4, beatUnit: 0),
      Piece.Metre(beats: 256, beatUnit: 4), Piece.Metre(beats: 1, beatUnit: 4),
      Piece.Metre(beats: .max, beatUnit: 4), Piece.Metre(beats: 4, beatUnit: -4),
      Piece.Metre(beats: 200, beatUnit: 64),
    ] {
      var wishes = PlanWishes()
      wishes.metre = metre
      #expect(throws: ComposerError.self) { try planner.draw(wishes, seed: 1) }
    }
    for tempo in [Double.nan, 0, 9, 501, .infinity] {
      var wishes = PlanWishes()
      wishes.quartersPerMinute = tempo
      #expect(throws: ComposerError.self) { try planner.draw(wishes, seed: 1) }
    }
    var wishes = PlanWishes()
    wishes.extent = .events(0)
    #expect(throws: ComposerError.self) { try planner.draw(wishes, seed: 1) }
  }

  @Test("Wishes applied to a plan change what they name and nothing else")
  func applied() {
    let plan = randomPlan(7)
    #expect(PlanWishes().applied(to: plan) == plan)
    var wishes = PlanWishes()
    wishes.style = Style(genre: "fugue")
    var expected = plan
    expected.style.genre = "fugue"
    #expect(wishes.applied(to: plan) == expected)
  }
}
