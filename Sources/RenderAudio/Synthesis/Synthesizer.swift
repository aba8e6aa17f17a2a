import CRenderFluidSynth
import RenderMIDI
import Synchronization

/// A FluidSynth with its settings and one soundfont: the only owner of the C handles.
///
/// A value that cannot be copied, so it belongs to one thread at a time. Every piece gets a fresh
/// one: fresh synthesizers give identical samples, one that is reset does not.
///
/// It can keep the sound of groups of notes apart. Each group then has channels of its own, the copies of the sixteen,
/// and a reverb of its own, but all share the voices: those play what they play where all is one, so that the sounds of
/// the groups add up to that.
struct Synthesizer: ~Copyable {
  /// The number of frames of a block, in which FluidSynth computes; messages take effect between two.
  static let blockLength = 64

  /// The lock for starting: FluidSynth fills its tables during the first start without a lock, and
  /// soundfonts that are read at the same time would each take the memory of the whole.
  private static let opening = Mutex(())

  private let settings: OpaquePointer
  private let synth: OpaquePointer
  /// The identifiers of the soundfonts, the last one's first.
  private let soundFontIdentifiers: [Int32]
  /// The number of groups whose sounds are kept apart.
  private let groups: Int

  /// The largest number of groups. FluidSynth has 256 channels, but takes the last of them for none (seen in 2.3.1, where
  /// a controller on it crashes).
  static let mostGroups = 15

  /// Starts a synthesizer and loads soundfonts, which were checked when their values were made:
  /// FluidSynth may crash on a damaged file.
  ///
  /// - Parameters:
  ///   - soundFonts: each has what those before it lack.
  ///   - groups: the number of groups, 1 to `mostGroups`.
  init(
    _ values: RenderSettings, _ soundFonts: [SoundFont], groups: Int = 1
  ) throws(AudioError) {
    precondition((1...Self.mostGroups).contains(groups), "no more groups than channels")
    try values.validate()
    let (handles, messages) = Self.opening.withLock { _ in
      SynthesizerLog.collecting { Self.open(values, soundFonts, groups: groups) }
    }
    switch handles {
    case .success(let handles):
      (settings, synth, soundFontIdentifiers) = handles
      self.groups = groups
    case .failure(.soundFont(let path)):
      throw .refusedSoundFont(path: path, reason: Self.reason(messages))
    case .failure(.start(let step)):
      throw .synthesizer(step: step, reason: Self.reason(messages))
    }
  }

  deinit {
    delete_fluid_synth(synth)
    delete_fluid_settings(settings)
  }

  // MARK: - Playing

  /// Sends a message to its channel: a note to that of its group, everything else to those of all groups. False where
  /// it had no effect: a note on a channel without an instrument, the end of a note that does not sound.
  @discardableResult
  mutating func send(_ message: ChannelMessage) -> Bool {
    guard groups > 1 else { return send(message, to: Int32(message.channel)) }
    var hadEffect = false
    for group in 0..<groups {
      let channel = Int32(message.channel) * Int32(groups) + Int32(group)
      if case .noteOn(let key, _) = message.kind, group != message.group {
        // A key that is struck again ends its note, whoever played that.
        fluid_synth_noteoff(synth, channel, Int32(key))
      } else if send(message, to: channel) {
        hadEffect = true
      }
    }
    return hadEffect
  }

  private mutating func send(_ message: ChannelMessage, to channel: Int32) -> Bool {
    let result =
      switch message.kind {
      case .noteOff(let key):
        fluid_synth_noteoff(synth, channel, Int32(key))
      case .noteOn(let key, let velocity):
        fluid_synth_noteon(synth, channel, Int32(key), Int32(velocity))
      case .polyphonicPressure(let key, let pressure):
        fluid_synth_key_pressure(synth, channel, Int32(key), Int32(pressure))
      case .controlChange(let controller, let value):
        fluid_synth_cc(synth, channel, Int32(controller), Int32(value))
      case .programChange(let program):
        changeProgram(to: program, on: channel)
      case .channelPressure(let pressure):
        fluid_synth_channel_pressure(synth, channel, Int32(pressure))
      case .pitchBend(let value):
        fluid_synth_pitch_bend(synth, channel, Int32(value))
      }
    return result == FLUID_OK
  }

  /// Gives a channel another instrument, which stays in memory from then on: FluidSynth would let its samples go at the
  /// next change, and looks for them in a list when they are wanted again.
  private mutating func changeProgram(to program: UInt8, on channel: Int32) -> Int32 {
    let result = fluid_synth_program_change(synth, channel, Int32(program))
    pinInstrument(of: channel)
    return result
  }

