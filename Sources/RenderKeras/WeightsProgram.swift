import Glibc

/// The place of the program `render-weights`.
enum WeightsProgram {
  static let name = "render-weights"

  /// - Throws: `KerasError.missingProgram`.
  static func path() throws(KerasError) -> String {
    let named = getenv("RENDER_WEIGHTS").map { String(cString: $0) }
    let paths = candidates(named: named, runningProgram: runningProgram)
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
      let own = "\(parent(of: folder))/libexec/render"
      folders = [folder, own] + folders.filter { $0 != own }
    }
    return folders.map { "\($0)/\(name)" }
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  private static var runningProgram: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
