import Foundation
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("Lags in bars")
struct BarLagsTests {
  /// The classes: the distance, four times its number, and what the plan says.
  private enum Distance: UInt8 { case offBars, near, periods, far }
  private enum Promise: UInt8 { case untold, new, source, another }
  private func index(_ distance: Distance, _ promise: Promise) -> UInt8 {
    4 * distance.rawValue + promise.rawValue
  }

  private func lags(pickUp: Int = 0, _ bars: [FormPlan.Bar]? = nil) -> BarLags {
    var plan = FormPlan(metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: pickUp))
    plan.bars = bars ?? []
    return BarLags(
      BarGrid(plan.metre, end: TimedScore.latest),
      plan: bars.map { _ in HeardPlan(plan, namedStyles) })
  }

  /// The class of a copy of the note at an onset, at another onset, after the note at a third one.
  private func found(_ lags: BarLags, of earlier: Int32, at onset: Int32, after last: Int32)
    -> UInt8
  {
    let place = lags.place(onset: last)
    return lags.index(
      of: lags.place(onset: earlier), after: place, shift: onset - last,
      lags.promises(after: place))
  }

  @Test(
    "A copy at the same place is near, periods or far by its distance, and else off the bars",
    arguments: [0, 24])
  func distances(pickUp: Int32) {
    let lags = lags(pickUp: Int(pickUp))
    // The note to copy is at the second quarter of the first bar; the last one a quarter before the copy, or in
    // the bar before.
    let earlier = pickUp + 24
    for bars in 1...20 as ClosedRange<Int32> {
      let onset = earlier + 72 * bars
      for last in [onset - 24, onset - 48] {
        let distance: Distance = bars < 4 ? .near : bars % 4 == 0 ? .periods : .far
        #expect(found(lags, of: earlier, at: onset, after: last) == index(distance, .untold))
        #expect(
          found(lags, of: earlier, at: onset + 1, after: last) == index(.offBars, .untold))
        #expect(
          found(lags, of: earlier, at: onset + 12, after: last) == index(.offBars, .untold))
      }
    }
    // Within a chord, and in the same bar.
    #expect(
      found(lags, of: earlier, at: earlier + 72, after: earlier + 72) == index(.near, .untold))
    #expect(found(lags, of: pickUp, at: pickUp + 24, after: pickUp) == index(.offBars, .untold))
  }

  @Test("The plan's source is told from another bar, a new bar from one of which nothing is said")
  func promises() {
    let lags = lags([
      FormPlan.Bar(relation: .new), FormPlan.Bar(relation: .new),
      FormPlan.Bar(relation: .exact, source: 0), FormPlan.Bar(),
      FormPlan.Bar(relation: .moved, source: 0),
      FormPlan.Bar(relation: .exact, source: 9),
    ])
    func found(_ earlier: Int32, _ onset: Int32) -> UInt8 {
      self.found(lags, of: earlier, at: onset, after: onset - 12)
    }
    #expect(found(0, 72) == index(.near, .new) && found(12, 84) == index(.near, .new))
    #expect(found(0, 144) == index(.near, .source) && found(72, 144) == index(.near, .another))
    #expect(found(24, 168) == index(.near, .source) && found(24, 180) == index(.offBars, .another))
    #expect(found(0, 216) == index(.near, .untold))
    #expect(found(0, 288) == index(.periods, .source) && found(12, 300) == index(.periods, .source))
    // What cannot be a source is as good as none; after the plan nothing is said.
    #expect(found(0, 360) == index(.far, .new) && found(0, 432) == index(.far, .untold))
  }

  @Test("Classes are below their number, with places up to the end of the grid")
  func bounds() {
    let lags = lags([FormPlan.Bar(relation: .new)])
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      let last = Int32(generator.next(below: UInt64(TimedScore.latest)))
      let earlier = Int32(generator.next(below: UInt64(last + 1)))
      let shift = Int32(generator.next(below: 1_000_000))
      let place = lags.place(onset: last)
      let index = lags.index(
        of: lags.place(onset: earlier), after: place, shift: shift, lags.promises(after: place))
      #expect(Int(index) < BarLags.count)
    }
  }
}

@Suite("A memory that knows bars")
struct MemoryBarsTests {
  private static let bars: BarLags = {
    var plan = FormPlan(metre: Piece.Metre(beats: 2, beatUnit: 4))
    plan.bars = randomPlan(2, bars: 60).bars
    return BarLags(BarGrid(plan.metre, end: TimedScore.latest), plan: HeardPlan(plan, namedStyles))
  }()

  private func passage(_ piece: ImaginedPiece, bars: BarLags?) -> MemoryPassage {
    var passage = MemoryPassage(
      piece.tokens, ImaginedPiece.vocabulary, setting: PieceSetting(bars: bars), most: 1024)
    for position in piece.tokens.indices {
      piece.logits[position].withUnsafeBufferPointer { logits in
        piece.hidden[position].withUnsafeBufferPointer { hidden in
          passage.add(PieceFold.Prediction(position: position, logits: logits, hidden: hidden))
        }
      }
    }
    return passage
  }

  /// Parameters on which everything depends, bars as well.
  private func parameters(seed: UInt64 = 5) -> MemoryParameters {
    var generator = SeededGenerator(seed: seed)
    var parameters = MemoryParameters(zerosFor: ImaginedPiece.states, width: 4, knowsBars: true)
    for index in parameters.values.indices {
      parameters.values[index] = Float(generator.nextUnit() - 0.5)
    }
    parameters.values[parameters.likeness.range.lowerBound] = 0.05
    return parameters
  }

