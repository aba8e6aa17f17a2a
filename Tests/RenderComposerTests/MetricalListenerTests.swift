import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("What is known beside each token where bars are counted")
struct MetricalListenerTests {
  private static let vocabulary = TimedVocabulary.full

  private func indices(_ names: String) -> [Int32] {
    names.split(separator: " ").map { Int32(Self.vocabulary.vocabulary.index(of: String($0))!) }
  }

  @Test("Features are below their number, none twice, and the same for the same tokens")
  func features() throws {
    for seed in 0..<12 as Range<UInt64> {
      let score = randomScore(seed, notes: 120)
      let tokens = TimedTokenizer(Self.vocabulary).encode(score).tokens
      let metre = Piece.Metre(
        beats: [3, 4, 32, 2][Int(seed % 4)], beatUnit: [4, 8, 1, 2][Int(seed % 4)],
        pickUp: seed % 2 == 0 ? 12 : 0)
      let grid = BarGrid(metre, end: score.end)
      let plan = HeardPlan(randomPlan(seed, bars: max(1, grid.count - 2)), namedStyles)
      for plan in [nil, plan, plan.telling(form: false, texture: true, players: true)] {
        let sequence = TokenSequence(
          metrical: tokens, Self.vocabulary, bars: grid, plan: plan,
          tellsRemaining: seed % 3 == 0)
        let features = sequence.features()
        #expect(features.count == tokens.count && features == sequence.features())
        for position in tokens.indices {
          #expect(
            features[position].allSatisfy {
              (0..<Int32(MetricalListener.featureCount(Self.vocabulary))).contains($0)
            })
          #expect(Set(features[position]).count == features[position].count)
        }
      }
    }
  }

  @Test("Features depend on the tokens so far, not on those to come")
  func causal() {
    let tokens = TimedTokenizer(Self.vocabulary).encode(randomScore(4, notes: 60)).tokens
    let grid = BarGrid(Piece.Metre(beats: 3, beatUnit: 4), end: TimedScore.latest)
    func features(_ tokens: ArraySlice<Int32>) -> [[Int32]] {
      var listener = MetricalListener(Self.vocabulary, bars: grid, plan: nil)
      return tokens.map {
        _ = listener.hear($0)
        return listener.features(remaining: nil)
      }
    }
    let all = features(tokens[...])
    for count in stride(from: 1, to: tokens.count, by: 7) {
      #expect(features(tokens.prefix(count)) == Array(all.prefix(count)))
    }
  }

  @Test("The bar and the place in it are known, and whether the network looks back")
  func bars() {
    var plan = FormPlan(metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
    plan.bars = [
      FormPlan.Bar(relation: .new), FormPlan.Bar(relation: .new),
      FormPlan.Bar(relation: .exact, source: 1), FormPlan.Bar(relation: .rhythm, source: 1),
      FormPlan.Bar(relation: .moved, source: 1),
    ]
    let grid = BarGrid(plan.metre, end: 24 + 5 * 72)
    var listener = MetricalListener(
      Self.vocabulary, bars: grid, plan: HeardPlan(plan, namedStyles))
    var found: [Int: Bool] = [:]
    let tokens = "start tempo120 +0 C4 =24 +24 D4 =24 +72 E4 =24 +72 F4 =24 +72 G4 =24 +72 A4 =24"
    for token in indices(tokens) {
      _ = listener.hear(token)
      found[listener.bar] = listener.looksBack
    }
    #expect(found == [0: false, 1: false, 2: true, 3: false, 4: true, 5: false])
  }

  @Test(
    "What the plan's source has at the place is heard, also moved, and stops being so where it is not told"
  )
  func sources() throws {
    // Two bars, and the first one again, two semitones higher.
    let opening = indices("start tempo120 +0 C4 =24 +24 D4 =48 +72 E4 =96 +96 D4")
    var plan = FormPlan(metre: Piece.Metre(beats: 4, beatUnit: 4))
    plan.bars = [FormPlan.Bar(relation: .new), FormPlan.Bar(relation: .new)]
    plan.bars.append(FormPlan.Bar(relation: .moved, source: 0))
    plan.bars[2].interval = 2
    let grid = BarGrid(plan.metre, end: 4 * 96)
    func features(_ plan: HeardPlan?) -> Set<Int32> {
      var listener = MetricalListener(Self.vocabulary, bars: grid, plan: plan)
      for token in opening { _ = listener.hear(token) }
      return Set(listener.features(remaining: nil))
    }
    let heard = HeardPlan(plan, namedStyles)
    let told = features(heard)
    var unmoved = plan
    unmoved.bars[2].interval = 0
    // The source expects a duration of D4 only where it is moved to that key.
    #expect(told != features(HeardPlan(unmoved, namedStyles)))
    let untold = features(heard.telling(form: false, texture: false, players: true))
    #expect(untold.subtracting(features(nil)).allSatisfy { !features(nil).contains($0) })
    #expect(told.count > untold.count)
  }
}

