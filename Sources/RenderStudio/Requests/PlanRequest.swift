import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderMIDI
import RenderMusic

/// What a piece's plan has to be like, as people write it; what is `nil` is drawn.
public struct PlanRequest: Hashable, Codable, Sendable {
  /// The metre: `3/4`.
  public var metre: String?
  /// The key that is written, before any transposition: `E flat major`, `em`.
  public var key: String?
  /// The composer or genre whose style the piece has.
  public var style: String?
  /// The sections: `A8A8B8A8`.
  public var form: String?
  /// The file of a plan.
  public var plan: String?
  /// The name of the ensemble that plays, `string-quartet` say; `any` lets the seed choose one.
  public var ensemble: String?
  /// The names of the instruments that play, in score order: `violin,viola,cello`.
  public var instruments: String?

  public init(
    metre: String? = nil, key: String? = nil, style: String? = nil, form: String? = nil,
    plan: String? = nil, ensemble: String? = nil, instruments: String? = nil
  ) {
    self.metre = metre
    self.key = key
    self.style = style
    self.form = form
    self.plan = plan
    self.ensemble = ensemble
    self.instruments = instruments
  }

  /// Whether nothing is asked for.
  public var isEmpty: Bool { self == PlanRequest() }

  /// Whether the number of bars is asked for, and with it the length of the piece.
  public var saysLength: Bool { form != nil || plan != nil }

  /// A part of a plan that a piece's beginning may give.
  public enum PartOfBeginning: String, Hashable, Sendable {
    case metre, key, style, plan, ensemble, instruments
  }

  /// What is asked for that a primer gives; `nil` for nothing of that.
  var partOfPrimer: PartOfBeginning? {
    metre != nil
      ? .metre
      : key != nil
        ? .key
        : plan != nil
          ? .plan
          : ensemble != nil ? .ensemble : instruments != nil ? .instruments : nil
  }

  /// What is asked for that a take gives which is continued; `nil` for nothing of that.
  var partOfTake: PartOfBeginning? { partOfPrimer ?? (style != nil ? .style : nil) }

  /// Refuses what makes no sense, whatever the model is.
  ///
  /// - Throws: `StudioError`.
  public func validate() throws {
    _ = try wishes()
    if plan != nil, form != nil { throw StudioError.formOfPlan }
    if ensemble != nil, instruments != nil { throw StudioError.instrumentsOfEnsemble }
  }

  /// The name of the ensemble that the seed chooses.
  public static let anyEnsemble = "any"

  /// The ensembles of which one plays; none where nothing is asked for.
  var ensembles: [Ensemble] {
    get throws(StudioError) {
      if let instruments {
        let names = instruments.split(separator: ",").map(String.init)
        guard (1...TimedScore.mostParts).contains(names.count) else {
          throw .numberOfInstruments(names.count, most: TimedScore.mostParts)
        }
        var programs: [UInt8] = []
        for name in names {
          guard let program = GeneralMIDI.program(named: name) else {
            throw .unknownInstrument(name)
          }
          programs.append(program)
        }
        let count = Set(programs).count
        guard count <= Score.mostPrograms else {
          throw .differentInstruments(count, most: Score.mostPrograms)
        }
        return [Ensemble(programs: programs)]
      }
      guard let ensemble else { return [] }
      if ensemble.lowercased() == Self.anyEnsemble { return Ensemble.known }
      guard let known = Ensemble(named: ensemble) else { throw .unknownEnsemble(ensemble) }
      return [known]
    }
  }

  /// The plan of the file that is named; `nil` for none.
  ///
  /// - Throws: what is wrong with the file.
  func readPlan() throws -> FormPlan? { try plan.map(RenderStudio.readPlan) }

  /// Whether someone else than a piano alone plays.
  ///
  /// - Parameter plan: that of the file.
  /// - Throws: as `validate()`.
  func needsEnsembles(with plan: FormPlan?) throws(StudioError) -> Bool {
    let asked = try ensembles
    if !asked.isEmpty { return asked.contains { $0.programs != [0] } }
    return plan.map { ![[], [0]].contains($0.instruments.map(\.program)) } ?? false
  }

  /// The wishes without a style, which a model has to know.
  private func wishes() throws -> PlanWishes {
    var wishes = PlanWishes()
    wishes.ensembles = try ensembles
    wishes.metre = try metre.map {
      guard let metre = Piece.Metre($0) else { throw StudioError.malformedMetre($0) }
      return metre
    }
    wishes.key = try key.map {
      guard let key = MusicalKey(named: $0) else { throw StudioError.malformedKey($0) }
      return key
    }
    wishes.form = try form.map {
      guard let form = WantedForm($0) else { throw StudioError.malformedForm($0) }
      return form
    }
    return wishes
  }

  /// What a model has to draw.
  ///
  /// - Parameter path: of the model.
  /// - Throws: `StudioError` for a model that plans nothing or does not know the style.
  func wishes(for model: Model, at path: String) throws -> PlanWishes {
    var wishes = try wishes()
    guard !isEmpty else { return wishes }
    guard model.planner != nil, let styles = model.tokenizer.plannedStyles else {
      throw StudioError.modelWithoutPlans(path: path)
    }
    if let many = wishes.ensembles.first(where: { $0.programs.count > 1 }),
      model.instruments.isEmpty
    {
      throw StudioError.modelForOneInstrument(path: path, asked: many.programs.count)
    }
    if let style {
      guard let known = styles.style(named: style) else {
        throw StudioError.unknownStyle(style, model: path)
      }
      wishes.style = known
    }
    return wishes
  }
}

/// Reads the file of a plan, or the plan of a take's MIDI file.
private func readPlan(_ path: String) throws -> FormPlan {
  try naming(path) {
    // A pipe can be read but once.
    let bytes = try readFile(path, atMost: .plan)
    if bytes.starts(with: "MThd".utf8) {
      let file = try MIDIFile.parse(bytes, mode: .lenient).file
      guard let plan = try TakeRecipe(in: file, at: path).piece.plan else {
        throw StudioError.takeWithoutPlan(path: path)
      }
      return plan
    }
    do {
      return try JSONDecoder().decode(FormPlan.self, from: Data(bytes))
    } catch is DecodingError {
      throw ComposerError.badPlan("a part is missing or of another kind")
    }
  }
}
