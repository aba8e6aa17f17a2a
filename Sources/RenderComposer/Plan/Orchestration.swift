import FoundationEssentials
import RenderMusic
import RenderRandomness

/// Who plays where: how often the instruments of real music play in four bars, by whether they have played in those
/// before, whether the one above them in the score plays, and how full the music is.
///
/// Of one part after the other, in score order, is drawn whether it plays; so winds that come in together have learned
/// from each other, and so has a tutti.
public struct Orchestration: Hashable, Sendable {
  /// What is known where it is decided whether a part plays.
  private struct Situation {
    /// Whether the part has played in the bars before; `nil` in the first ones.
    var before: Bool?
    /// Whether the part above it plays; `nil` for the first one.
    var above: Bool?
    /// How full the music is to be, a class of polyphony.
    var polyphony: Int

    static let count = 9 * Texture.Classes.count

    /// The place among all situations.
    var index: Int {
      func place(_ answer: Bool?) -> Int { answer.map { $0 ? 2 : 1 } ?? 0 }
      return (place(before) * 3 + place(above)) * Texture.Classes.count + polyphony
    }
  }

  /// How often an instrument could play, and did, in each situation.
  private struct Counts: Hashable, Codable, Sendable {
    var times = [Int](repeating: 0, count: Situation.count)
    var played = [Int](repeating: 0, count: Situation.count)
    /// The units of the bars in which it plays, and those in which it sounds.
    var barUnits = 0
    var soundingUnits = 0

    mutating func count(_ situation: Situation, plays: Bool) {
      times[situation.index] += 1
      if plays { played[situation.index] += 1 }
    }

    /// The share of the time in which it plays; of a situation that was rare, drawn to that of all.
    func share(_ situation: Situation) -> Double {
      let all = Double(1 + played.reduce(0, +)) / Double(1 + times.reduce(0, +))
      return (Double(played[situation.index]) + Self.prior * all)
        / (Double(times[situation.index]) + Self.prior)
    }

    /// The number of times for which the share of all situations counts.
    private static let prior = 4.0

    var isPossible: Bool {
      times.count == Situation.count && played.count == Situation.count
        && zip(times, played).allSatisfy { $1 >= 0 && $0 >= $1 && $0 <= 1 << 40 }
        && soundingUnits >= 0 && barUnits >= soundingUnits
    }
  }

  /// By program.
  private var counts: [Int: Counts] = [:]

  /// Of instruments of which nothing is known, and which play all the time.
  public init() {}

  /// Learns from real pieces and the plans that they have followed.
  init(learnedFrom pieces: [(piece: MetricalPiece, plan: FormPlan)]) {
    for (piece, plan) in pieces where !plan.instruments.isEmpty {
      let playing = PlayingParts(piece.score, piece.bars)
      var before: Set<Int>?
      for group in plan.groups {
        guard let players = plan.bars[group.lowerBound].players.map(Set.init) else { continue }
        let units = playing.units(in: group)
        let length = piece.bars.start(ofBar: group.upperBound) - piece.bars.starts[group.lowerBound]
        for part in players {
          let program = Int(plan.instruments[part].program)
          counts[program, default: Counts()].barUnits += length
          counts[program]!.soundingUnits += min(units[part], length)
        }
        // What returns is played by those who have played it.
        if plan.returningBar(of: group) == nil {
          for (part, instrument) in plan.instruments.enumerated() {
            let situation = Situation(
              before: before?.contains(part), above: part > 0 ? players.contains(part - 1) : nil,
              polyphony: plan.polyphony(of: group))
            counts[Int(instrument.program), default: Counts()].count(
              situation, plays: players.contains(part))
          }
        }
        before = players
      }
    }
  }

  /// The share of the time in which an instrument sounds in bars in which it plays, 0...1.
  func activity(of program: UInt8) -> Double {
    guard let known = counts[Int(program)], known.barUnits > 0 else { return 1 }
    return Double(known.soundingUnits) / Double(known.barUnits)
  }

  /// Draws who plays in the bars of a plan of which it does not say so.
  ///
  /// - Parameter count: the bars that the piece surely has. What is drawn for them does not depend on those behind them.
  func assignPlayers(
    to plan: inout FormPlan, ofFirst count: Int, with generator: inout SeededGenerator
  ) {
    let parts = plan.instruments.indices
    var before: Set<Int>?
    var groups: [(bars: Range<Int>, source: Int?, isKnown: Bool, players: Set<Int>)] = []
    for bars in plan.groups {
      // Drawn in any case, so that a change here changes nothing later.
      var players = Set<Int>()
      var shares: [Double] = []
      for part in parts {
        let share =
          counts[Int(plan.instruments[part].program)].map {
            $0.share(
              Situation(
                before: before?.contains(part), above: part > 0 ? players.contains(part - 1) : nil,
                polyphony: plan.polyphony(of: bars)))
          } ?? 1
        shares.append(share)
        if generator.nextUnit() < share { players.insert(part) }
      }
      let source = plan.returningBar(of: bars).flatMap { bar in
        groups.firstIndex { $0.bars.contains(bar) }
      }
      if let source { players = groups[source].players }
      let known = plan.bars[bars.lowerBound].players
      if let known { players = Set(known) }
      if players.isEmpty, let likeliest = parts.max(by: { shares[$0] < shares[$1] }) {
        players = [likeliest]
      }
      groups.append((bars, source, known != nil, players))
      before = players
    }
    // Nobody comes to play nothing, if he can be given something that is new.
    let sure = groups.indices.filter { groups[$0].bars.lowerBound < count }
    let idle = Set(parts).subtracting(sure.reduce(into: Set()) { $0.formUnion(groups[$1].players) })
    let fullest = sure.filter { !groups[$0].isKnown && groups[$0].source == nil }
      .max { groups[$0].players.count < groups[$1].players.count }
    if let fullest, !idle.isEmpty {
      groups[fullest].players.formUnion(idle)
      for later in groups.indices where !groups[later].isKnown {
        if let source = groups[later].source { groups[later].players = groups[source].players }
      }
    }
    for group in groups {
      for bar in group.bars { plan.bars[bar].players = group.players.sorted() }
    }
  }
}

/// Coded as the counts by program.
extension Orchestration: Codable {
  public init(from decoder: any Decoder) throws {
    counts = try decoder.singleValueContainer().decode([Int: Counts].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(counts)
  }

  /// Reads what a model's file says.
  ///
  /// - Throws: `ComposerError.badModel`.
  init(json: String) throws(ComposerError) {
    guard let read = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)),
      read.counts.allSatisfy({ (0...127).contains($0.key) && $0.value.isPossible })
    else { throw .badModel("who plays where in it is damaged") }
    self = read
  }
}

extension FormPlan {
  /// The groups of bars that have one texture and the same players, one after the other.
  fileprivate var groups: [Range<Int>] {
    sectionRanges.flatMap { section in
      stride(from: section.lowerBound, to: section.upperBound, by: Self.groupLength).map {
        $0..<min($0 + Self.groupLength, section.upperBound)
      }
    }
  }

  /// The earlier bar to which a group of bars returns; `nil` for one that is new.
  fileprivate func returningBar(of group: Range<Int>) -> Int? {
    let bar = bars[group.lowerBound]
    return bar.relation == .new || bar.relation == .rhythm ? nil : bar.source
  }

  fileprivate func polyphony(of group: Range<Int>) -> Int {
    bars[group.lowerBound].texture?.polyphony ?? texture?.polyphony ?? 3
  }
}
