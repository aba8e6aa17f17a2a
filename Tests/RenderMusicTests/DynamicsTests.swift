import Testing

@testable import RenderMusic

@Suite("Dynamics") struct DynamicsTests {
  private static let quarter = Piece.unitsPerQuarter

  private func velocities(_ dynamics: Dynamics, until end: Int = 20 * quarter) -> [Int] {
    let curve = DynamicCurve(dynamics)
    return (0..<end).map { Int(curve.velocity(at: $0)) }
  }

  @Test("give no note another velocity where there are none")
  func none() {
    #expect(Set(velocities(Dynamics())) == [80])
    #expect(Note(onset: 0, duration: 1, key: 60).velocity == DynamicLevel.mf.velocity)
  }

  @Test("have levels that rise, by 2 to 5 dB where amplitudes go with the square of the velocity")
  func levels() {
    let velocities = DynamicLevel.allCases.map { Double($0.velocity) }
    for (softer, louder) in zip(velocities, velocities.dropFirst()) {
      // 40 log10 of 1.12 and of 1.34.
      #expect((1.1...1.34).contains(louder / softer))
    }
    #expect(velocities.allSatisfy { (1...127).contains($0) })
  }

  @Test("hold from a mark on, and before the first one the music is mezzo forte")
  func marks() {
    let found = velocities(
      Dynamics(marks: [
        .init(onset: 96, level: .ff), .init(onset: 24, level: .p), .init(onset: 96, level: .f),
      ]))
    #expect(found[..<24].allSatisfy { $0 == 80 })
    #expect(found[24..<96].allSatisfy { $0 == 49 })
    #expect(found[96...].allSatisfy { $0 == 96 })
  }

  @Test("of a part of the piece are those that it has in all of it")
  func rest() {
    let dynamics = Dynamics(
      marks: [
        .init(onset: 0, level: .p), .init(onset: 0, level: .f), .init(onset: 96, level: .pp),
      ], hairpins: [.init(onset: 120, end: 144, isCrescendo: true)], accents: [30, 110])
    let all = velocities(dynamics, until: 400)
    for unit in [0, 10, 96, 100, 150] {
      #expect(velocities(dynamics.from(unit), until: 400 - unit) == Array(all[unit...]))
    }
    #expect(dynamics.from(130).hairpins == [.init(onset: 0, end: 14, isCrescendo: true)])
    #expect(Dynamics().from(50) == Dynamics())
  }

  @Test("go with a hairpin to the mark at its end, and without one a level up or down")
  func hairpins() {
    let swell = Dynamics.Hairpin(onset: 48, end: 240, isCrescendo: true)
    func found(_ level: DynamicLevel?) -> [Int] {
      velocities(
        Dynamics(
          marks: [.init(onset: 0, level: .p)]
            + (level.map { [.init(onset: 252, level: $0)] } ?? []),
          hairpins: [swell]))
    }
    let far = found(.ff)
    #expect(far[47] == 49 && far[240] == 112 && far[144] > 64 && far[144] < 96)
    #expect(zip(far, far.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(found(nil)[240...].allSatisfy { $0 == 64 })
    // What is no louder is no aim: it comes all of a sudden.
    #expect(found(.pp)[251] == 64 && found(.pp)[252] == 38)
    let fading = velocities(
      Dynamics(hairpins: [.init(onset: 0, end: 48, isCrescendo: false)]))
    #expect(fading[0] == 80 && fading[48...].allSatisfy { $0 == 64 })
    #expect(zip(fading, fading.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("let a hairpin go on from a mark on its way, and give way to the next hairpin")
  func onTheWay() {
    let swell = Dynamics.Hairpin(onset: 0, end: 192, isCrescendo: true)
    let marked = velocities(
      Dynamics(
        marks: [.init(onset: 48, level: .p), .init(onset: 192, level: .f)], hairpins: [swell]))
    #expect(marked[48] == 49 && marked[120] > 64 && marked[192] == 96)
    #expect(zip(marked[48...], marked[49...]).allSatisfy { $0 <= $1 })
    let turned = velocities(
      Dynamics(
        marks: [.init(onset: 120, level: .pp)],
        hairpins: [swell, .init(onset: 96, end: 120, isCrescendo: false)]))
    #expect(turned[95] > 80 && turned[96] == 88 && turned[119] < 50 && turned[120] == 38)
  }

  @Test("stress the notes of an accent alone")
  func accents() {
    for level in DynamicLevel.allCases {
      let found = velocities(
        Dynamics(marks: [.init(onset: 0, level: level)], accents: [24, 48, 48]))
      let base = Int(level.velocity)
      #expect(found[24] > base && found[24] == found[48] && found[25] == base)
      #expect(found[24] <= 127)
    }
  }

  @Test("whatever they are, give velocities, and a crescendo never becomes softer before its end")
  func anything() {
    var draws = Draws(3)
    let odd = [Int.min, -1, 0, 480, Int.max]
    func draw(_ count: Int) -> Int { Int.random(in: 0..<count, using: &draws) }
    func place() -> Int { draw(10) == 0 ? odd[draw(5)] : draw(480) }
    for _ in 0..<300 {
      let dynamics = Dynamics(
        marks: (0..<draw(5)).map { _ in
          .init(onset: place(), level: DynamicLevel.allCases[draw(8)])
        },
        hairpins: (0..<draw(5)).map { _ in
          .init(onset: place(), end: place(), isCrescendo: draw(2) == 0)
        }, accents: (0..<draw(4)).map { _ in place() })
      let curve = DynamicCurve(dynamics)
      for unit in odd { #expect((1...127).contains(curve.velocity(at: unit))) }
      for hairpin in dynamics.hairpins where hairpin.end > hairpin.onset {
        let others = dynamics.hairpins.filter { $0 != hairpin && $0.end > $0.onset }.map(\.onset)
        let stop = (dynamics.marks.map(\.onset) + others + [hairpin.end, 480])
          .filter { $0 > hairpin.onset }.min()!
        guard hairpin.onset >= 0, !others.contains(hairpin.onset), hairpin.onset < 480 else {
          continue
        }
        let stressed = Set(dynamics.accents)
        let found = (hairpin.onset..<stop).filter { !stressed.contains($0) }
          .map { curve.velocity(at: $0) }
        for (earlier, later) in zip(found, found.dropFirst()) {
          #expect(hairpin.isCrescendo ? earlier <= later : earlier >= later)
        }
      }
    }
  }
}