  /// The same parameters in a memory that knows bars, of which it makes nothing.
  private func widened(_ known: MemoryParameters) -> MemoryParameters {
    var wide = MemoryParameters(zerosFor: known.states, width: known.width, knowsBars: true)
    for slot in known.slots {
      let other = wide.slots.first { $0.name == slot.name }!
      wide.values.replaceSubrange(other.range, with: known[slot])
    }
    return wide
  }

  @Test("The gradient is that of finite differences", arguments: [false, true])
  func gradient(ofChords: Bool) throws {
    let notes = ofChords ? variedChords(seed: 1) : notes(movedBy: 3)
    let piece = try ImaginedPiece(Array(notes.prefix(28)), seed: 1)
    let passage = passage(piece, bars: Self.bars)
    let start = parameters()
    let gradient = MemoryGradient(start, passage, ImaginedPiece.vocabulary)
    checkGradient(gradient, at: start, passage) { slot, index in
      slot.name.hasSuffix("_bars") || index % 5 == 0
    }
    for slot in [start.goOnBars, start.choiceBars] {
      #expect(gradient.values[slot.range].map(abs).max()! > 1e-3)
    }
  }

  /// −ln p of each note's tokens by the mixture that pieces are drawn from.
  private func cost(_ piece: ImaginedPiece, _ parameters: MemoryParameters, _ bars: BarLags?)
    -> Double
  {
    var memory = PieceMemory(
      MemoryHead(parameters), ImaginedPiece.vocabulary, setting: PieceSetting(bars: bars))
    var masked = MaskedNetwork(ImaginedPiece.vocabulary)
    var saved = 0.0
    for position in piece.tokens.indices.dropLast() {
      memory.hear(piece.tokens[position])
      masked.read(piece.tokens[position])
      let next = Int(piece.tokens[position + 1])
      let network = piece.logits[position].withUnsafeBufferPointer(masked.probabilities)
      let mixed = memory.mix(
        network: network, allowed: masked.allowed, state: piece.hidden[position])
      switch ImaginedPiece.vocabulary.tokens[next].kind {
      case .tempo, .structure: break
      case .shift, .part, .pitch, .duration:
        #expect(abs(mixed.reduce(0, +) - 1) < 1e-4)
        saved += log(Double(mixed[next])) - log(Double(network[next]))
      }
    }
    return saved
  }

  @Test("What is learned from and what is drawn from is the same likelihood")
  func oneLikelihood() throws {
    for seed in 2..<6 as Range<UInt64> {
      let piece = try ImaginedPiece(
        seed > 3 ? variedChords(seed: seed) : notes(movedBy: Int(seed) - 3, seed: seed), seed: seed)
      let gain = MemoryGradient(
        parameters(), passage(piece, bars: Self.bars), ImaginedPiece.vocabulary
      ).gain
      let saved = cost(piece, parameters(), Self.bars)
      #expect(abs(gain - saved) < 1e-3 * max(1, abs(saved)), "\(gain), \(saved)")
      // Bars make a difference.
      #expect(abs(cost(piece, parameters(), nil) - saved) > 1e-4)
    }
  }

  @Test("A memory that makes nothing of bars is bit for bit one that knows none")
  func withoutBars() throws {
    let known = memoryParameters()
    #expect(!known.knowsBars && known.slots.allSatisfy { !$0.name.hasSuffix("_bars") })
    let wide = widened(known)
    #expect(wide.knowsBars && wide.values.count == known.values.count + 2 * BarLags.count)
    for seed in 1..<4 as Range<UInt64> {
      let piece = try ImaginedPiece(
        seed > 2 ? variedChords(seed: seed) : notes(movedBy: 2, seed: seed), seed: seed)
      let alone = MemoryGradient(known, passage(piece, bars: nil), ImaginedPiece.vocabulary)
      let beside = MemoryGradient(wide, passage(piece, bars: Self.bars), ImaginedPiece.vocabulary)
      #expect(alone.gain == beside.gain)
      for slot in known.slots {
        let other = wide.slots.first { $0.name == slot.name }!
        #expect(Array(alone.values[slot.range]) == Array(beside.values[other.range]))
      }
      #expect(cost(piece, known, nil) == cost(piece, wide, Self.bars))
      // A memory that knows none hears none.
      #expect(
        MemoryGradient(known, passage(piece, bars: Self.bars), ImaginedPiece.vocabulary).gain
          == alone.gain)
    }
  }

  @Test("Both tables are in a model's file, under names of their own")
  func file() throws {
    let memory = parameters()
    var file = Safetensors(metadata: [:])
    memory.add(to: &file, precision: .single)
    #expect(try MemoryParameters(states: ImaginedPiece.states, from: file) == memory)
    #expect(file.shape(of: "memory.go_on_bars") == [BarLags.count])
    var old = Safetensors(metadata: [:])
    memoryParameters().add(to: &old, precision: .single)
    #expect(try MemoryParameters(states: ImaginedPiece.states, from: old)?.knowsBars == false)
    // One table without the other.
    var half = Safetensors(metadata: [:])
    for slot in memory.slots where slot.name != "memory.choice_bars" {
      half.add(memory[slot], shape: slot.shape, precision: .single, as: slot.name)
    }
    #expect(throws: (any Error).self) {
      try MemoryParameters(states: ImaginedPiece.states, from: half)
    }
  }
}
