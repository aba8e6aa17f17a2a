import RenderMIDI

/// The bank and program that a channel plays with, as a file asks for them. Which instrument of
/// the soundfont answers is FluidSynth's choice.
public struct InstrumentRequest: Hashable, Sendable {
  /// The channel, 0...15.
  public var channel: UInt8
  var bankMSB: UInt8 = 0
  var bankLSB: UInt8 = 0
  /// The program, 0...127, as General MIDI numbers them from 0.
  public var program: UInt8 = 0
  /// What the channel sends to the reverb, 0...127: the value of controller 91, which synthesizers have at 40.
  public var reverbSend: UInt8

  /// A request, which a soundfont may answer or not.
  public init(
    channel: UInt8, program: UInt8 = 0, reverbSend: UInt8 = InstrumentRequest.usualReverbSend
  ) {
    self.channel = channel
    self.program = program
    self.reverbSend = reverbSend
  }

  /// What a channel sends to the reverb before a message says so: FluidSynth's value (measured with 2.3.1).
  public static let usualReverbSend: UInt8 = 40

  /// Whether the channel is the tenth, that of the drums.
  public var isPercussion: Bool { channel == MIDIEvent.percussionChannel }

  /// Whether the instrument is an acoustic piano, grand or bright.
  public var isPiano: Bool { !isPercussion && program <= 1 }

  var messages: [ChannelMessage] {
    [
      ChannelMessage(channel: channel, .controlChange(controller: 0, value: bankMSB)),
      ChannelMessage(channel: channel, .controlChange(controller: 32, value: bankLSB)),
      ChannelMessage(channel: channel, .programChange(program)),
    ]
  }
}

extension MIDIFile {
  /// The instruments that the file's notes ask for, each once.
  public var instrumentRequests: [InstrumentRequest] { Timeline(self).instruments }
}

extension SoundFont {
  /// Whether the soundfont has an instrument: its program in the first bank, any kit for drums.
  public func answers(_ request: InstrumentRequest) -> Bool {
    presets.contains {
      request.isPercussion ? $0.bank == 128 : $0.bank == 0 && $0.program == Int(request.program)
    }
  }
}
