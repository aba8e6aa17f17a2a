import ArgumentParser
import RenderComposer
import RenderFiles
import RenderMusic
import RenderStudio

/// The subcommand `plan`: draws, prints and changes the plan of a piece without composing it.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Print the plan of a piece without composing it.",
    discussion: HelpText.discussion(
      """
      Before a piece is composed, its plan is drawn: style, metre, key, tempo, sections, and for each bar whether it \
      is new, or to which earlier bar it returns, and how. A seed's plan is the one that the piece with that seed \
      and the same options follows.

      --out writes the plan as JSON, which can be edited and used with --plan; with --plan and \
      --metre, --key, --tempo or --style that property of the plan is changed.
      """,
      examples: "render plan --seed 7 --style Chopin --out plan.json",
      "render plan --plan plan.json --key em --out plan.json",
      "render plan --list-styles"))

  @OptionGroup(title: "Length") var extent: ExtentOptions
  @OptionGroup(title: "Plan") var plan: PlanOptions

  @Option(
    help: ArgumentHelp(
      "The model: a file, or the name of a shipped one (default: default, or ensemble if other instruments "
        + "than a piano play).", valueName: "file|name"),
    completion: .models(orFiles: ["safetensors"]))
  var model: String?

  @Option(help: ArgumentHelp("Quarter notes per minute (default: drawn).", valueName: "bpm"))
  var tempo: Double?

  @Option(
    help: ArgumentHelp(
      "The number that determines the plan, 0 or more (default: random, and printed).",
      valueName: "number")
  )
  var seed: UInt64?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write the plan to, for example plan.json.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var out: String?

  @Flag(help: "List the composers and genres that the model knows.")
  var listStyles = false

  @Flag(help: "List the ensembles and instruments.")
  var listInstruments = false

  @OptionGroup var defaults: DefaultsOptions
  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    try extent.validate(with: plan)
    try validating { try request.validate() }
  }

  private var request: PieceRequest { request(model: model) }

  private func request(model: String?) -> PieceRequest {
    PieceRequest(model: model, length: extent.extent, planning: plan.request, tempo: tempo)
  }

  func run() throws {
    let request = self.request(model: try model ?? defaults.chosen.model(for: plan))
    if listStyles { return try show(request.styles()) }
    if listInstruments { return try showInstruments() }
    let seed = seed ?? UInt64.random(in: 0..<1_000_000_000)
    let plan = try request.plan(seed: seed, out: out)
    guard !reporting.json else { return try StandardStream.output.write(plan.fileText) }
    if !reporting.quiet {
      try StandardStream.output.write(Self.sheet(plan, seed: seed).printableLines + "\n")
    }
  }

  private func show(_ styles: StyleNames) throws {
    if reporting.json { return try reporting.reporter.report(styles) }
    for (name, names) in [("composers", styles.composers), ("genres", styles.genres)] {
      try StandardStream.output.writeLine("\(name): \(names.joined(separator: ", "))".printable)
    }
  }

  /// The ensembles with those who play in them, and the names of instruments.
  private struct Players: Encodable {
    var ensembles: [String: [String]] = [:]
    var instruments = GeneralMIDI.shortNames + GeneralMIDI.names
  }

  private func showInstruments() throws {
    var players = Players()
    for ensemble in Ensemble.known {
      players.ensembles[ensemble.name] =
        Instrument.numbered(ensemble.programs).map(\.description)
    }
    if reporting.json { return try reporting.reporter.report(players) }
    for ensemble in Ensemble.known {
      try StandardStream.output.writeLine(
        "\(ensemble.name): \(players.ensembles[ensemble.name]!.joined(separator: ", "))")
    }
    try StandardStream.output.writeLine("any: one of these, by the seed")
    try StandardStream.output.writeLine(
      "instruments: \(players.instruments.joined(separator: ", "))")
  }

  /// A plan as a page to read: its header, then a line for each section.
  private static func sheet(_ plan: FormPlan, seed: UInt64) -> String {
    let style = [
      plan.style.composer, plan.style.genre,
      plan.instruments.isEmpty
        ? plan.style.isSong.map { $0 ? "with a voice" : "piano alone" } : nil,
    ].compactMap(\.self).joined(separator: ", ")
    var lines = [
      "seed   \(seed)", "style  \(style.isEmpty ? "any" : style)",
      "metre  \(plan.metre.beats)/\(plan.metre.beatUnit)"
        + (plan.metre.pickUp > 0
          ? ", a pick-up of \(decimal(Double(plan.metre.pickUp) / Double(Piece.unitsPerQuarter), 2)) quarters"
          : ""),
      "key    \(plan.keyName ?? "any")",
      "tempo  " + (plan.quartersPerMinute.map { "\(decimal($0, 0)) quarters a minute" } ?? "any"),
      "played " + (plan.instruments.isEmpty ? "by a piano" : "by \(Self.names(plan.instruments))"),
      "form   \(plan.sectionNames.joined(separator: " "))",
    ]
    let first = plan.metre.pickUp > 0 ? 0 : 1
    for (name, range) in zip(plan.sectionNames, plan.sectionRanges) {
      let level = plan.bars[range.lowerBound].level.map { "  \($0.name)" } ?? ""
      lines.append("")
      lines.append("\(name), from bar \(range.lowerBound + first)\(level)")
      lines.append("  " + words(plan, range, first).joined(separator: ", "))
      lines += players(plan, range, first)
    }
    return lines.joined(separator: "\n")
  }

  private static func names(_ instruments: [Instrument]) -> String {
    instruments.map(\.description).joined(separator: ", ")
  }

  /// Who plays in a section, a line for each change; none where all play all the time.
  private static func players(_ plan: FormPlan, _ range: Range<Int>, _ first: Int) -> [String] {
    guard plan.instruments.count > 1 else { return [] }
    return range.compactMap { bar in
      guard let players = plan.bars[bar].players,
        bar == range.lowerBound || plan.bars[bar - 1].players != players
      else { return nil }
      let isAll = players.count == plan.instruments.count
      return
        "  from bar \(bar + first) \(isAll ? "all" : names(players.map { plan.instruments[$0] }))"
    }
  }

  /// The runs of bars that go on alike, in words.
  private static func words(_ plan: FormPlan, _ range: Range<Int>, _ first: Int) -> [String] {
    var runs: [(start: Int, count: Int)] = []
    for bar in range {
      if let last = runs.last {
        let (now, before) = (plan.bars[bar], plan.bars[bar - 1])
        if now.relation == before.relation, now.interval == before.interval,
          now.source == before.source.map({ $0 + 1 })
        {
          runs[runs.count - 1].count = last.count + 1
          continue
        }
      }
      runs.append((bar, 1))
    }
    return runs.map { start, count in
      let bar = plan.bars[start]
      let bars = count == 1 ? "1 bar" : "\(count) bars"
      guard let relation = bar.relation, let source = bar.source else { return "\(bars) new" }
      let from = "\(source + first)" + (count > 1 ? "–\(source + first + count - 1)" : "")
      return switch relation {
      case .new: "\(bars) new"
      case .exact: "\(bars) as \(from)"
      case .varied: "\(bars) like \(from)"
      case .moved: "\(bars) as \(from), moved by \(bar.interval)"
      case .rhythm: "\(bars) in the rhythm of \(from)"
      }
    }
  }
}
