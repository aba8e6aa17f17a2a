private let blockLength = Synthesizer.blockLength
/// Blocks synthesized at a time while notes are played, and in the tail.
private let chunkBlocks = 64
private let tailChunkBlocks = 16

/// One piece on its way through one synthesizer.
struct Synthesis<Source: IteratorProtocol<TimedMessage>>: ~Copyable {
  private var messages: MessageQueue<Source>
  private let settings: RenderSettings
  private var synthesizer: Synthesizer
  private var report = RenderReport()
  private var block = 0
  /// The block in which everything was let go.
  private var releasedAt: Int?
  private var decay: DecayDetector?
  private var fade: FadeOut?

  init(
    _ messages: MessageQueue<Source>, soundFont: LoadedSoundFont, settings: RenderSettings
  ) throws(AudioError) {
    self.messages = messages
    self.settings = settings
    synthesizer = try Synthesizer(settings, soundFont.contents)
    report.sampleRate = settings.sampleRate
    report.omittedLeadIn = messages.omittedLeadIn
  }

  /// Plays all of it, in parts that `sink` gets one after the other, until the sound has decayed
  /// below `threshold`, a level in dBFS that is asked for again and again after the last note.
  mutating func play(
    endingBelow threshold: () -> Double, into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws -> RenderReport {
    let samples = UnsafeMutableBufferPointer<Float>.allocate(
      capacity: 2 * chunkBlocks * blockLength)
    defer { samples.deallocate() }
    var isOver = false
    while !isOver {
      try sendDueMessages()
      let isTail = messages.ending.map { block >= $0.tailBlock } ?? false
      if isTail, decay == nil { decay = DecayDetector(window: settings.sampleRate / 4) }
      let blocks = blocksUntilNextChange
      let chunk = UnsafeMutableBufferPointer(rebasing: samples[..<(2 * blocks * blockLength)])
      try synthesizer.synthesize(into: chunk)
      block += blocks
      isOver = isTail && shapeTail(chunk, threshold)
      try measure(chunk)
      try sink(UnsafeBufferPointer(chunk))
    }
    report.notes = messages.noteCount
    let tailBlocks = block - (messages.ending?.tailBlock ?? block)
    report.tailSeconds = Double(tailBlocks * blockLength) / Double(settings.sampleRate)
    return report
  }

  // MARK: - Messages

  private mutating func sendDueMessages() throws(AudioError) {
    while let next = messages.first, next.block <= block {
      let message = try messages.removeFirst().message
      let hadEffect = synthesizer.send(message)
      if message.isNoteOn, !hadEffect { report.silentNotes += 1 }
    }
    if let ending = messages.ending, messages.first == nil, releasedAt == nil,
      block >= ending.releaseBlock
    {
      releasedAt = block
      synthesizer.releaseAll()
    }
    report.voices = max(report.voices, synthesizer.activeVoices)
  }

  /// How far can be synthesized in one go.
  private var blocksUntilNextChange: Int {
    var blocks = decay == nil ? chunkBlocks : tailChunkBlocks
    if let next = messages.first { blocks = min(blocks, next.block - block) }
    if let ending = messages.ending {
      for change in [ending.tailBlock, ending.releaseBlock] where change > block {
        blocks = min(blocks, change - block)
      }
    }
    return max(1, blocks)
  }

  // MARK: - The end

  /// Watches the sound die away and fades its last samples out. True at the end of the piece.
  private mutating func shapeTail(
    _ chunk: UnsafeMutableBufferPointer<Float>, _ threshold: () -> Double
  ) -> Bool {
    if fade != nil {
      fade?.apply(to: chunk)
      return fade?.isComplete == true
    }
    decay?.observe(UnsafeBufferPointer(chunk), threshold: Decibels.amplitude(threshold()))
    if decay?.hasDecayed == true {
      fade = FadeOut(length: tailChunkBlocks * blockLength)
    } else if let releasedAt {
      let cutLength = min(settings.maximumTail, 1) * Double(settings.sampleRate)
      let tailLength = Double((block - releasedAt) * blockLength)
      if tailLength + cutLength >= settings.maximumTail * Double(settings.sampleRate) {
        fade = FadeOut(length: max(blockLength, Int(cutLength)))
        report.tailWasCut = true
      }
    }
    return false
  }

  // MARK: - Measuring

  private mutating func measure(_ chunk: UnsafeMutableBufferPointer<Float>) throws(AudioError) {
    var peak = report.peak
    var isFinite = true
    for sample in chunk {
      peak = max(peak, abs(sample))
      isFinite = isFinite && sample.isFinite
    }
    guard isFinite else {
      throw .synthesizer(
        step: "synthesize the piece",
        reason: "a sample is not finite; the soundfont is not fit for use")
    }
    report.peak = peak
    report.frames += chunk.count / 2
  }
}
