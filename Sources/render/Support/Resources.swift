import Glibc

/// The model and soundfont that come with the program, found from where the program itself lies:
/// `share/render` of its prefix once installed, the package's folders in a build tree.
enum Resources {
  static var defaultSoundFont: String? { find("SoundFonts/FluidR3-GrandPiano.sf2") }

  /// The path of a model: a file's, or that of a shipped model by its name.
  static func model(named name: String) -> String {
    if name.contains("/") || access(name, F_OK) == 0 { return name }
    return find("Models/\(name).safetensors") ?? name
  }

  static let defaultModelName = "classic"

  private static func find(_ path: String) -> String? {
    guard let program = programPath else { return nil }
    var folder = parent(of: program)
    var candidates = ["\(parent(of: folder))/share/render/\(path)"]
    while folder.count > 1 {
      candidates.append("\(folder)/\(path)")
      folder = parent(of: folder)
    }
    return candidates.first { access($0, R_OK) == 0 }
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
