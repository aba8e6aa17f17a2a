import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer

@Suite("Tokens of plans")
struct PlanTokenTests {
  /// The plan that tokens say, each of which may follow the ones before.
  private func read(_ tokens: [Int32]) -> PlanReader {
    var reader = PlanReader(namedStyles)
    for token in tokens {
      #expect(reader.allows(token), "\(PlanVocabulary.meaning(of: token))")
      if PlanVocabulary.meaning(of: token).field != .end {
        #expect(reader.candidates.contains(Int(token)))
      }
      reader.read(token)
    }
    return reader
  }

  @Test("Every token belongs to one field and value, and every relation to one value")
  func vocabulary() {
    var tokens: [Int32] = []
    for field in PlanVocabulary.Field.allCases {
      for value in 0..<field.count {
        tokens.append(field.token(value))
        let meaning = PlanVocabulary.meaning(of: field.token(value))
        #expect(meaning.field == field && meaning.value == value)
      }
    }
    #expect(tokens == (0..<Int32(PlanVocabulary.count)).map { $0 })
    for value in 0..<PlanVocabulary.Field.relation.count {
      let (relation, interval) = PlanVocabulary.relation(value)
      #expect(PlanVocabulary.value(of: relation, interval: interval) == value)
      #expect((relation == .moved) == (interval != 0) && abs(interval) <= 12)
    }
  }

  @Test("A plan goes to tokens and back, and the reader lets pass what encoding writes")
  func roundTrip() {
    for seed in 0..<200 as Range<UInt64> {
      let plan = randomPlan(seed, bars: 1 + Int(seed) % 90)
      let reader = read(plan.tokens(namedStyles))
      #expect(reader.plan == plan && reader.hasEnded)
    }
  }

  @Test("The plan of a piece comes back, but for what tokens cannot say")
  func ofPieces() throws {
    var relations: Set<FormPlan.Relation?> = []
    for seed in 0..<25 as Range<UInt64> {
      let piece = try randomPiece(seed)
      let plan = FormPlan(of: piece)
      relations.formUnion(plan.bars.map(\.relation))
      #expect(plan.bars.count == piece.bars.count && plan.bars[0].beginsSection)
      let found = read(plan.tokens(namedStyles)).plan
      #expect(found.bars == plan.bars && found.metre == plan.metre)
      #expect(found.traits == plan.traits && found.texture == plan.texture)
      #expect(found.isMinor == plan.isMinor && found.pace == plan.pace)
      // A composer who was born in the same years, and a kind of which the model has no name.
      #expect(
        found.style
          == Style(composer: "Chopin", genre: nil, born: 1800, isSong: piece.style.isSong))
    }
    #expect(relations.isSuperset(of: [.new, .exact, .varied]))
  }

  @Test("What tokens cannot say of a bar becomes new, and the bars after it stay as they are")
  func unsayable() {
    var plan = randomPlan(3, bars: 300)
    for index in plan.bars.indices {
      (plan.bars[index].relation, plan.bars[index].source) = (.new, nil)
      plan.bars[index].interval = 0
    }
    // Too far, not earlier, before the piece, and moved by what is no interval.
    let faults: [(bar: Int, source: Int, relation: FormPlan.Relation, interval: Int)] = [
      (200, 71, .exact, 0), (10, 10, .varied, 0), (11, 12, .rhythm, 0), (12, -1, .exact, 0),
      (13, 4, .moved, 0), (14, 4, .moved, 13), (15, 4, .moved, -13), (0, 0, .exact, 0),
      (290, .min / 2, .exact, 0),
    ]
    let expected = plan
    for fault in faults {
      (plan.bars[fault.bar].relation, plan.bars[fault.bar].source) = (fault.relation, fault.source)
      plan.bars[fault.bar].interval = fault.interval
    }
    #expect(read(plan.tokens(namedStyles)).plan == expected)
    // The longest lag can be said.
    (plan.bars[200].relation, plan.bars[200].source) = (.exact, 72)
    let bar = read(plan.tokens(namedStyles)).plan.bars[200]
    #expect(bar.relation == .exact && bar.source == 72)
  }

  @Test(
    "A reader refuses a lag that goes on anyway, one beyond the beginning, and a first bar that is no section"
  )
  func refused() {
    let plan = randomPlan(1, bars: 1)
    var reader = PlanReader(namedStyles)
    let tokens = plan.tokens(namedStyles)
    for token in tokens.prefix(1 + 22) { reader.read(token) }
    typealias Field = PlanVocabulary.Field
    #expect(!reader.allows(Field.relation.token(0)) && !reader.allows(Field.end.token(0)))
    #expect(!reader.allows(Field.lag.token(0)) && reader.allows(Field.section.token(0)))
    for token in tokens.dropFirst(23).dropLast() { reader.read(token) }
    #expect(reader.index == 1 && reader.allows(Field.end.token(0)))
    #expect(!reader.allows(Field.relation.token(1)) && !reader.allows(Field.lag.token(1)))
    reader.read(Field.lag.token(0))
    // A lag has been named: now it must be said how the bar returns.
    #expect(!reader.allows(Field.relation.token(0)) && !reader.allows(Field.section.token(0)))
    #expect(!reader.allows(Field.end.token(0)) && reader.allows(Field.relation.token(1)))
    reader.read(Field.relation.token(1))
    #expect(!reader.allows(Field.lag.token(0)) && reader.allows(Field.relation.token(2)))
  }

  @Test("Features are below their number, none twice, and depend on the tokens so far alone")
  func features() {
    for seed in 0..<30 as Range<UInt64> {
      let tokens = randomPlan(seed, bars: 1 + Int(seed) * 5).tokens(namedStyles)
      var (reader, other) = (PlanReader(namedStyles), PlanReader(namedStyles))
      reader.barsLeft = { 100 - $0 }
      for token in tokens {
        reader.read(token)
        let features = reader.features
        #expect(
          features.allSatisfy { (0..<Int32(PlanReader.featureCount)).contains($0) })
        #expect(Set(features).count == features.count)
        other.read(token)
        // All but how many bars are left.
        #expect(zip(features, other.features).count { $0 != $1 } <= 1)
      }
    }
  }

  @Test("Classes of lengths and paces ascend")
  func classes() {
    #expect(PlanLength.index(of: 0) == 0 && PlanLength.index(of: 1_000_000) == PlanLength.count - 1)
    #expect((1...300).map(PlanLength.index) == (1...300).map(PlanLength.index).sorted())
    for index in 0..<Pace.count {
      #expect(Pace.index(of: Pace.eventsPerQuarter(index)) == index)
    }
    #expect(Pace.eventsPerQuarter(-1) == Pace.eventsPerQuarter(0))
  }
}
