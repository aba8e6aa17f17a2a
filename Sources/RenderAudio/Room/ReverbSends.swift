import RenderMIDI

/// A share of a note's sound that goes to the reverb, as FluidSynth has it: what its instrument sends, and a fifth as
/// controller 91 rises to 128.
struct ReverbShare: Hashable, Comparable {
  /// The share in parts of 128,000, so that equal ones are equal.
  private let parts: Int

  /// The share of notes that nobody hears.
  static let none = ReverbShare(instrument: 0, controller: 0)

  /// - Parameters:
  ///   - instrument: what the instrument sends, in thousandths.
  ///   - controller: the value of controller 91, 0...127.
  init(instrument: Int, controller: UInt8) {
    parts = min(max(0, 128 * instrument + 200 * Int(controller)), 128_000)
  }

  /// The factor of the sound.
  var factor: Float { Float(parts) / 128_000 }

  static func < (first: ReverbShare, second: ReverbShare) -> Bool { first.parts < second.parts }
}

/// The shares that the notes of a piece send to the reverb, note by note.
struct ReverbSends {
  /// The controller of the send.
  static let controller: UInt8 = 91

  private let soundFont: LoadedSoundFont
  private var instruments = (0..<16).map { InstrumentRequest(channel: $0) }
  private var banks = [(UInt8, UInt8)](repeating: (0, 0), count: 16)
  private var havePlayed: UInt16 = 0
  private var known: [InstrumentRequest: ReverbShare] = [:]
  /// Whether every note so far sends a share that is known and stays as it is.
  private(set) var areKnown = true

  init(_ soundFont: LoadedSoundFont) {
    self.soundFont = soundFont
  }

  /// Takes the next message and returns the share of a note that begins.
  mutating func share(of message: ChannelMessage) -> ReverbShare {
    let channel = Int(message.channel)
    // Its most significant number 120 is for those that set a generator of all voices, the send among them.
    let selector: UInt8 = 99
    switch message.kind {
    case .controlChange(Self.controller, let value):
      let isNew = instruments[channel].reverbSend != value
      if isNew, havePlayed & 1 << message.channel != 0 { areKnown = false }
      instruments[channel].reverbSend = value
    case .controlChange(selector, 120): areKnown = false
    case .controlChange(0, let value): banks[channel].0 = value
    case .controlChange(32, let value): banks[channel].1 = value
    case .programChange(let program):
      instruments[channel].program = program
      (instruments[channel].bankMSB, instruments[channel].bankLSB) = banks[channel]
    case .noteOn:
      havePlayed |= 1 << message.channel
      let share = known[instruments[channel]] ?? soundFont.reverbShare(of: instruments[channel])
      known[instruments[channel]] = share
      guard let share else {
        areKnown = false
        return .none
      }
      return share
    default: break
    }
    return .none
  }
}

/// The notes of a piece in groups of those that send the same share to the reverb.
struct ReverbGroups {
  /// The share of each group, ascending.
  let shares: [ReverbShare]

  /// - Returns: nil where there are more than a synthesizer keeps apart beside the notes that are in no stem.
  init?(_ shares: some Sequence<ReverbShare>) {
    self.shares = Set(shares).sorted()
    if self.shares.count >= Synthesizer.mostGroups { return nil }
  }

  /// The groups of instruments; nil where the notes of one send different shares.
  init?(_ instruments: [InstrumentRequest], _ soundFont: LoadedSoundFont) {
    let shares = instruments.compactMap { soundFont.reverbShare(of: $0) }
    if shares.isEmpty || shares.count < instruments.count { return nil }
    self.init(shares)
  }

  /// The group of a share, the last one for what is in none.
  subscript(share: ReverbShare) -> Int { shares.firstIndex(of: share) ?? shares.count - 1 }
}

extension LoadedSoundFont {
  /// The share of an instrument's notes that goes to the reverb; nil where they differ.
  func reverbShare(of instrument: InstrumentRequest) -> ReverbShare? {
    reverbSend(of: instrument).map {
      ReverbShare(instrument: $0, controller: instrument.reverbSend)
    }
  }
}

extension Timeline {
  /// The share of each message that goes to the reverb, which is that of a note; nil where one is not known, or changes
  /// while it sounds.
  func reverbShares(_ soundFont: LoadedSoundFont) -> [ReverbShare?]? {
    var sends = ReverbSends(soundFont)
    let shares = messages.map { timed -> ReverbShare? in
      let share = sends.share(of: timed.message)
      return timed.message.isNoteOn ? share : nil
    }
    return sends.areKnown ? shares : nil
  }
}
