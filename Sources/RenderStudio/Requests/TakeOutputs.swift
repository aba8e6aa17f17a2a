import RenderAudio
import RenderEngraving
import RenderPlot

/// The files of a take; `nil` for what is not wanted.
public struct TakeOutputs: Hashable, Codable, Sendable {
  /// The destinations of audio.
  public enum Audio: Hashable, Codable, Sendable {
    /// A file, whose extension names the format.
    case file(path: String)
    /// A WAV stream on standard output, written while the piece is composed, with a fixed gain and a limiter.
    case standardOutput
    /// A sound device, by ALSA's name for it, `default` say, which plays the piece while it is composed, with the gain
    /// and the limiter of a stream.
    case device(name: String)
    /// A port of the ALSA sequencer, `20:0` say, which gets the piece's MIDI events while it is composed, each when it is
    /// due: whoever listens there makes the sound.
    case sequencer(port: String)
  }

  /// The path of the MIDI file.
  public var midi: String?
  /// The destination of the audio.
  public var audio: Audio?
  /// The path of a picture of piano roll, pedal, waveform and loudness; its extension names the format.
  public var plot: String?
  /// The path of the sheet music of the piece as it is composed, not as it is performed; its extension names the
  /// format.
  public var score: String?
  /// The path of a folder for an audio file of each part, in the format of the audio, which has to be a file without
  /// loss. The folder is made where it is missing.
  public var stems: String?

  /// Makes outputs of these places.
  public init(
    midi: String? = nil, audio: Audio? = nil, plot: String? = nil, score: String? = nil,
    stems: String? = nil
  ) {
    self.midi = midi
    self.audio = audio
    self.plot = plot
    self.score = score
    self.stems = stems
  }

  /// The format of the audio; `nil` without any.
  ///
  /// - Throws: `AudioError.unknownFormat`.
  public var audioFormat: AudioFileFormat? {
    get throws(AudioError) {
      switch audio {
      case nil: nil
      case .file(let path): try AudioFileFormat(path: path)
      case .standardOutput, .device: .wav
      case .sequencer: nil
      }
    }
  }

  /// Whether the piece leaves while it is composed.
  var streams: Bool {
    switch audio {
    case .standardOutput, .device, .sequencer: true
    case .file, nil: false
    }
  }

  func validate() throws {
    if let plot { _ = try PlotFileFormat(path: plot) }
    if let score { _ = try ScoreFileFormat(path: score) }
    if let plot, let score, isSamePlace(plot, score) { throw StudioError.scoreAsPlot(path: score) }
    let format = try audioFormat
    if stems != nil { try checkStems(of: format, streams: streams) }
  }
}