  /// Releases every key and pedal on all channels, as a player does at the end of a piece.
  mutating func releaseAll() {
    let sustain: UInt8 = 64
    let sostenuto: UInt8 = 66
    let allNotesOff: UInt8 = 123
    for channel in UInt8(0)..<16 {
      for controller in [sustain, sostenuto, allNotesOff] {
        send(ChannelMessage(channel: channel, .controlChange(controller: controller, value: 0)))
      }
    }
  }

  /// Synthesizes the next frames.
  ///
  /// - Parameter samples: whole blocks of each group, left and right interleaved.
  mutating func synthesize(
    into samples: [UnsafeMutableBufferPointer<Float>]
  ) throws(AudioError) {
    precondition(samples.count == groups, "samples of each group")
    let frames = samples[0].count / 2
    precondition(frames.isMultiple(of: Self.blockLength), "only whole blocks keep the grid")
    let result =
      groups == 1
      ? fluid_synth_write_float(
        synth, Int32(frames), samples[0].baseAddress, 0, 2, samples[0].baseAddress, 1, 2)
      : synthesizeGroups(into: samples)
    guard result == FLUID_OK else {
      throw .synthesizer(step: "synthesize \(frames) frames", reason: "its mixer failed")
    }
  }

  /// The same of several groups, block by block: FluidSynth gives left and right apart.
  private mutating func synthesizeGroups(
    into samples: [UnsafeMutableBufferPointer<Float>]
  ) -> Int32 {
    let channels = 2 * groups
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: channels * Self.blockLength) {
      block -> Int32 in
      let outputs = (0..<channels).map {
        UnsafeMutablePointer?(block.baseAddress! + $0 * Self.blockLength)
      }
      // Where the reverb and the chorus of each group go: to the group itself.
      var effects = (0..<groups).flatMap { group in
        [0, 1, 0, 1].map { outputs[2 * group + $0] }
      }
      var dry = outputs
      for start in stride(from: 0, to: samples[0].count / 2, by: Self.blockLength) {
        // FluidSynth adds to what is there.
        block.update(repeating: 0)
        let result = fluid_synth_process(
          synth, Int32(Self.blockLength), Int32(effects.count), &effects, Int32(dry.count), &dry)
        guard result == FLUID_OK else { return result }
        for channel in 0..<channels {
          let from = block[(channel * Self.blockLength)...]
          let to = samples[channel / 2]
          for frame in 0..<Self.blockLength {
            to[2 * (start + frame) + channel % 2] = from[from.startIndex + frame]
          }
        }
      }
      return FLUID_OK
    }
  }

  /// The number of voices that sound at present.
  var activeVoices: Int { Int(fluid_synth_get_active_voice_count(synth)) }

  // MARK: - Instruments

  /// The instrument that `channel` has at present: the index of its soundfont, and its number. Nil where it has none.
  func instrument(of channel: UInt8) -> (soundFont: Int, number: SoundFont.PresetNumber)? {
    guard let (font, bank, program) = preset(of: Int32(channel)),
      let index = soundFontIdentifiers.firstIndex(of: font)
    else { return nil }
    return (
      soundFontIdentifiers.count - 1 - index,
      SoundFont.PresetNumber(bank: Int(bank), program: Int(program))
    )
  }

  /// Keeps the samples of the instrument that `channel` has at present in FluidSynth's cache, as
  /// long as this synthesizer lives. False where the channel has none, or it cannot be loaded.
  @discardableResult
  mutating func pinInstrument(of channel: UInt8) -> Bool { pinInstrument(of: Int32(channel)) }

  @discardableResult
  private mutating func pinInstrument(of channel: Int32) -> Bool {
    guard let (font, bank, program) = preset(of: channel) else { return false }
    return fluid_synth_pin_preset(synth, font, bank, program) == FLUID_OK
  }

  /// What plays on a channel, which is another instrument than the file asks for where no soundfont has that.
  private func preset(of channel: Int32) -> (font: Int32, bank: Int32, program: Int32)? {
    guard let preset = fluid_synth_get_channel_preset(synth, channel),
      let soundFont = fluid_preset_get_sfont(preset)
    else { return nil }
    return (
      fluid_sfont_get_id(soundFont), fluid_preset_get_banknum(preset), fluid_preset_get_num(preset)
    )
  }
}

// MARK: - Opening

