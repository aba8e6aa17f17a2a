import RenderAudio
import RenderFiles
import RenderMIDI
import RenderPerformance
import RenderPlot

/// A player of existing MIDI files; soundfonts are loaded once for all of them.
public struct FilePlayer {
  /// A file that was played.
  public struct Played: Hashable, Codable, Sendable {
    /// The path of the MIDI file.
    public var midi: String
    /// The properties of the sound.
    public var sound: SoundReport
  }

  /// A file that was performed and written as MIDI.
  public struct Performed: Hashable, Codable, Sendable {
    /// The path of the MIDI file.
    public var midi: String
    /// The path of the MIDI file that was written.
    public var performed: String
    /// The number of notes.
    public var notes: Int
    /// The path of the picture; `nil` where none was asked for.
    public var plot: String?
  }

  /// An event while a file is played.
  public enum Event: Sendable {
    /// The faults of a damaged file, which is read as far as possible.
    case damaged(path: String, [MIDIDamage])
    /// How much of a file is rendered, and all of it to its last note, in seconds of sound.
    case played(path: String, seconds: Double, of: Double)
  }

  private let request: PlaybackRequest
  private let format: AudioFileFormat
  private let options: AudioFileOptions
  private let threads: Int
  private let stream: AudioDestination
  /// Whether a device plays it: who listens can stop.
  private let playsAtOnce: Bool
  private var library: SoundFontLibrary

  /// - Parameters:
  ///   - format: of the audio.
  ///   - streams: whether it goes to standard output.
  ///   - device: the sound device that plays it instead, by ALSA's name for it; `nil` for none.
  ///   - preferredSoundFont: what plays those files whose instruments it has, where the request names no soundfont: a
  ///     file, or the name of one that lies beside the grand piano.
  /// - Throws: as `PlaybackRequest.validate()`, or `AudioError` where the format or a stream cannot be what was
  ///   asked for.
  public init(
    _ request: PlaybackRequest, format: AudioFileFormat, streams: Bool = false,
    device: String? = nil, preferredSoundFont: String? = nil,
    threads: Int = Processor.cores, resources: Resources = .ofProgram
  ) throws {
    try request.validate()
    let streams = streams || device != nil
    if request.stems { try checkStems(of: format, streams: streams) }
    try Processor.validate(threads: threads)
    self.request = request
    self.format = format
    self.threads = threads
    playsAtOnce = device != nil
    stream = device.map { .device($0) } ?? .standardOutput
    options = try request.sound.fileOptions(
      for: format, streamGain: streams ? request.performance.streamGain : nil)
    library = SoundFontLibrary(
      chosen: request.sound.soundFont, preferred: preferredSoundFont, resources)
  }

  /// The paths of the audio files in a folder that some MIDI files become.
  ///
  /// - Parameter folder: the path of the folder; the current one where it is empty.
  /// - Throws: `StudioError.sameOutput`.
  public static func outputs(
    of files: [String], in folder: String, format: AudioFileFormat
  ) throws(StudioError) -> [String] {
    var sources: [String: String] = [:]
    var outputs: [String] = []
    for file in files {
      let output = path("\(stem(of: file)).\(format.rawValue)", in: folder)
      if let other = sources.updateValue(file, forKey: output) {
        throw .sameOutput(first: other, second: file, output: output)
      }
      outputs.append(output)
    }
    return outputs
  }

  /// Loads the soundfont that was asked for, if any, so that its faults are not taken for those of the files.
  public mutating func loadSoundFont() throws {
    if request.sound.soundFont != nil { _ = try library.piano() }
  }

