import RenderAudio
import RenderComposer
import RenderFiles
import RenderSystem

/// The models and soundfonts that come with the package, in the folders `Models` and `SoundFonts`.
public struct Resources: Sendable {
  /// The paths where those two folders lie; a file is taken from the first that holds it.
  public var folders: [String]

  /// The path of the program that reads and writes weights of Keras; looked for where `nil`, as `KerasWeights`
  /// says.
  public var weightsProgram: String?

  /// The tokenizers that models may have.
  public var tokenizers: [any Tokenizer.Type]

  /// - Parameters:
  ///   - folders: where the folders `Models` and `SoundFonts` lie.
  ///   - weightsProgram: the path of `render-weights`.
  ///   - tokenizers: the tokenizers that models may have.
  public init(
    folders: [String], weightsProgram: String? = nil,
    tokenizers: [any Tokenizer.Type] = Tokenizers.known
  ) {
    self.folders = folders
    self.weightsProgram = weightsProgram
    self.tokenizers = tokenizers
  }

  /// The variable of the environment that names a folder in which models and soundfonts are looked for first.
  public static let dataVariable = "RENDER_DATA"

  /// The resources in the folder that `RENDER_DATA` names, and beside the program itself: in `share/render` of its prefix
  /// once installed, in the package's folder in a build tree.
  public static let ofProgram: Resources = {
    var folders = getenv(dataVariable).map { [String(cString: $0)] } ?? []
    guard let program = RunningProgram.path else { return Resources(folders: folders) }
    var folder = parent(of: program)
    folders.append(RenderFiles.path("share/render", in: parent(of: folder)))
    // Only a folder that holds a package is looked at: anyone may leave files in /tmp.
    while folder.count > 1, !isRegularFile("\(folder)/Package.swift") {
      folder = parent(of: folder)
    }
    if folder.count > 1 { folders.append(folder) }
    return Resources(folders: folders)
  }()

  /// The path of the grand piano that comes with the package.
  public var defaultSoundFont: String? { find("SoundFonts/FluidR3-GrandPiano.sf2") }

  /// The path of the instruments that come with the package: those of the named ensembles.
  public var ensembleSoundFont: String? { find("SoundFonts/FluidR3-Ensembles.sf2") }

  /// The path of a soundfont: a file's, or that of one beside the default by its name, such as
  /// `SteinwayD`.
  public func soundFont(named name: String) -> String {
    name.contains("/") || Self.isRegularFile(name)
      ? name : find("SoundFonts/\(name).sf2") ?? name
  }

  /// The path of a model: a file's, or that of a shipped model by its name.
  ///
  /// - Throws: `StudioError.missingModel` when there is neither.
  public func model(named name: String) throws(StudioError) -> String {
    if let path = shippedModel(named: name) { return path }
    if name.contains("/") || access(name, F_OK) == 0 { return name }
    throw .missingModel(name: name)
  }

  /// The path of a shipped model; `nil` where a file has that name.
  public func shippedModel(named name: String) -> String? {
    name.contains("/") || Self.isRegularFile(name) ? nil : find("Models/\(name).safetensors")
  }

  /// The shipped model that composes where none was asked for.
  public static let defaultModelName = "default"

  /// The shipped model that composes for several instruments.
  public static let ensembleModelName = "ensemble"

  /// The shipped model that composes where none was asked for.
  ///
  /// - Parameter needsEnsembles: whether someone else than a piano alone plays.
  static func modelName(forEnsembles needsEnsembles: Bool) -> String {
    needsEnsembles ? ensembleModelName : defaultModelName
  }

  /// A General MIDI soundfont of the system that has these instruments: Debian's default, or else
  /// the first by name.
  static func installedSoundFont(for requests: [InstrumentRequest]) -> SoundFont? {
    let folders = ["/usr/share/sounds/sf2", "/usr/share/sounds/sf3"]
    let defaults = ["\(folders[0])/default-GM.sf2", "\(folders[1])/default-GM.sf3"]
    let others = folders.flatMap { folder in
      fileNames(in: folder).filter { $0.hasSuffix(".sf2") || $0.hasSuffix(".sf3") }
        .map { "\(folder)/\($0)" }
    }
    for path in defaults + others where isRegularFile(path) {
      if let font = try? SoundFont(path: path), requests.allSatisfy(font.answers) { return font }
    }
    return nil
  }

  /// The names of the models in the folders `Models`, without their extension.
  public var modelNames: [String] { names(in: "Models", ending: ".safetensors") }

  /// The names of the soundfonts in the folders `SoundFonts`, without their extension.
  public var soundFontNames: [String] { names(in: "SoundFonts", ending: ".sf2") }

  private func names(in folder: String, ending: String) -> [String] {
    Set(folders.flatMap { fileNames(in: "\($0)/\(folder)") })
      .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }

  private func find(_ path: String) -> String? {
    folders.lazy.map { "\($0)/\(path)" }.first(where: Self.isRegularFile)
  }

  static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
