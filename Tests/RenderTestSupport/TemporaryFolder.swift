import Glibc
import RenderFiles

/// An empty folder, removed with everything in it when the value goes.
public final class TemporaryFolder: Sendable {
  public let path: String

  public init() {
    var template = Array("/tmp/render-tests-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { Self.remove(path) }

  public func path(_ name: String) -> String { "\(path)/\(name)" }

  /// The names in the folder, sorted, hidden ones too.
  public var names: [String] { fileNames(in: path) }

  /// What a file holds; nothing where there is none.
  public func bytes(_ name: String) -> [UInt8] { (try? readFile(path(name), first: .max)) ?? [] }

  /// Writes a file and gives its path.
  @discardableResult
  public func write(_ bytes: [UInt8], to name: String) -> String {
    try! writeFile(bytes, to: path(name))
    return path(name)
  }

  public func makeFolder(_ name: String) {
    precondition(mkdir(path(name), 0o777) == 0)
  }

  private static func remove(_ path: String) {
    for name in fileNames(in: path) where unlink("\(path)/\(name)") != 0 {
      remove("\(path)/\(name)")
    }
    rmdir(path)
  }
}
