import RenderMIDI
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// Styles that have names.
let namedStyles = StyleNames(
  of: [
    Style(composer: "Chopin", genre: "mazurka"), Style(composer: "Schubert", genre: "song"),
    Style(composer: "Bach", genre: "fugue"),
  ], fewestPieces: 1)

/// A planner of random weights, in a blink.
func randomPlanner(seed: UInt64 = 1, scale: Float = 4) throws -> Planner {
  Planner(
    try randomParameters(
      seed: seed, vocabularySize: PlanVocabulary.count, features: PlanReader.featureCount,
      width: 4, units: 6, scale: scale), styles: namedStyles)
}

/// A model of random weights that counts bars, with a memory that has learned nothing.
func randomMetricalModel(
  seed: UInt64 = 1, vocabulary: TimedVocabulary = .full, scale: Float = 4, planner: Planner?,
  decodingPolicy: DecodingPolicy = .tuned
) throws -> Model {
  let parameters = try randomParameters(
    seed: seed, vocabularySize: vocabulary.count,
    features: MetricalListener.featureCount(vocabulary),
    scale: scale)
  let pieces = (0..<40).map { TimedTokenizer(vocabulary).encode(randomScore($0)).tokens }
  return Model(
    parameters: parameters, tokenizer: MetricalTokens(vocabulary, styles: namedStyles),
    context: .stateful, starts: Starts.timed(of: pieces, vocabulary, seed: seed),
    memory: MemoryParameters(mean: [Float](repeating: 0, count: 12), knowsBars: true),
    planner: planner, decodingPolicy: decodingPolicy,
    record: noRecord(preset: .default, parameters: parameters.count))
}

/// A plan of which tokens can say everything, drawn by chance.
func randomPlan(_ seed: UInt64, bars count: Int = 40) -> FormPlan {
  var generator = SeededGenerator(seed: seed)
  func below(_ count: Int) -> Int { Int(generator.next(below: UInt64(count))) }
  func texture() -> Texture.Classes {
    Texture.Classes((0..<4).map { _ in below(Texture.Classes.count) })
  }
  let metres = MetreClass.metres.filter { 8 * $0.beats >= 3 * $0.beatUnit }
  let metre = metres[below(metres.count)]
  var plan = FormPlan(metre: Piece.Metre(beats: metre.beats, beatUnit: metre.beatUnit))
  if below(2) == 0 { plan.metre.pickUp = 12 * below(min(12, plan.metre.barLength / 12)) }
  plan.style = Style(
    composer: (namedStyles.composers + [nil])[below(4)],
    genre: (namedStyles.genres + [nil])[below(4)],
    born: ((0..<StyleNames.eraCount).map { StyleNames.year(ofEra: $0) } + [nil])[below(11)],
    isSong: [true, false, nil][below(3)])
  plan.isMinor = below(2) == 0
  plan.tonic = Int(seed % 12)
  plan.quartersPerMinute =
    below(4) > 0
    ? Double(TimedVocabulary.tempoMarks[below(TimedVocabulary.tempoMarks.count)]) : nil
  plan.traits = Traits(
    classes: Traits.Trait.allCases.map { _ in below(Traits.classCount) })
  plan.texture = texture()
  plan.pace = below(Pace.count)
  while plan.bars.count < count {
    var (group, accents) = (FormPlan.Bar(), 0)
    for index in 0..<min(1 + below(10), count - plan.bars.count) {
      if index % FormPlan.groupLength == 0 {
        group.texture = texture()
        group.level = (DynamicLevel.allCases + [nil])[below(DynamicLevel.allCases.count + 1)]
        group.swelling = FormPlan.Swelling.allCases[below(3)]
        accents = below(10)
      }
      var bar = group
      bar.beginsSection = index == 0
      bar.accent = PlanVocabulary.accent(accents, ofBar: index % FormPlan.groupLength)
      bar.relation = plan.bars.isEmpty ? .new : FormPlan.Relation.allCases[below(5)]
      if bar.relation != .new {
        let last = plan.bars[plan.bars.count - 1]
        // As often as not it goes on as the one before.
        bar.source =
          below(2) == 0 ? last.source.map { $0 + 1 } : nil
        bar.source = bar.source ?? below(plan.bars.count)
      }
      if bar.relation == .moved { bar.interval = (1 + below(12)) * (below(2) == 0 ? 1 : -1) }
      plan.bars.append(bar)
    }
  }
  return plan
}

/// A piece of phrases that come again, some of them varied or moved, with dynamics and a style.
func randomPiece(_ seed: UInt64) throws -> MetricalPiece {
  var generator = SeededGenerator(seed: seed)
  func below(_ count: Int) -> Int { Int(generator.next(below: UInt64(count))) }
  let (bar, pickUp) = ([48, 72, 96][below(3)], below(2) * 24)
  let length = 4 + below(5)
  let phrases = (0..<3).map { _ in
    (0..<8 * length).map { _ in
      (onset: 12 * below(length * bar / 12), duration: 6 * (1 + below(12)), key: 45 + below(30))
    }
  }
  var notes = [Piece.Note(onset: 0, duration: 12, key: 60)]
  for section in 0..<4 + below(4) {
    let (phrase, moved, varied) = (phrases[below(3)], below(3) == 0 ? below(9) - 4 : 0, below(3))
    for (index, note) in phrase.enumerated() {
      let key = note.key + moved + (varied == 0 && index % 5 == 0 ? 3 : 0)
      notes.append(
        Piece.Note(
          onset: pickUp + section * length * bar + note.onset, duration: note.duration,
          key: UInt8(key)))
    }
  }
  let part = Score.Part(
    notes: notes.map {
      Note(onset: $0.onset, duration: $0.duration, key: $0.key, velocity: 80)
    })
  var piece = try MetricalPiece(MIDIFile(Score(ticksPerQuarter: 24, parts: [part])), nil)
  piece.bars = BarGrid(
    Piece.Metre(beats: bar / 24, beatUnit: 4, pickUp: pickUp), end: piece.score.end)
  piece.style = Style(composer: "Chopin", genre: "nocturne", born: 1810, isSong: below(2) == 0)
  for _ in 0..<below(6) {
    let onset = below(piece.score.end)
    piece.dynamics.marks.append(
      Dynamics.Mark(onset: onset, level: DynamicLevel.allCases[below(8)]))
    piece.dynamics.hairpins.append(
      Dynamics.Hairpin(onset: onset, end: onset + 4 * bar, isCrescendo: below(2) == 0))
  }
  piece.dynamics.marks.sort { $0.onset < $1.onset }
  piece.dynamics.hairpins.sort { $0.onset < $1.onset }
  return piece
}
