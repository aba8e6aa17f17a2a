/// One piece on its way through one synthesizer.
struct Performance: ~Copyable {
  private static let blockLength = Synthesizer.blockLength
  /// Frames synthesized at a time while notes are played, and in the tail.
  private static let chunkBlocks = 64
  private static let tailChunkBlocks = 16

  private let schedule: EventSchedule
  private let settings: RenderSettings
  private var synthesizer: Synthesizer
  private var report = RenderReport()
  private var block = 0
  private var nextEntry = 0
  /// The block in which everything was let go.
  private var releasedAt: Int?
  private var decay: DecayDetector
  private var fade: FadeOut?

  init(
    _ schedule: EventSchedule, soundFont: LoadedSoundFont, settings: RenderSettings
  ) throws(AudioError) {
    self.schedule = schedule
    self.settings = settings
    synthesizer = try Synthesizer(settings, validatedSoundFont: soundFont.path)
    decay = DecayDetector(
      threshold: Decibels.amplitude(settings.tailThreshold), window: settings.sampleRate / 4)
    report.sampleRate = settings.sampleRate
    report.notes = schedule.noteCount
    report.omittedLeadIn = schedule.omittedLeadIn
    report.fluidSynthVersion = Synthesizer.version
  }

  /// Plays all of it, in parts that `sink` gets one after the other.
  mutating func play(
    into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws -> RenderReport {
    let samples = UnsafeMutableBufferPointer<Float>.allocate(
      capacity: 2 * Self.chunkBlocks * Self.blockLength)
    defer { samples.deallocate() }
    var isOver = false
    while !isOver {
      sendDueMessages()
      let isTail = block >= schedule.tailBlock
      let blocks = blocksUntilNextChange
      let chunk = UnsafeMutableBufferPointer(
        rebasing: samples[..<(2 * blocks * Self.blockLength)])
      try synthesizer.synthesize(into: chunk)
      block += blocks
      isOver = isTail && shapeTail(chunk)
      try measure(chunk)
      try sink(UnsafeBufferPointer(chunk))
    }
    report.tailSeconds =
      Double((block - schedule.tailBlock) * Self.blockLength) / Double(settings.sampleRate)
    return report
  }

  // MARK: - Events

  private mutating func sendDueMessages() {
    while nextEntry < schedule.entries.count, schedule.entries[nextEntry].block <= block {
      let message = schedule.entries[nextEntry].message
      let hadEffect = synthesizer.send(message)
      if message.isNoteOn, !hadEffect { report.silentNotes += 1 }
      nextEntry += 1
    }
    if nextEntry == schedule.entries.count, releasedAt == nil, block >= schedule.releaseBlock {
      releasedAt = block
      synthesizer.releaseAll()
    }
    report.voices = max(report.voices, synthesizer.activeVoices)
  }

  /// How far can be synthesized in one go.
  private var blocksUntilNextChange: Int {
    var blocks = block >= schedule.tailBlock ? Self.tailChunkBlocks : Self.chunkBlocks
    if nextEntry < schedule.entries.count {
      blocks = min(blocks, schedule.entries[nextEntry].block - block)
    } else if releasedAt == nil {
      blocks = min(blocks, schedule.releaseBlock - block)
    }
    if block < schedule.tailBlock { blocks = min(blocks, schedule.tailBlock - block) }
    return max(1, blocks)
  }

  // MARK: - The end

  /// Watches the sound die away and fades its last samples out. True at the end of the piece.
  private mutating func shapeTail(_ chunk: UnsafeMutableBufferPointer<Float>) -> Bool {
    if fade != nil {
      fade?.apply(to: chunk)
      return fade?.isComplete == true
    }
    decay.observe(UnsafeBufferPointer(chunk))
    if decay.hasDecayed {
      fade = FadeOut(length: Self.tailChunkBlocks * Self.blockLength)
    } else if let releasedAt {
      let cutLength = min(settings.maximumTail, 1) * Double(settings.sampleRate)
      let tailLength = Double((block - releasedAt) * Self.blockLength)
      if tailLength + cutLength >= settings.maximumTail * Double(settings.sampleRate) {
        fade = FadeOut(length: max(Self.blockLength, Int(cutLength)))
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