  /// Plays a file. Its stems, where they are wanted, lie in a folder that is named as the audio file, with the ending
  /// `.stems`.
  ///
  /// - Parameters:
  ///   - output: the audio file; `nil` for a stream.
  ///   - plot: a picture of it.
  ///   - inputs: files that must not be overwritten, beside this one and the soundfont.
  public mutating func play(
    _ file: String, to output: String?, plot: String? = nil, keeping inputs: [String] = [],
    cancellation: Cancellation = Cancellation(), report: (Event) -> Void = { _ in }
  ) throws -> (played: Played, choice: SoundFontChoice) {
    let (written, midi) = try request.performed(file, report)
    if !playsAtOnce { try request.refuseTooLong(midi, file) }
    let (font, choice) = try naming(file) { try library.soundFont(for: midi) }
    let kept = [file] + inputs + [font.path] + font.others.map(\.path)
    for output in [output, plot].compactMap(\.self) {
      try refuseOverwriting(kept, with: output)
    }
    if let plot { try checkThatPictureCanBeMade(plot) }
    let stems = request.stems ? output.map(stemFolder) : nil
    if let stems { try checkThatFolderCanBeMade(stems) }
    var settings = request.sound.settings(for: format)
    settings.maximumLeadIn = request.trimsSilence ? 0 : nil
    let renderer = try Renderer(soundFont: font, settings: settings, threads: threads)
    var options = options
    options.tags.title = stem(of: file)
    options.ditherSeed = request.seed
    options.wantsProfile = plot != nil
    let rendered: RenderReport
    var stemFiles: [SoundReport.Stem]?
    let length = midi.playedSeconds
    do {
      rendered = try renderer.render(
        midi, to: output.map { .file($0) } ?? stream, options: options,
        isCancelled: { cancellation.isCancelled },
        synthesized: { report(.played(path: file, seconds: min($0, length), of: length)) })
      if let stems {
        stemFiles = try writeStems(
          of: midi, beside: rendered, by: renderer, options, format: format, to: stems,
          keeping: kept, cancellation)
      }
    } catch AudioError.cancelled {
      throw StudioError.cancelled
    } catch let error as StudioError {
      throw error
    } catch {
      throw StudioError.file(path: file, error)
    }
    if let plot {
      try draw(
        midi, rendered, BarLines(written, in: midi), title: stem(of: file),
        subtitle: "\(request.performance.rawValue), \(stem(of: font.path))", to: plot)
    }
    let sound = SoundReport(rendered, renderer: renderer, file: output, stems: stemFiles)
    return (Played(midi: file, sound: sound), choice)
  }

  /// Writes a performance of a file as MIDI, which keeps the time of the file. It needs none of the request's
  /// sound.
  ///
  /// - Parameter plot: a picture of it.
  /// - Throws: as `PlaybackRequest.validate()`; `StudioError.silenceOfMIDI` for a request that trims silence,
  ///   `StudioError.stems` for one that wants stems; `StudioError.overwritesInput`, and what is wrong with the files.
  public static func perform(
    _ file: String, _ request: PlaybackRequest, to output: String, plot: String? = nil,
    report: (Event) -> Void = { _ in }
  ) throws -> Performed {
    try request.validate()
    if request.trimsSilence { throw StudioError.silenceOfMIDI }
    if request.stems { throw StudioError.stems(of: .midi) }
    for output in [output, plot].compactMap(\.self) { try refuseOverwriting([file], with: output) }
    if let plot { try checkThatPictureCanBeMade(plot) }
    let (written, midi) = try request.performed(file, report)
    try naming(output) { try writeFile(midi.encoded(), to: output) }
    if let plot {
      try draw(
        midi, nil, BarLines(written, in: midi), title: stem(of: file),
        subtitle: request.performance.rawValue, to: plot)
    }
    return Performed(midi: file, performed: output, notes: midi.noteCount, plot: plot)
  }
}

extension PlaybackRequest {
  /// - Throws: `StudioError.tooLong`.
  func refuseTooLong(_ midi: MIDIFile, _ file: String) throws(StudioError) {
    let (seconds, most) = (midi.playedSeconds, maximumDuration ?? Self.usualDuration)
    guard seconds <= most else { throw .tooLong(path: file, seconds: seconds, most: most) }
  }

  /// Reads a file: as it is written, and as it is performed.
  func performed(
    _ file: String, _ report: (FilePlayer.Event) -> Void
  ) throws -> (written: MIDIFile, performed: MIDIFile) {
    let midi = try MIDIFile(readingLeniently: file) { report(.damaged(path: file, $0)) }
    let count = midi.noteCount
    if performance == .expressive, count > Self.mostNotes {
      throw StudioError.tooManyNotes(path: file, count, most: Self.mostNotes)
    }
    return (midi, midi.performed(performance, seed: seed))
  }
}
