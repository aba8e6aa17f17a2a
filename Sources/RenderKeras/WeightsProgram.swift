import RenderFiles
import RenderSystem

/// The place of the program `render-weights`.
enum WeightsProgram {
  static let name = "render-weights"

  /// - Throws: `KerasError.missingProgram`.
  static func path() throws(KerasError) -> String {
    let named = getenv("RENDER_WEIGHTS").map { String(cString: $0) }
    let paths = candidates(named: named, runningProgram: RunningProgram.path)
    guard let path = paths.first(where: { access($0, X_OK) == 0 }) else {
      throw .missingProgram(lookedFor: paths)
    }
    return path
  }

  /// The paths to look at, of which the first that exists is used; one that was named is the only one.
  static func candidates(named: String?, runningProgram: String?) -> [String] {
    if let named, !named.isEmpty { return [named] }
    var folders = ["/usr/local/libexec/render", "/usr/libexec/render"]
    if let folder = runningProgram.map(parent) {
      let own = RenderFiles.path("libexec/render", in: parent(of: folder))
      folders = [folder, own] + folders.filter { $0 != own }
    }
    return folders.map { RenderFiles.path(name, in: $0) }
  }
}
