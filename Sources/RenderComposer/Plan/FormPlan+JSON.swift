import FoundationEssentials
import RenderMusic

/// A plan as a file that people can read and change. Bars are counted from 1, a pick-up is bar 0.
///
/// Of a bar is said `new`, or how it returns and where to: `exact 1`, `varied 5`, `moved +2 9`, `rhythm 3`.
extension FormPlan: Codable {
  private struct File: Codable {
    var composer: String?
    var genre: String?
    var born: Int?
    var song: Bool?
    var metre: String
    /// The length of the pick-up in quarters.
    var pick_up: Double?
    /// `E minor`; or the mode alone, `minor`.
    var key: String?
    var tempo: Double?
    /// The class of each trait, in their order.
    var traits: [Int]?
    /// Density, register, spread and polyphony, each 0 to 5.
    var texture: [Int]?
    var pace: Int?
    /// The names of the instruments, in score order; a piano without them.
    var instruments: [String]?
    var sections: [Section]
  }

  private struct Section: Codable {
    /// The letter and number of bars, for reading: what the bars say decides.
    var name: String?
    var bars: [String]
    fileprivate var groups: [Group]?
  }

  /// What four bars have in common, or as many as a section has left.
  fileprivate struct Group: Codable {
    var texture: [Int]?
    /// The names of those who play: `Violin 2`.
    var players: [String]?
    var level: String?
    var swelling: String?
    /// The places of accents in bars, from the beginning of the group: 2.5 is the middle of the third one.
    var accents: [Double]?
  }

  /// The key, or the mode where any tonic may be; `nil` where nothing is said of it.
  public var keyName: String? {
    isMinor.map { isMinor in
      tonic.map { "\(MusicalKey(tonic: $0, isMinor: isMinor))" } ?? (isMinor ? "minor" : "major")
    }
  }

  /// The number by which the bar of an index is called.
  private var firstNumber: Int { metre.pickUp > 0 ? 0 : 1 }

  public func encode(to encoder: any Encoder) throws {
    let names = sectionNames
    let sections = zip(sectionRanges, names).map { range, name in
      Section(
        name: name, bars: range.map { word(ofBar: $0) },
        groups: stride(from: range.lowerBound, to: range.upperBound, by: Self.groupLength).map {
          Group(
            texture: bars[$0].texture?.all, players: playerNames(bars[$0].players),
            level: bars[$0].level?.name,
            swelling: bars[$0].swelling == .none ? nil : bars[$0].swelling.name,
            accents: accents(ofGroup: $0..<min($0 + Self.groupLength, range.upperBound)))
        })
    }
    let pickUp = Double(metre.pickUp) / Double(Piece.unitsPerQuarter)
    try File(
      composer: style.composer, genre: style.genre, born: style.born, song: style.isSong,
      metre: "\(metre.beats)/\(metre.beatUnit)", pick_up: pickUp > 0 ? pickUp : nil,
      key: keyName, tempo: quartersPerMinute, traits: traits?.classes,
      texture: texture?.all, pace: pace,
      instruments: instruments.isEmpty
        ? nil : instruments.map { GeneralMIDI.partName(of: $0.program) }, sections: sections
    ).encode(to: encoder)
  }

  /// - Throws: `DecodingError` for what is missing or of another kind, `ComposerError.badPlan` for values that no
  ///   plan has.
  public init(from decoder: any Decoder) throws {
    let file = try File(from: decoder)
    guard let metre = Piece.Metre(file.metre) else {
      throw ComposerError.badPlan("\(file.metre) is no metre")
    }
    self.init(metre: metre)
    style = Style(composer: file.composer, genre: file.genre, born: file.born, isSong: file.song)
    if let quarters = file.pick_up {
      let units = quarters * Double(Piece.unitsPerQuarter)
      guard units >= 0, units < Double(metre.barLength), units == units.rounded() else {
        throw ComposerError.badPlan("its pick-up is no part of a bar")
      }
      self.metre.pickUp = Int(units)
    }
    switch file.key {
    case nil: break
    case "major": isMinor = false
    case "minor": isMinor = true
    case .some(let name):
      guard let key = MusicalKey(named: name) else {
        throw ComposerError.badPlan("“\(name)” is no key")
      }
      (tonic, isMinor) = (key.tonic, key.isMinor)
    }
    if let tempo = file.tempo {
      guard PieceOptions.tempos.contains(tempo) else {
        throw ComposerError.badPlan("its tempo is \(tempo) quarters a minute")
      }
      quartersPerMinute = tempo
    }
    if let classes = file.traits {
      guard classes.count == Traits.Trait.allCases.count,
        classes.allSatisfy((0..<Traits.classCount).contains)
      else {
        throw ComposerError.badPlan("its traits are not \(Traits.Trait.allCases.count) numbers")
      }
      traits = Traits(classes: classes)
    }
    texture = try file.texture.map(Self.texture)
    if let pace = file.pace {
      guard (0..<Pace.count).contains(pace) else {
        throw ComposerError.badPlan("its pace is \(pace)")
      }
      self.pace = pace
    }
    let programs = try (file.instruments ?? []).map { name in
      guard let program = GeneralMIDI.program(named: name) else {
        throw ComposerError.badPlan("“\(name)” is no instrument")
      }
      return program
    }
    guard programs.count <= TimedScore.mostParts else {
      throw ComposerError.badPlan("it has more than \(TimedScore.mostParts) instruments")
    }
    guard Set(programs).count <= Score.mostPrograms else {
      throw ComposerError.badPlan("it has more than \(Score.mostPrograms) different instruments")
    }
    instruments = Instrument.numbered(programs)
    for section in file.sections {
      guard !section.bars.isEmpty, bars.count + section.bars.count <= Planner.mostBars else {
        throw ComposerError.badPlan(
          "a section has no bars, or all have more than \(Planner.mostBars)")
      }
      for (index, word) in section.bars.enumerated() {
        var bar = try bar(word)
        bar.beginsSection = index == 0
        if let groups = section.groups, groups.indices.contains(index / Self.groupLength) {
          let group = groups[index / Self.groupLength]
          try group.write(to: &bar, index % Self.groupLength)
          bar.players = try group.players.map(parts(named:))
        }
        bars.append(bar)
      }
    }
    guard !bars.isEmpty else { throw ComposerError.badPlan("it has no bars") }
  }

