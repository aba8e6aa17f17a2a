import CRenderSndFile
import RenderFiles

/// The facts about an audio file that are in its header.
public struct AudioFileFacts: Hashable, Sendable {
  /// The name of the format: that of an `AudioFileFormat`, or libsndfile's.
  public var format: String
  /// The number of frames.
  public var frames: Int
  /// The sample rate in Hz.
  public var sampleRate: Int
  /// The number of channels.
  public var channels: Int
  /// The texts that the file says about itself.
  public var tags: AudioTags

  /// The length in seconds.
  public var seconds: Double { Double(frames) / Double(sampleRate) }

  /// Reads the header of a regular file.
  ///
  /// - Throws: `AudioError.unreadable` where libsndfile cannot read it; `.file`.
  public init(path: String) throws(AudioError) {
    do { _ = try InputFile(path: path) } catch { throw .file(error) }
    var info = SF_INFO()
    guard let file = sf_open(path, Int32(SFM_READ), &info), info.samplerate > 0 else {
      throw .unreadable(reason: String(cString: sf_strerror(nil)))
    }
    defer { sf_close(file) }
    func text(_ kind: Int) -> String? {
      sf_get_string(file, Int32(kind)).map { String(cString: $0) }
    }
    format = Self.name(of: Int(info.format))
    frames = Int(info.frames)
    sampleRate = Int(info.samplerate)
    channels = Int(info.channels)
    tags = AudioTags(
      title: text(SF_STR_TITLE), software: text(SF_STR_SOFTWARE), comment: text(SF_STR_COMMENT),
      date: text(SF_STR_DATE))
  }

  private static func name(of code: Int) -> String {
    let format: AudioFileFormat? =
      switch code & SF_FORMAT_TYPEMASK {
      case SF_FORMAT_WAV, SF_FORMAT_WAVEX, SF_FORMAT_RF64: .wav
      case SF_FORMAT_AIFF: .aiff
      case SF_FORMAT_FLAC: .flac
      case SF_FORMAT_MPEG: .mp3
      case SF_FORMAT_OGG: code & SF_FORMAT_SUBMASK == SF_FORMAT_OPUS ? .opus : .ogg
      default: nil
      }
    if let format { return "\(format)" }
    var info = SF_FORMAT_INFO(
      format: Int32(code & SF_FORMAT_TYPEMASK), name: nil, extension: nil)
    sf_command(nil, Int32(SFC_GET_FORMAT_INFO), &info, Int32(MemoryLayout<SF_FORMAT_INFO>.size))
    return info.name.map { String(cString: $0) } ?? "unknown"
  }
}
