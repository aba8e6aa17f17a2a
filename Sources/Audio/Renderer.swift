import MIDI

/// Plays MIDI files through a soundfont, faster than they sound.
///
/// The same file, settings and soundfont give the same samples, whatever was rendered before and
/// whatever other threads render meanwhile.
public struct Renderer: Sendable {
  public let soundFont: LoadedSoundFont
  public let settings: RenderSettings

  /// Throws `AudioError.setting` for a value out of range.
  public init(
    soundFont: LoadedSoundFont, settings: RenderSettings = RenderSettings()
  ) throws(AudioError) {
    try settings.validate()
    self.soundFont = soundFont
    self.settings = settings
  }

  /// Synthesizes the whole piece and hands it on in parts of a few thousand frames, left and
  /// right interleaved, so that any length takes the same memory.
  ///
  /// After the last event every key and pedal is let go, and the sound goes on until it has
  /// decayed (`RenderSettings.tailThreshold`) or is faded out (`RenderSettings.maximumTail`).
  /// Throws `AudioError`, and what `sink` throws, which ends the rendering.
  public func render(
    _ midi: MIDIFile, into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws -> RenderReport {
    let schedule = try EventSchedule(midi, settings: settings)
    soundFont.load(schedule.instruments)
    var performance = try Performance(schedule, soundFont: soundFont, settings: settings)
    let (report, remarks) = try SynthesizerLog.collecting { try performance.play(into: sink) }
    return report.with(remarks: remarks)
  }
}
