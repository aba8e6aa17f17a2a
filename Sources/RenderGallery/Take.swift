import FoundationEssentials
import RenderPlot

extension ListeningPage {
  /// A take as the page shows it.
  public struct Take: Sendable {
    /// The seed that decided the piece.
    public var seed: UInt64
    /// The name of the audio file, which lies beside the page; `nil` where there is no audio.
    public var audio: String?
    /// The names of all of the take's files, audio and MIDI as well.
    public var files: [String]
    /// The length of the take, in seconds.
    public var seconds: Double
    /// The numbers, in the order of the page's columns; `nil` for what is not known.
    public var numbers: [Double?]
    /// The piano roll, in the script's own form: kept short, since a page has a thousand of them.
    let roll: String

    /// - Parameter seconds: the audio's length; that of the roll without it.
    public init(
      seed: UInt64, audio: String?, files: [String], seconds: Double?, numbers: [Double?],
      roll: PianoRoll
    ) {
      self.seed = seed
      self.audio = audio
      self.files = files
      let length = seconds.flatMap { $0.isFinite ? $0 : nil } ?? roll.end
      self.seconds = (min(max(length, 0.01), 1e9) * 100).rounded() / 100
      self.numbers = numbers
      self.roll = RollData(roll).text
    }
  }
}

/// The notes of a piano roll as a short text.
///
/// A note is four numbers: hundredths of a second from the last note's onset to its own, hundredths that
/// it lasts, key, velocity; a number is seven bits a byte, the lowest first, all but its last byte with
/// the eighth bit set (LEB128). All of them are Base64 (RFC 4648, section 4).
struct RollData {
  let text: String

  init(_ roll: PianoRoll) {
    var bytes = Data()
    func append(_ number: Int) {
      var rest = number
      while rest > 127 {
        bytes.append(UInt8(rest & 127 | 128))
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    func hundredths(_ seconds: Double) -> Int { Int((min(max(seconds, 0), 1e9) * 100).rounded()) }
    var last = 0
    for note in roll.notes where !note.isPercussion {
      let onset = hundredths(note.onset)
      append(onset - last)
      append(hundredths(note.onset + note.duration) - onset)
      append(Int(note.key))
      append(Int(note.velocity))
      last = onset
    }
    text = bytes.base64EncodedString()
  }
}
