import Glibc
import RenderAudio
import RenderFiles

/// The model and soundfont that come with the program, found from where the program itself lies:
/// `share/render` of its prefix once installed, the package's folders in a build tree.
enum Resources {
  static var defaultSoundFont: String? { find("SoundFonts/FluidR3-GrandPiano.sf2") }

  /// The path of a soundfont: a file's, or that of one beside the default by its name, such as
  /// `SteinwayD`.
  static func soundFont(named name: String) -> String {
    name.contains("/") || isRegularFile(name)
      ? name : find("SoundFonts/\(name).sf2") ?? name
  }

  /// The path of a model: a file's, or that of a shipped model by its name.
  ///
  /// - Throws: when there is neither.
  static func model(named name: String) throws(Failure) -> String {
    if let path = shippedModel(named: name) { return path }
    if name.contains("/") || access(name, F_OK) == 0 { return name }
    throw Failure(
      .missingInput,
      "there is neither a file nor a shipped model \(name); give a model's file with --model, "
        + "or make one with `render train`")
  }

  /// The path of a shipped model; `nil` where a file has that name.
  static func shippedModel(named name: String) -> String? {
    name.contains("/") || isRegularFile(name) ? nil : find("Models/\(name).safetensors")
  }

  static let defaultModelName = "default"

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

  private static func find(_ path: String) -> String? {
    guard let program = programPath else { return nil }
    var folder = parent(of: program)
    let installed = "\(parent(of: folder))/share/render/\(path)"
    if isRegularFile(installed) { return installed }
    // Only a folder that holds a package is looked at: anyone may leave files in /tmp.
    while folder.count > 1 {
      if isRegularFile("\(folder)/Package.swift") {
        return isRegularFile("\(folder)/\(path)") ? "\(folder)/\(path)" : nil
      }
      folder = parent(of: folder)
    }
    return nil
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  static var programPath: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
