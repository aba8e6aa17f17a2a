import RenderAudio
import RenderFiles
import RenderMIDI
import RenderPlot

/// Draws a piece with its sound, where there is one.
///
/// - Parameters:
///   - bars: `nil` where nobody knows them.
///   - folder: where `path` is a name in a folder that is held open.
func draw(
  _ midi: MIDIFile, _ sound: RenderReport?, _ bars: BarLines?, title: String, subtitle: String,
  to path: String, in folder: Folder? = nil
) throws {
  let curve = sound.flatMap { sound in
    sound.profile.map { SoundCurve($0, sound) }
  }
  try PiecePlot(
    title: title, subtitle: subtitle, roll: PianoRoll(midi), sound: curve, bars: bars
  ).write(to: path, in: folder)
}

/// Fails where a picture cannot be made, before work is spent on what it shows.
func checkThatPictureCanBeMade(_ path: String) throws {
  _ = try PlotFileFormat(path: path)
  try checkThatOutputCanBeMade(path)
}

extension SoundCurve {
  fileprivate init(_ profile: SoundProfile, _ report: RenderReport) {
    self.init(
      startsAt: report.omittedLeadIn, secondsPerBin: profile.secondsPerBin,
      minima: profile.minima, maxima: profile.maxima,
      secondsPerValue: profile.secondsPerLoudness, momentaryLoudness: profile.momentaryLoudness,
      shortTermLoudness: profile.shortTermLoudness, integratedLoudness: report.level?.loudness)
  }
}
