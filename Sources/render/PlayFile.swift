import ArgumentParser
import Audio

/// A MIDI file that is already there, as audio.
struct PlayFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audio", abstract: "Render a MIDI file to audio.",
    discussion: """
      The extension of --out picks the format: .wav or .flac; - streams WAV to standard output. \
      A piece that would clip is turned down as a whole.
      """)

  @Argument(help: "The MIDI file.", completion: .file(extensions: ["mid", "midi"]))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write: song.wav, song.flac or -.", valueName: "file"),
    completion: .file(extensions: ["wav", "flac"]))
  var out: String

  @OptionGroup var sound: SoundOptions
  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let streams = out == "-"
    let reporter = reporting.reporter(streamsAudio: streams)
    try reporter.checkThatAudioCanBeStreamed()
    if !streams { _ = try naming(out) { try AudioFileFormat(path: out) } }
    let midi = try readMIDI(file, reporter)
    let renderer = try sound.makeRenderer()
    if !streams { try refuseOverwriting([file, renderer.soundFont.path], with: out) }
    var options = AudioFileOptions()
    options.sampleFormat = sound.sampleFormat
    let report = try naming(file) {
      try renderer.render(midi, to: streams ? .standardOutput : .file(out), options: options)
    }
    for remark in report.remarks { reporter.say(remark) }
    reporter.say(
      "\(streams ? "wrote the piece" : out): \(report.notes) notes, \(duration(report.seconds))")
    try reporter.report(
      PlayReport(
        midi: file, audio: streams ? nil : out, notes: report.notes, seconds: report.seconds,
        peak: report.peakLevel, gain: report.appliedGain, soundFont: renderer.soundFont.path))
  }
}

private struct PlayReport: Codable {
  var midi: String
  var audio: String?
  var notes: Int
  var seconds: Double
  var peak: Double
  var gain: Double
  var soundFont: String
}
