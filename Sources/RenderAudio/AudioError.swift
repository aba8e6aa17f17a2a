import RenderDevices
import RenderFiles

/// An error on the way from a MIDI file to an audio file.
public enum AudioError: Error, Hashable, Sendable {
  /// There is no file of that name.
  case missingSoundFont(path: String)
  /// The file is no SoundFont 2, or a damaged one.
  case damagedSoundFont(path: String, SoundFontFault)
  /// The soundfont has no preset of this number.
  case missingPreset(path: String, SoundFont.PresetNumber)
  /// The presets to extract play no sample at all.
  case silentPresets(path: String)
  /// The presets to extract need more than the 4 GiB that a SoundFont 2 file can hold.
  case tooManySamples(path: String)
  /// The file passed every check and FluidSynth still refused it, for this reason.
  case refusedSoundFont(path: String, reason: String)
  /// FluidSynth failed in the named step.
  case synthesizer(step: String, reason: String)
  /// A setting of `RenderSettings`, `Renderer`, `LevelSettings` or `AudioFileOptions` that is out of its
  /// range.
  case setting(name: String, value: Double, allowed: ClosedRange<Double>)
  /// The file has no note.
  case noNotes
  /// The piece lasts longer than `RenderSettings.maximumSeconds`.
  case tooLong(seconds: Double, limit: Double)
  /// No format belongs to the extension of this path.
  case unknownFormat(path: String)
  /// The format cannot hold samples of this kind.
  case unsupportedSampleFormat(AudioFileFormat, SampleFormat)
  /// The format cannot have so many frames a second.
  case unsupportedSampleRate(AudioFileFormat, Int)
  /// A quality was asked for where nothing is lost.
  case qualityWithoutLoss(AudioFileFormat)
  /// The format cannot hold a file of this size.
  case tooLongForFormat(AudioFileFormat)
  /// A loudness was asked for in a stream, whose loudness is known only when it is over.
  case unknownLoudness
  /// The format cannot be written to a pipe or a device.
  case needsSeeking(path: String, AudioFileFormat)
  /// The file is not an audio file that libsndfile reads, for this reason.
  case unreadable(reason: String)
  /// libsndfile failed, for this reason.
  case encoder(path: String, reason: String)
  /// Reading or writing a file failed.
  case file(FileError)
  /// A sound device cannot be opened, or takes no more sound.
  case device(DeviceError)
  /// The caller has cancelled the work; no file was written.
  case cancelled
}

extension AudioError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingSoundFont(let path):
      "there is no soundfont \(path)"
    case .damagedSoundFont(let path, let fault):
      "the soundfont \(path) cannot be used: \(fault)"
    case .missingPreset(let path, let number):
      "the soundfont \(path) has no preset \(number)"
    case .silentPresets(let path):
      "what was chosen of the soundfont \(path) plays no samples; choose other presets"
    case .tooManySamples(let path):
      "what was chosen of the soundfont \(path) does not fit into 4 GiB; choose fewer presets"
    case .refusedSoundFont(let path, let reason):
      "FluidSynth does not take the soundfont \(path): \(reason); try another one"
    case .synthesizer(let step, let reason):
      "FluidSynth could not \(step): \(reason)"
    case .setting(let name, let value, let allowed):
      "\(name) is \(number(value)) and has to be between \(number(allowed.lowerBound)) and "
        + number(allowed.upperBound)
    case .noNotes:
      "there are no notes to play; choose a MIDI file that has some"
    case .tooLong(let seconds, let limit):
      "the piece lasts \(Int(seconds)) s where at most \(Int(limit)) s are rendered; "
        + "check its tempo and the time of its last event"
    case .unreadable(let reason): "the audio file cannot be read: \(reason)"
    case .unknownFormat(let path):
      "the extension of \(path) belongs to no format that can be written; "
        + "use \(AudioFileFormat.extensions)"
    case .unsupportedSampleFormat(let format, let sample):
      format.isLossy
        ? "\(format) has no bit depth; use a quality, or .wav or .flac"
        : "\(format) cannot hold \(sample) samples; choose "
          + format.sampleFormats.map(\.rawValue).joined(separator: " or ") + " bits"
    case .unsupportedSampleRate(let format, let rate):
      "\(format) cannot have \(rate) frames a second; use \(format.defaultSampleRate)"
    case .qualityWithoutLoss(let format):
      "\(format) loses nothing, so it has no quality; use a bit depth, or .ogg, .opus or .mp3"
    case .tooLongForFormat(let format):
      "the piece is longer than \(format) files can be; use .wav or .flac"
    case .unknownLoudness:
      "the loudness of a stream is known only when it is over; use a gain"
    case .needsSeeking(let path, let format):
      "\(path) is no regular file, and \(format) can be written only to one; use .wav"
    case .encoder(let path, let reason):
      "libsndfile could not encode \(path): \(reason)"
    case .file(let error):
      error.description
    case .device(let error):
      error.description
    case .cancelled:
      "the rendering was cancelled"
    }
  }
}

/// A number as a sentence has it: a whole one without a point.
private func number(_ value: Double) -> String {
  Int(exactly: value).map { "\($0)" } ?? "\(value)"
}

extension AudioFileFormat {
  /// The extensions of all formats, as a sentence lists them.
  public static var extensions: String {
    let names = allCases.map { ".\($0.rawValue)" }
    return names.dropLast().joined(separator: ", ") + " or " + names.last!
  }
}
