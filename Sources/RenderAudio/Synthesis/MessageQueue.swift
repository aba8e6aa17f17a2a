/// A channel message and the time at which it is due, in seconds.
typealias TimedMessage = (seconds: Double, message: ChannelMessage)

/// A queue of channel messages on FluidSynth's grid of 64 frames, taken from their source no earlier
/// than needed: it reads ahead to the next note, so that it knows when the last one has come.
///
/// FluidSynth starts and ends notes only between two blocks, so every message goes to the block
/// boundary nearest to its time: at 44.1 kHz at most 0.73 ms away.
struct MessageQueue<Source: IteratorProtocol<TimedMessage>> {
  struct Entry {
    var block: Int
    var message: ChannelMessage
  }

  /// The end of the piece, once it is known.
  struct Ending {
    /// The block from which on no note begins or ends, so that the piece ends when it has died away.
    var tailBlock: Int
    /// The block at which everything that still sounds is released.
    var releaseBlock: Int
  }

  private(set) var ending: Ending?
  /// The number of notes read so far.
  private(set) var noteCount = 0
  /// The silence before the first note that was left out, in seconds.
  private(set) var omittedLeadIn = 0.0

  private let settings: RenderSettings
  private let endOfPiece: Double
  private var source: Source
  /// The messages in ascending order of blocks; those before `head` are done.
  private var entries: [Entry] = []
  private var head = 0
  private var waitingNotes = 0
  private var lastNoteSeconds = 0.0
  private var lastSeconds = 0.0
  private var lastBlock = 0
  private var sounding: Set<SIMD2<UInt8>> = []

  /// - Parameters:
  ///   - source: the messages in ascending order of time.
  ///   - endOfPiece: the time until which notes go on that no message ends, in seconds.
  /// - Throws: `AudioError.noNotes` and `AudioError.tooLong`.
  init(
    _ source: Source, endOfPiece: Double = 0, settings: RenderSettings
  ) throws(AudioError) {
    self.source = source
    self.endOfPiece = endOfPiece
    self.settings = settings
    var beginning: [TimedMessage] = []
    while let next = self.source.next() {
      beginning.append(next)
      if next.message.isNoteOn { break }
    }
    guard let first = beginning.last, first.message.isNoteOn else { throw .noNotes }
    if let longest = settings.maximumLeadIn { omittedLeadIn = max(0, first.seconds - longest) }
    for message in beginning { try append(message) }
  }

  /// The next message.
  var first: Entry? { head < entries.count ? entries[head] : nil }

  mutating func removeFirst() throws(AudioError) -> Entry {
    let entry = entries[head]
    head += 1
    if head == 1024 {
      entries.removeFirst(head)
      head = 0
    }
    if entry.message.isNote {
      waitingNotes -= 1
      if waitingNotes == 0 { try readToNextNote() }
    }
    return entry
  }

  private mutating func readToNextNote() throws(AudioError) {
    while waitingNotes == 0, ending == nil {
      if let next = source.next() { try append(next) } else { finish() }
    }
  }

  private mutating func append(_ next: TimedMessage) throws(AudioError) {
    let (seconds, message) = next
    guard seconds - omittedLeadIn <= settings.maximumSeconds else {
      throw .tooLong(seconds: seconds - omittedLeadIn, limit: settings.maximumSeconds)
    }
    // What comes late is played at once.
    lastBlock = max(lastBlock, block(seconds))
    entries.append(Entry(block: lastBlock, message: message))
    lastSeconds = seconds
    switch message.kind {
    case .noteOn(let key, _):
      noteCount += 1
      sounding.insert([message.channel, key])
    case .noteOff(let key):
      sounding.remove([message.channel, key])
    default:
      return
    }
    waitingNotes += 1
    lastNoteSeconds = seconds
  }

  /// Finds the ending. The last message releases what still sounds, or the end of the piece does where no
  /// message ends a note; but neither later than a tail may last after the last note. What comes then is
  /// without effect.
  private mutating func finish() {
    let end = sounding.isEmpty ? lastSeconds : max(lastSeconds, endOfPiece)
    let release = block(min(end, lastNoteSeconds + settings.maximumTail))
    ending = Ending(tailBlock: block(lastNoteSeconds), releaseBlock: release)
    entries.removeAll { $0.block > release }
  }

  private func block(_ seconds: Double) -> Int {
    let blocksPerSecond = Double(settings.sampleRate) / Double(Synthesizer.blockLength)
    return Int((max(0, seconds - omittedLeadIn) * blocksPerSecond).rounded())
  }
}
