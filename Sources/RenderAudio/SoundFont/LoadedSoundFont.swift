import Synchronization

/// A validated soundfont whose samples stay in memory between pieces, with others for what it lacks.
///
/// FluidSynth shares samples between synthesizers and drops them with the last one that uses
/// them. This owner has one idle synthesizer that keeps every instrument that was ever asked for, so
/// that only the first piece waits for the disk. It can be shared by threads; each renders with a
/// synthesizer of its own.
public final class LoadedSoundFont: Sendable {
  /// The contents of the file, apart from its samples.
  public let contents: SoundFont
  /// The contents of the others.
  public let others: [SoundFont]

  private struct Keeper: ~Copyable {
    var synthesizer: Synthesizer
    var known: Set<InstrumentRequest> = []
  }

  private let keeper: Mutex<Keeper>

  /// Checks a file and loads it.
  ///
  /// - Throws: `AudioError` for a file that cannot be read, is damaged, or that FluidSynth refuses.
  public convenience init(path: String) throws(AudioError) {
    try self.init(SoundFont(path: path))
  }

  /// Loads a file that was checked when `contents` was read from it.
  ///
  /// - Throws: `AudioError` for a file that FluidSynth refuses.
  ///
  /// - Parameter others: soundfonts with instruments that the first one lacks, checked as well.
  public init(_ contents: SoundFont, others: [SoundFont] = []) throws(AudioError) {
    self.contents = contents
    self.others = others
    var settings = RenderSettings()
    settings.polyphony = 1
    settings.reverb = nil
    let synthesizer = try Synthesizer(settings, [contents] + others)
    keeper = Mutex(Keeper(synthesizer: synthesizer))
  }

  /// The path of the file.
  public var path: String { contents.path }

  /// Whether one of the soundfonts has an instrument, as `SoundFont.answers`.
  public func answers(_ request: InstrumentRequest) -> Bool {
    all.contains { $0.answers(request) }
  }

  /// All soundfonts, the first one's instruments before those of the others.
  var all: [SoundFont] { [contents] + others }

  /// Loads the samples of these instruments, one thread at a time.
  func load(_ requests: [InstrumentRequest]) {
    keeper.withLock { keeper in
      for request in requests where keeper.known.insert(request).inserted {
        for message in request.messages { keeper.synthesizer.send(message) }
        keeper.synthesizer.pinInstrument(of: request.channel)
      }
    }
  }

  /// What the notes of an instrument send to the reverb by themselves, in thousandths of their sound: that of the
  /// instrument that FluidSynth plays them with. Nil where they differ, 0 where no instrument plays.
  func reverbSend(of request: InstrumentRequest) -> Int? {
    let instrument = keeper.withLock { keeper in
      for message in request.messages { keeper.synthesizer.send(message) }
      return keeper.synthesizer.instrument(of: request.channel)
    }
    guard let (soundFont, number) = instrument else { return 0 }
    return all[soundFont].reverbSends[number]
  }
}
