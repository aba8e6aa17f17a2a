import RenderSystem

/// A folder for what another program writes, removed with all that lies in it when the object is gone, or the program is
/// interrupted.
package final class ScratchFolder: Sendable {
  package let path: String

  /// Makes a folder that nobody else can enter, in `TMPDIR` or `/var/tmp`.
  package init() throws(FileError) {
    let folder = ScratchFile.defaultFolder
    var template = Array("\(folder)/.render-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw FileError(.create, "a temporary folder in \(folder)")
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    TemporaryFiles.shared.add(path)
  }

  deinit { TemporaryFiles.shared.remove(path) }
}
