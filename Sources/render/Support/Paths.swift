import Glibc
import RenderFiles
import RenderMIDI

/// A MIDI file as far as it can be read; what is damaged is said.
func readMIDI(_ path: String, _ reporter: Reporter) throws -> MIDIFile {
  let parsed = try naming(path) { try MIDIFile.parse(readFile(path), mode: .lenient) }
  if let first = parsed.damages.first {
    let more = parsed.damages.count > 1 ? ", and \(parsed.damages.count - 1) more" : ""
    reporter.say("\(path) is damaged and read as far as possible: \(first)\(more)")
  }
  return parsed.file
}

/// The same path with another extension: `piece.wav` becomes `piece.mid`.
func path(_ path: String, withExtension new: String) -> String {
  let name = path.lastIndex(of: "/").map { path[$0...].dropFirst() } ?? path[...]
  guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "\(path).\(new)" }
  return "\(path[..<dot]).\(new)"
}

func hasMIDIExtension(_ path: String) -> Bool {
  ["mid", "midi"].contains(fileExtension(of: path))
}

/// The last part of a path without its extension.
func stem(of path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
  return String(name[..<dot])
}

/// Fails where an output cannot be made, before work is spent on it.
///
/// - Parameter folder: where `path` is a name in a folder that is held open.
func checkThatOutputCanBeMade(_ path: String, in folder: Folder? = nil) throws {
  _ = try AtomicFile(replacing: path, in: folder)
}

/// Fails where an output is the same file as one of the inputs, by whatever name.
///
/// - Parameter folder: where `output` is a name in a folder that is held open; a link there is replaced
///   and not followed.
func refuseOverwriting(
  _ inputs: [String], with output: String, in folder: Folder? = nil
) throws {
  let output = folder?.path(of: output) ?? output
  var outputStatus = stat()
  guard (folder == nil ? stat : lstat)(output, &outputStatus) == 0 else { return }
  for input in inputs {
    var status = stat()
    if stat(input, &status) == 0, status.st_dev == outputStatus.st_dev,
      status.st_ino == outputStatus.st_ino
    {
      throw Failure(.usage, "\(output) would overwrite the input \(input); choose another --out")
    }
  }
}
