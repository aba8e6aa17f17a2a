import RenderFiles
import RenderSystem

/// The same path with another extension: `piece.wav` becomes `piece.mid`.
package func path(_ path: String, withExtension new: String) -> String {
  let name = path.lastIndex(of: "/").map { path[$0...].dropFirst() } ?? path[...]
  guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "\(path).\(new)" }
  return "\(path[..<dot]).\(new)"
}

/// Whether a path is named as a MIDI file.
package func hasMIDIExtension(_ path: String) -> Bool {
  ["mid", "midi"].contains(fileExtension(of: path))
}

/// The last part of a path.
func lastComponent(of path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

/// The last part of a path without its extension.
package func stem(of path: String) -> String {
  let name = lastComponent(of: path)
  guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
  return String(name[..<dot])
}

/// Whether two paths name the same file, which need not be there, in folders that are.
func isSamePlace(_ first: String, _ second: String) -> Bool {
  func place(_ path: String) -> (folder: String, name: Substring) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? "."
    let resolved = realpath(folder, nil)
    defer { free(resolved) }
    return (
      resolved.map { String(cString: $0) } ?? folder,
      slash.map { path[$0...].dropFirst() } ?? path[...]
    )
  }
  return place(first) == place(second)
}

/// Fails where an output cannot be made, before work is spent on it.
///
/// - Parameter folder: where `path` is a name in a folder that is held open.
func checkThatOutputCanBeMade(_ path: String, in folder: Folder? = nil) throws(FileError) {
  _ = try AtomicFile(replacing: path, in: folder)
}

/// Fails where something else than a folder has the name of one that is to be made, before work is spent on its files.
///
/// - Parameter folder: where `path` is a name in a folder that is held open, in which no link is followed.
func checkThatFolderCanBeMade(_ path: String, in folder: Folder? = nil) throws(FileError) {
  let path = folder?.path(of: path) ?? path
  var status = stat()
  guard (folder == nil ? stat : lstat)(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR
  else { return }
  throw FileError(.create, path, code: EEXIST)
}

/// Fails where an output is the same file as one of the inputs, by whatever name.
///
/// - Parameter folder: where `output` is a name in a folder that is held open; a link there is replaced
///   and not followed.
/// - Throws: `StudioError.overwritesInput`.
package func refuseOverwriting(
  _ inputs: [String], with output: String, in folder: Folder? = nil
) throws(StudioError) {
  let output = folder?.path(of: output) ?? output
  var outputStatus = stat()
  guard (folder == nil ? stat : lstat)(output, &outputStatus) == 0 else { return }
  for input in inputs {
    var status = stat()
    if stat(input, &status) == 0, status.st_dev == outputStatus.st_dev,
      status.st_ino == outputStatus.st_ino
    {
      throw .overwritesInput(output: output, input: input)
    }
  }
}
