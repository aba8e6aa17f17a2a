import RenderMIDI

/// A renderer of MIDI files through a soundfont, faster than they sound.
///
/// The same file, settings and soundfont give the same samples, whatever was rendered before and
/// whatever other threads render meanwhile.
public struct Renderer: Sendable {
  /// The numbers of threads that can be asked for. They are those of `ThreadTeam` in RenderNetwork, of which
  /// this module knows nothing, so that one number serves a piece and its sound.
  public static let threadCounts = 1...256

  /// The soundfont that it plays.
  public let soundFont: LoadedSoundFont
  /// The settings of the synthesis.
  public let settings: RenderSettings
  /// The number of threads that one piece takes, one of `threadCounts`; without influence on its samples.
  public let threads: Int

  /// A renderer with a soundfont.
  ///
  /// - Parameter threads: 1 synthesizes on the caller's thread, more also on one or two others.
  /// - Throws: `AudioError.setting` for a setting or a number of threads that is out of range.
  public init(
    soundFont: LoadedSoundFont, settings: RenderSettings = RenderSettings(), threads: Int = 2
  ) throws(AudioError) {
    try settings.validate()
    try RenderSettings.check(
      "the number of threads", Double(threads),
      Double(Self.threadCounts.lowerBound)...Double(Self.threadCounts.upperBound))
    self.soundFont = soundFont
    self.settings = settings
    self.threads = threads
  }

  /// Synthesizes the whole piece and passes it to `sink` in parts of a few thousand frames, left and
  /// right interleaved, 1 being full scale, so that any length takes the same memory.
  ///
  /// After the last event every key and pedal is released, and the sound goes on until it has
  /// decayed (`RenderSettings.tailThreshold`) or is faded out (`RenderSettings.maximumTail`).
  ///
  /// - Throws: `AudioError`, and what `sink` throws, which ends the rendering.
  public func render(
    _ midi: MIDIFile, into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws -> RenderReport {
    try render(midi, endingBelow: { settings.tailThreshold }, into: sink)
  }

  func render(
    _ midi: MIDIFile, endingBelow threshold: () -> Double,
    into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws -> RenderReport {
    let timeline = Timeline(midi)
    soundFont.load(timeline.instruments)
    let shares = settings.reverb == nil ? nil : timeline.reverbShares(soundFont)
    let groups = shares.flatMap { ReverbGroups($0.compactMap(\.self)) }
    let messages = try MessageQueue(
      timeline.messages(groupedBy: { index in groups.map { $0[shares?[index] ?? .none] } ?? 0 })
        .makeIterator(), endOfPiece: timeline.end, settings: settings)
    // Known from the start, it is not found out after hours of work.
    let seconds = (timeline.messages.last?.seconds ?? 0) - messages.omittedLeadIn
    guard seconds <= settings.maximumSeconds else {
      throw AudioError.tooLong(seconds: seconds, limit: settings.maximumSeconds)
    }
    return try play(
      messages, KeyDivision(soundFont.all, timeline.messages), mixdown(groups),
      endingBelow: threshold, into: sink)
  }

  /// Synthesizes events that are still being made: each is taken when it is due, or up to twelve seconds
  /// before.
  func render(
    _ events: some Sequence<TimedEvent>, division: MIDIFile.Division,
    instruments: [InstrumentRequest], endingBelow threshold: () -> Double,
    into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws -> RenderReport {
    soundFont.load(instruments)
    let groups = settings.reverb == nil ? nil : ReverbGroups(instruments, soundFont)
    var sends = ReverbSends(soundFont)
    var tempos = TempoMap(division: division)
    let messages = events.lazy.compactMap { timed -> TimedMessage? in
      if case .meta(.tempo(let tempo)) = timed.event {
        tempos.append(tick: timed.tick, microsecondsPerQuarter: tempo)
      }
      guard var message = ChannelMessage(timed.event) else { return nil }
      if let groups { message.group = groups[sends.share(of: message)] }
      return (tempos.seconds(atTick: timed.tick), message)
    }
    return try play(
      MessageQueue(messages.makeIterator(), settings: settings), KeyDivision(soundFont.all),
      mixdown(groups), endingBelow: threshold, into: sink)
  }

  /// The mix of groups in a room of ours; without any what the synthesizer makes.
  private func mixdown(_ groups: ReverbGroups?) -> Mixdown {
    guard let groups, let reverb = settings.reverb else { return Mixdown() }
    return Mixdown([groups.shares], heard: 1, in: reverb, sampleRate: settings.sampleRate)
  }

  private func play<Source>(
    _ messages: MessageQueue<Source>, _ division: KeyDivision, _ mixdown: Mixdown,
    endingBelow threshold: () -> Double,
    into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws -> RenderReport {
    var synthesis = try Synthesis(
      messages, division, soundFont: soundFont, settings: settings, mixdown: mixdown,
      threads: threads)
    return try synthesis.play(endingBelow: threshold, into: sink)
  }
}