  fileprivate static func texture(_ classes: [Int]) throws -> Texture.Classes {
    guard classes.count == 4, classes.allSatisfy((0..<Texture.Classes.count).contains) else {
      throw ComposerError.badPlan(
        "a texture is not four numbers from 0 to \(Texture.Classes.count - 1)")
    }
    return Texture.Classes(classes)
  }

  private func accents(ofGroup group: Range<Int>) -> [Double]? {
    let accents = group.compactMap { bar in
      bars[bar].accent.map { Double(bar - group.lowerBound) + $0 }
    }
    return accents.isEmpty ? nil : accents
  }

  /// The names of the parts, by which their players are told apart.
  private var partNames: [String] { instruments.map(Piece.Part.init).distinctNames }

  private func playerNames(_ players: [Int]?) -> [String]? {
    guard !instruments.isEmpty, let players else { return nil }
    let names = partNames
    return players.map { names[$0] }
  }

  /// The indices of the parts with some names.
  private func parts(named players: [String]) throws -> [Int] {
    let names = partNames
    let parts = try players.map { name in
      guard
        let part = names.firstIndex(where: { GeneralMIDI.areAlike($0, name) })
          ?? instruments.firstIndex(where: { $0.program == GeneralMIDI.program(named: name) })
      else {
        throw ComposerError.badPlan(
          "“\(name)” is none of its instruments, which are \(names.joined(separator: ", "))")
      }
      return part
    }
    guard !parts.isEmpty else { throw ComposerError.badPlan("nobody plays in some of its bars") }
    return Set(parts).sorted()
  }

  private func word(ofBar index: Int) -> String {
    let bar = bars[index]
    guard let relation = bar.relation, let source = bar.source, relation != .new else {
      return "new"
    }
    let moved = bar.interval > 0 ? "+\(bar.interval) " : "\(bar.interval) "
    return "\(relation) \(relation == .moved ? moved : "")\(source + firstNumber)"
  }

  /// The bar that a word says, the next one of the plan.
  private func bar(_ word: String) throws -> Bar {
    let parts = word.split(separator: " ")
    let relation = Relation.allCases.first { "\($0)" == parts.first ?? "" }
    guard let relation, parts.count == (relation == .new ? 1 : relation == .moved ? 3 : 2) else {
      throw ComposerError.badPlan("“\(word)” says of no bar what it is")
    }
    guard relation != .new else { return Bar(relation: .new) }
    guard let number = parts.last.flatMap({ Int($0) }), number >= firstNumber,
      number - firstNumber < bars.count
    else {
      throw ComposerError.badPlan(
        "bar \(bars.count + firstNumber) returns to \(parts.last ?? ""), which is no earlier bar")
    }
    var bar = Bar(relation: relation, source: number - firstNumber)
    if relation == .moved {
      let largest = PlanVocabulary.largestInterval
      guard let interval = Int(parts[1]), interval != 0, (-largest...largest).contains(interval)
      else {
        throw ComposerError.badPlan("“\(word)” moves by no interval up to \(largest) semitones")
      }
      bar.interval = interval
    }
    return bar
  }
}

extension FormPlan.Group {
  /// - Parameter number: of the bar in the group, from 0.
  fileprivate func write(to bar: inout FormPlan.Bar, _ number: Int) throws {
    bar.texture = try texture.map(FormPlan.texture)
    if let level {
      guard let known = DynamicLevel.allCases.first(where: { $0.name == level }) else {
        throw ComposerError.badPlan("\(level) is no loudness")
      }
      bar.level = known
    }
    if let swelling {
      guard let known = FormPlan.Swelling.allCases.first(where: { $0.name == swelling }) else {
        throw ComposerError.badPlan("\(swelling) is neither crescendo nor diminuendo")
      }
      bar.swelling = known
    }
    for accent in accents ?? [] {
      guard accent >= 0, accent < Double(FormPlan.groupLength) else {
        throw ComposerError.badPlan(
          "an accent is at \(accent) bars, beyond the \(FormPlan.groupLength) of its group")
      }
      if Int(accent) == number { bar.accent = accent - Double(number) }
    }
  }
}

extension FormPlan.Swelling {
  /// The word for it.
  public var name: String { "\(self)" }
}

extension DynamicLevel {
  /// The mark, `mf`.
  public var name: String { "\(self)" }
}

extension Piece.Metre {
  /// Reads a metre as people write it, `3/4`: 1 to 32 beats, a beat of a whole note to a 32nd, a bar of at least a
  /// quarter and a half.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let beats = parts[0], let unit = parts[1], (1...32).contains(beats),
      [1, 2, 4, 8, 16, 32].contains(unit)
    else { return nil }
    self.init(beats: beats, beatUnit: unit)
    if barLength < FormPlan.shortestBar { return nil }
  }
}