@Suite("What a network hears of a plan")
struct HeardPlanTests {
  @Test("What is not told of the form or of the texture is not heard")
  func telling() {
    for seed in 0..<10 as Range<UInt64> {
      let plan = randomPlan(seed)
      let heard = HeardPlan(plan, namedStyles)
      let silent = heard.telling(form: false, texture: false, players: true)
      let (form, texture) = (
        heard.telling(form: true, texture: false, players: true), heard.telling(form: false, texture: true, players: true)
      )
      for bar in -1...plan.bars.count {
        // The manner alone is left, the same in all bars.
        #expect(silent.features(ofBar: bar) == heard.features(ofBar: -1))
        #expect(silent.features(ofBar: bar).count == heard.manner.count)
        #expect(silent.source(ofBar: bar) == nil && silent.relation(ofBar: bar) == nil)
        #expect(silent.interval(ofBar: bar) == 0 && texture.interval(ofBar: bar) == 0)
        #expect(texture.source(ofBar: bar) == nil && texture.relation(ofBar: bar) == nil)
        #expect(form.source(ofBar: bar) == heard.source(ofBar: bar))
        #expect(form.relation(ofBar: bar) == heard.relation(ofBar: bar))
        let all = heard.features(ofBar: bar)
        #expect(
          Set(form.features(ofBar: bar)).union(texture.features(ofBar: bar)) == Set(all)
            && Set(all).count == all.count)
        #expect(all.allSatisfy { (0..<Int32(HeardPlan.featureCount)).contains($0) })
      }
      #expect(
        heard.telling(form: true, texture: true, players: true).bars.map(\.source) == plan.bars.map(\.source))
      // All plans that differ in form alone are the same where no form is told.
      var other = plan
      other.bars.reverse()
      for index in other.bars.indices { other.bars[index].texture = plan.bars[index].texture }
      #expect(
        HeardPlan(other, namedStyles).telling(form: false, texture: true, players: true).bars == texture.bars)
    }
  }

  @Test("A source is an earlier bar, whatever the plan says")
  func sources() {
    var plan = FormPlan(metre: Piece.Metre(beats: 4, beatUnit: 4))
    plan.bars = [
      FormPlan.Bar(relation: .exact, source: 0), FormPlan.Bar(relation: .exact, source: 7),
    ]
    let heard = HeardPlan(plan, namedStyles)
    #expect(heard.source(ofBar: 0) == nil && heard.source(ofBar: 1) == nil)
    #expect(heard.source(ofBar: -1) == nil && heard.source(ofBar: 2) == nil)
  }

  @Test(
    "The distances to the end of what goes on, from its beginning and to the next section are heard"
  )
  func distances() {
    var plan = FormPlan(metre: Piece.Metre(beats: 4, beatUnit: 4))
    for _ in 0..<40 { plan.bars.append(FormPlan.Bar(relation: .new)) }
    plan.bars[0].beginsSection = true
    let heard = HeardPlan(plan, StyleNames())
    // 40 new bars: what is far enough away is all the same, and the two ends are not.
    #expect(heard.features(ofBar: 18) == heard.features(ofBar: 20))
    #expect(heard.features(ofBar: 0) != heard.features(ofBar: 20))
    #expect(heard.features(ofBar: 39) != heard.features(ofBar: 20))
    plan.bars[21].beginsSection = true
    #expect(HeardPlan(plan, StyleNames()).features(ofBar: 20) != heard.features(ofBar: 20))
  }
}