extension Synthesizer {
  private typealias Handles = (
    settings: OpaquePointer, synth: OpaquePointer, soundFontIdentifiers: [Int32]
  )

  private enum Failure: Error {
    case start(step: String)
    case soundFont(path: String)
  }

  private static func open(
    _ values: RenderSettings, _ soundFonts: [SoundFont], groups: Int
  ) -> Result<Handles, Failure> {
    guard let settings = new_fluid_settings() else {
      return .failure(.start(step: "make its settings"))
    }
    let isSilentBetween = soundFonts.allSatisfy(\.hasSilenceBetweenSamples)
    if let refused = set(
      values, groups: groups, loadsSamplesByInstrument: isSilentBetween, in: settings)
    {
      delete_fluid_settings(settings)
      return .failure(.start(step: "set \(refused)"))
    }
    guard let synth = new_fluid_synth(settings) else {
      delete_fluid_settings(settings)
      return .failure(.start(step: "start"))
    }
    fluid_synth_set_interp_method(synth, -1, values.interpolation.rawValue)
    if groups > 1 { setPercussion(groups: groups, in: synth) }
    var identifiers: [Int32] = []
    // FluidSynth looks in the one first that was loaded last.
    for soundFont in soundFonts.reversed() {
      let identifier = fluid_synth_sfload(synth, soundFont.path, 1)
      guard identifier != FLUID_FAILED else {
        delete_fluid_synth(synth)
        delete_fluid_settings(settings)
        return .failure(.soundFont(path: soundFont.path))
      }
      identifiers.append(identifier)
    }
    return .success((settings, synth, identifiers))
  }

  /// Makes the copies of the tenth channel those of drums: FluidSynth takes others for them, by their number.
  private static func setPercussion(groups: Int, in synth: OpaquePointer) {
    for channel in 0..<Int32(16 * groups) {
      let isPercussion = channel / Int32(groups) == Int32(MIDIEvent.percussionChannel)
      let type = isPercussion ? CHANNEL_TYPE_DRUM : CHANNEL_TYPE_MELODIC
      fluid_synth_set_channel_type(synth, channel, Int32(type.rawValue))
      fluid_synth_bank_select(synth, channel, isPercussion ? 128 : 0)
    }
  }

  /// Sets every setting that shapes the sound, and returns the name of the first that is refused.
  private static func set(
    _ values: RenderSettings, groups: Int, loadsSamplesByInstrument: Bool,
    in settings: OpaquePointer
  ) -> String? {
    let numbers: [(String, Double)] =
      [
        ("synth.sample-rate", Double(values.sampleRate)),
        ("synth.gain", values.gain),
        ("synth.overflow.percussion", 4000),
        ("synth.overflow.sustained", -1000),
        ("synth.overflow.released", -2000),
        ("synth.overflow.age", 1000),
        ("synth.overflow.volume", 500),
      ] + (values.reverb ?? .room).fluidSynthSettings
    let integers: [(String, Int32)] = [
      ("synth.polyphony", Int32(values.polyphony)),
      ("synth.reverb.active", values.reverb == nil ? 0 : 1),
      ("synth.chorus.active", 0),
      // A channel belongs to the group of its number modulo their count.
      ("synth.midi-channels", Int32(16 * groups)),
      ("synth.audio-channels", Int32(groups)),
      ("synth.audio-groups", Int32(groups)),
      ("synth.effects-channels", 2),
      ("synth.effects-groups", Int32(groups)),
      ("synth.cpu-cores", 1),
      ("synth.min-note-length", 10),
      // Samples that are loaded one by one are played up to 46 frames beyond their end (seen in
      // 2.3.1): into the next one, where no silence is between them.
      ("synth.dynamic-sample-loading", loadsSamplesByInstrument ? 1 : 0),
      // Locked memory runs into the user's limits and helps live playing only.
      ("synth.lock-memory", 0),
      // One thread at a time owns a synthesizer.
      ("synth.threadsafe-api", 0),
      ("synth.verbose", 0),
    ]
    let words = [("synth.midi-bank-select", "gs")]
    for (name, value) in numbers where fluid_settings_setnum(settings, name, value) != FLUID_OK {
      return name
    }
    for (name, value) in integers where fluid_settings_setint(settings, name, value) != FLUID_OK {
      return name
    }
    for (name, value) in words where fluid_settings_setstr(settings, name, value) != FLUID_OK {
      return name
    }
    return nil
  }

  private static func reason(_ messages: [String]) -> String {
    messages.isEmpty ? "it gives no reason" : messages.joined(separator: ", ")
  }
}
