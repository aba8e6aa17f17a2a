import RenderAudio
import RenderFiles

/// The destination of a take; `nil` for what is not wanted.
struct TakeDestination {
  var midi: String?
  var audio: AudioDestination?
  /// The port that gets the MIDI events in place of audio.
  var port: String?
  var plot: String?
  /// The file of the sheet music.
  var score: String?
  /// The folder of the parts' files.
  var stems: String?
  /// The folder that is held open, where the outputs are names in it.
  var folder: Folder?

  var paths: [String] { [midi, audio?.path, plot, score].compactMap(\.self) }
}

extension TakeDestination {
  init(_ outputs: TakeOutputs) {
    midi = outputs.midi
    plot = outputs.plot
    score = outputs.score
    stems = outputs.stems
    audio =
      switch outputs.audio {
      case .file(let path): .file(path)
      case .standardOutput: .standardOutput
      case .device(let name): .device(name)
      case .sequencer, nil: nil
      }
    if case .sequencer(let port) = outputs.audio { self.port = port }
  }
}

extension AudioDestination {
  /// The path of the file; `nil` for standard output and devices.
  var path: String? { if case .file(let path, _) = self { path } else { nil } }
}
