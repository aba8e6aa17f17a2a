import RenderComposer
import RenderFiles
import RenderGallery
import RenderStudio

extension ListeningPage.Command {
  /// The command that makes takes of a manifest again, byte for byte in their MIDI files.
  ///
  /// The manifest may be a stranger's. So the words are read as the program would read them, and are a
  /// command only where that gives the manifest's own options: nothing else can become part of it.
  ///
  /// - Parameter takes: made alike, at least one.
  init?(remaking takes: [ManifestEntry]) {
    let settings = takes[0].settings
    var places: [String: String] = [:]
    for take in takes { places.merge(take.places ?? [:]) { first, _ in first } }
    let files = NamedFile.files(settings.files, at: places)
    let names = Dictionary(uniqueKeysWithValues: files.map { ($0.option, $0.name) })
    let words = Self.words(settings.options, names)
    guard settings.files["model"] != nil,
      // To make sure of these, the file would be read that a stranger's manifest names.
      ["continue", "vary"].allSatisfy({ settings.options[$0] == nil && settings.files[$0] == nil }),
      settings.files.values.allSatisfy(isSHA256),
      words.allSatisfy(\.isPrintable),
      let request = try? BatchCommand.parse(words).request(seeds: []),
      request.options == settings.options, request.places == names
    else { return nil }
    self.init(
      (["render", "batch"] + words).map(quoted).joined(separator: " "),
      remarks: Self.remark(on: settings.versions["render"])
        + (files.contains(where: \.isRelative) ? [Self.whereFilesAre] : [])
        + files.compactMap(\.remark),
      continuation: "render --continue {take}.mid --length {length} --out {take}-longer."
        + request.format.rawValue)
  }

  private static let whereFilesAre =
    "The files in it are named as when the takes were made; give it in the folder where they were named so."

  /// The remarks on the version: another one may draw otherwise.
  private static func remark(on version: String?) -> [String] {
    guard version != softwareVersion else { return [] }
    let maker = version.map { $0.isPrintable ? "render \($0)" : nil } ?? nil
    return [
      "They were made with \(maker ?? "another version"), and this page with render \(softwareVersion), "
        + "in which some seeds may be other pieces."
    ]
  }

  /// What holds without options has to be what held for the takes, whatever somebody's own defaults are.
  private static let out = ["--no-config", "--seeds-file", "starred.txt", "--out", "chosen/"]

  /// The words for `render batch`: the options that differ from what holds without them.
  private static func words(_ options: [String: String], _ files: [String: String]) -> [String] {
    var given = options.filter { $0.value != defaults[$0.key] }
    // The likeliest event always is one option, and another place for the rest.
    let choice = ["temperature", "top-k", "top-p", "min-p"]
    if choice.allSatisfy({ options[$0] == greedy[$0] }) {
      for name in choice { given[name] = nil }
      given["greedy"] = "yes"
    }
    given.merge(files) { option, _ in option }
    let words = given.sorted { $0.key < $1.key }.flatMap { name, value in
      switch name {
      case "greedy", "include-primer", "limit", "stems":
        value == "yes" ? ["--\(name)"] : ["--\(name)", value]
      // As `90.0 s`, for a reader.
      case "duration": ["--\(name)", value.replacing(" ", with: "")]
      // Below zero, or a file's strange name: no option.
      case _ where value.hasPrefix("-"): ["--\(name)=\(value)"]
      default: ["--\(name)", value]
      }
    }
    return words + out
  }

  private static let defaults = options([])
  private static let greedy = options(["--greedy"])

  private static func options(_ words: [String]) -> [String: String] {
    (try? BatchCommand.parse(out + words).request(seeds: []).options) ?? [:]
  }
}

/// Whether a text has the form of a SHA-256 in a manifest.
private func isSHA256(_ text: String) -> Bool {
  text.utf8.count == 64 && text.allSatisfy(\.isHexDigit)
}

/// A file that takes are made from, where the command has to name it.
private struct NamedFile {
  let option: String
  /// The path that the manifest names; `nil` where it names none.
  let place: String?
  /// Whether the file is found by its name, wherever the command is run.
  let isShipped: Bool
  let sha256: String

  /// The files that are not the program's own, by option.
  static func files(_ sums: [String: String], at places: [String: String]) -> [NamedFile] {
    sums.sorted { $0.key < $1.key }.compactMap { option, sum in
      let place = places[option].flatMap { $0.isPrintable ? $0 : nil }
      let isShipped = shippedSums(option, named: place).contains(sum)
      if place == nil, isShipped { return nil }
      return NamedFile(option: option, place: place, isShipped: isShipped, sha256: sum)
    }
  }

  /// The SHA-256 of the files that come with the program and may be meant, by their name; `nil` are those that are
  /// taken where none is given.
  private static func shippedSums(_ option: String, named name: String?) -> [String] {
    let resources = Resources.ofProgram
    let paths =
      switch option {
      case "model":
        (name.map { [$0] } ?? [Resources.defaultModelName, Resources.ensembleModelName])
          .map(resources.shippedModel)
      case "soundfont":
        name.map { [resources.soundFont(named: $0)] }
          ?? [resources.defaultSoundFont, resources.ensembleSoundFont]
      case "piano": [resources.defaultSoundFont]
      default: [String?]()
      }
    return paths.compactMap(\.self).filter { $0 != name }.compactMap {
      try? RenderStudio.sha256(of: InputFile(path: $0))
    }
  }

  /// The path of the file, or a word to replace with one.
  var name: String { place ?? option.uppercased() }

  var isRelative: Bool { place.map { !isShipped && !$0.hasPrefix("/") } ?? false }

  var remark: String? {
    guard !isShipped else { return nil }
    return place.map { "\($0) has to be what it was then: its SHA-256 is \(sha256)." }
      ?? "Put the \(option)'s file for \(name): the manifest knows it by its SHA-256 alone, \(sha256)."
  }
}
