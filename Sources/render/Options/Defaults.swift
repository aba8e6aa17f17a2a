import ArgumentParser
import RenderAudio
import RenderFiles
import RenderStudio
import RenderSystem

/// What holds where no option says it: values of the environment, or else of the user's file.
///
/// They become part of a request as if they had been given as options, so that manifests, tags and pages have them.
struct Defaults {
  /// What can have a default, by the names of the options; `data` is where models and soundfonts lie.
  enum Key: String, CaseIterable {
    case model, soundfont, reverb, loudness, format, data

    /// The variable of the environment.
    var variable: String { "RENDER_\(rawValue.uppercased())" }

    fileprivate var isPath: Bool { [.model, .soundfont, .data].contains(self) }
  }

  /// A value, and where it is from: the name of a variable, or a file with a line's number.
  struct Value: Equatable {
    var text: String
    var source: String
  }

  private(set) var values: [Key: Value] = [:]

  var model: String? { values[.model]?.text }
  var soundFont: String? { values[.soundfont]?.text }
  var reverb: SoundRequest.Room? {
    values[.reverb].flatMap { SoundRequest.Room(rawValue: $0.text) }
  }
  var loudness: Double? { values[.loudness].flatMap { Double($0.text) } }
  var format: BatchRequest.Format? {
    values[.format].flatMap { BatchRequest.Format(rawValue: $0.text) }
  }
  var data: String? { values[.data]?.text }

  /// The defaults of who runs the program, read once.
  static let ofUser = Result { () throws(Failure) in
    try Defaults(environment: { getenv($0).map { String(cString: $0) } })
  }

  /// Nothing but what is built in.
  init() {}

  /// Reads what the environment and the user's file say.
  init(environment: (String) -> String?) throws(Failure) {
    let home = environment("HOME")
    if let path = Self.path(environment) {
      for (key, value) in try Self.lines(of: path, home: home) { values[key] = value }
    }
    for key in Key.allCases {
      guard let text = environment(key.variable), !text.isEmpty else { continue }
      let value = Value(text: text, source: key.variable)
      try Self.check(value, of: key)
      values[key] = value
    }
  }

  /// The user's file; `nil` where the environment names no place for it.
  static func path(_ environment: (String) -> String?) -> String? {
    // What is no absolute path is to be passed over, by the XDG's specification.
    let folder =
      environment("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment("HOME").flatMap { $0.isEmpty ? nil : "\($0)/.config" }
    return folder.map { "\($0)/render/config" }
  }

  /// The largest file that is read, in bytes.
  private static let mostBytes = 1 << 16

  private static func lines(
    of path: String, home: String?
  ) throws(Failure) -> [Key: Value] {
    var values: [Key: Value] = [:]
    let lines = try text(of: path).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let line = line.trimmed
      if line.isEmpty || line.hasPrefix("#") { continue }
      let source = "\(path):\(index + 1)"
      let parts = line.split(separator: "=", maxSplits: 1).map(\.trimmed)
      guard parts.count == 2, !parts[1].isEmpty else {
        throw Failure(
          .configuration,
          "\(source): \(line.prefix(60)) sets nothing; write it as in loudness = -20")
      }
      guard let key = Key(rawValue: parts[0]) else {
        throw Failure(
          .configuration,
          "\(source): there is no default of \(parts[0]); those of "
            + Key.allCases.map(\.rawValue).joined(separator: ", ") + " can be set")
      }
      guard values[key] == nil else {
        throw Failure(
          .configuration, "\(source): \(key.rawValue) is set twice; remove one of the lines")
      }
      var value = Value(text: parts[1], source: source)
      // The working folder is another one each time.
      if key.isPath, value.text.hasPrefix("~/"), let home {
        value.text = home + value.text.dropFirst()
      }
      if key.isPath, value.text.contains("/"), !value.text.hasPrefix("/") {
        throw Failure(
          .configuration,
          "\(source): \(value.text) is relative; write the path from / or ~/ on")
      }
      try check(value, of: key)
      values[key] = value
    }
    return values
  }

  /// The text of the file; none where there is no file.
  private static func text(of path: String) throws(Failure) -> String {
    do {
      let file = try InputFile(path: path)
      guard file.size <= mostBytes else {
        throw Failure(
          .configuration, "\(path) is larger than a list of defaults can be (64 KiB); remove it")
      }
      return String(decoding: try file.read(at: 0, count: file.size), as: UTF8.self)
    } catch let error as Failure {
      throw error
    } catch let error as FileError {
      if error.isMissing || error.code == ENOTDIR { return "" }
      throw Failure(.configuration, "\(error)")
    } catch {
      throw Failure(.configuration, "\(error)")
    }
  }

  private static func check(_ value: Value, of key: Key) throws(Failure) {
    let allowed: String
    switch key {
    case .reverb:
      if SoundRequest.Room(rawValue: value.text) != nil { return }
      allowed = SoundRequest.Room.allCases.map(\.rawValue).joined(separator: ", ")
    case .format:
      if BatchRequest.Format(rawValue: value.text) != nil { return }
      allowed = BatchRequest.Format.allCases.map(\.rawValue).joined(separator: ", ")
    case .loudness:
      let range = LevelSettings.loudnesses
      if let number = Double(value.text), range.contains(number) { return }
      allowed = "a number from \(decimal(range.lowerBound, 0)) to \(decimal(range.upperBound, 0))"
    case .data:
      if isFolder(value.text) { return }
      allowed = "the folder that holds Models and SoundFonts"
    case .model, .soundfont: return
    }
    throw Failure(
      .configuration, "\(value.source): \(value.text) is no \(key.rawValue); give \(allowed)")
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}

/// The option that leaves a user's defaults aside.
struct DefaultsOptions: ParsableArguments {
  @Flag(
    help: """
      Leave aside what the file ~/.config/render/config and the variables RENDER_MODEL and so on say; `render config` \
      shows it.
      """)
  var noConfig = false

  /// What holds where no option says it.
  var chosen: Defaults {
    get throws { noConfig ? Defaults() : try Defaults.ofUser.get() }
  }
}

extension CompositionOptions {
  /// Takes what was not given from the defaults.
  ///
  /// A model that someone prefers is one for a piano, as a rule: where others are asked for, the shipped one plays that
  /// writes for them.
  /// A take that is continued or varied says itself which model has composed it.
  mutating func take(_ defaults: Defaults) {
    if continued == nil, vary == nil { model = model ?? defaults.model(for: plan) }
  }
}

extension Defaults {
  /// The model for a plan.
  func model(for plan: PlanOptions) -> String? { plan.asksForPiano ? model : nil }
}

extension SoundOptions {
  /// Takes what was not given from the defaults.
  ///
  /// - Parameters:
  ///   - plan: who plays: a soundfont that someone prefers is a piano, as a rule.
  ///   - streams: whether the sound has a gain in place of a loudness.
  mutating func take(_ defaults: Defaults, for plan: PlanOptions, streams: Bool = false) {
    if soundFont == nil, plan.asksForPiano { soundFont = defaults.soundFont }
    take(defaults, streams: streams)
  }

  /// Takes all but the soundfont.
  mutating func take(_ defaults: Defaults, streams: Bool) {
    if reverb == nil, reverbLevel == nil || defaults.reverb != .off { reverb = defaults.reverb }
    if loudness == nil, gain == nil, !streams { loudness = defaults.loudness }
  }
}

extension PlanOptions {
  /// Whether no option says that others than a piano play.
  var asksForPiano: Bool { ensemble == nil && instruments == nil }
}
