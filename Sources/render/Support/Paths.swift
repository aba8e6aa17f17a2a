import Files
import Glibc
import MIDI

/// A MIDI file as far as it can be read.
func readMIDI(_ path: String) throws -> MIDIFile {
  try naming(path) { try MIDIFile(parsing: readFile(path), mode: .lenient) }
}

/// The same path with another extension: `piece.wav` becomes `piece.mid`.
func path(_ path: String, withExtension new: String) -> String {
  let name = path.lastIndex(of: "/").map { path[$0...].dropFirst() } ?? path[...]
  guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "\(path).\(new)" }
  return "\(path[..<dot]).\(new)"
}

func hasMIDIExtension(_ path: String) -> Bool {
  path.lowercased().hasSuffix(".mid") || path.lowercased().hasSuffix(".midi")
}

/// Fails where an output is the same file as one of the inputs, by whatever name.
func refuseOverwriting(_ inputs: [String], with output: String) throws {
  var outputStatus = stat()
  guard stat(output, &outputStatus) == 0 else { return }
  for input in inputs {
    var status = stat()
    if stat(input, &status) == 0, status.st_dev == outputStatus.st_dev,
      status.st_ino == outputStatus.st_ino
    {
      throw Failure(.usage, "\(output) would overwrite the input \(input); choose another --out")
    }
  }
}
