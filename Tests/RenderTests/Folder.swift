import Files
import Glibc

/// A temporary folder that lives as long as this value.
final class Folder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/render-tests-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { Folder.remove(path) }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  func bytes(_ name: String) -> [UInt8] { (try? readFile(path(name))) ?? [] }

  func write(_ bytes: [UInt8], to name: String) {
    try! writeFile(bytes, to: path(name))
  }

  func makeFolder(_ name: String) {
    precondition(mkdir(path(name), 0o777) == 0)
  }

  /// The names in the folder, sorted, hidden ones too.
  var names: [String] { Folder.names(in: path) }

  static func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    for name in names(in: path) {
      if unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
    }
    rmdir(path)
  }
}
