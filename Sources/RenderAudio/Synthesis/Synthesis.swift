import Dispatch

private let blockLength = Synthesizer.blockLength
/// The numbers of blocks synthesized at a time while notes are played, and in the tail.
private let stretchBlocks = 64
private let tailStretchBlocks = 16

/// The synthesis of one piece by two synthesizers, each with half of the keys.
///
/// The piece is planned in segments, some of which are synthesized ahead while one is passed on.
struct Synthesis<Source: IteratorProtocol<TimedMessage>>: ~Copyable {
  /// A segment of both halves, and the work to wait for.
  private struct Parts {
    let segments: [SynthesisSegment]
    let work: DispatchGroup

    var isDone: Bool { work.wait(timeout: .now()) == .success }
  }

  /// The number of segments synthesized ahead, where there are threads for it: each half may have more to
  /// do for a while. In the tail they may be in vain.
  private static var ahead: Int { 128 }
  private static var aheadInTail: Int { 8 }

  private var messages: MessageQueue<Source>
  private let division: KeyDivision
  private let settings: RenderSettings
  private let pair: SynthesizerPair
  /// The segments that are planned and not yet passed on.
  private var waiting: [Parts] = []
  private let waitingCount: Int
  private let mixdown: Mixdown
  /// The first block that is not planned, and the first that was not passed on.
  private var planned = 0
  private var block = 0
  private var isReleased = false
  /// The reason why there is no more to plan; what was planned is passed on first.
  private var failure: AudioError?
  private var report = RenderReport()
  private var decay: DecayDetector?
  private var fade: FadeOut?
  /// The fade that ends the sound, where that is known beforehand.
  private let knownFade: FinalFade?

  /// - Parameters:
  ///   - mixdown: the sounds that groups of notes become.
  ///   - threads: 1 plays both halves on the caller's thread.
  ///   - fade: the place at which the sound is faded out, whatever its level; `nil` fades it out when it has
  ///     decayed.
  init(
    _ messages: MessageQueue<Source>, _ division: KeyDivision, soundFont: LoadedSoundFont,
    settings: RenderSettings, mixdown: Mixdown, threads: Int, fadingOutAt fade: FinalFade? = nil
  ) throws(AudioError) {
    knownFade = fade
    self.messages = messages
    self.division = division
    self.settings = settings
    self.mixdown = mixdown
    var played = settings
    if mixdown.hasRooms { played.reverb = nil }
    pair = try SynthesizerPair(played, soundFont.all, groups: mixdown.groups, threads: threads)
    waitingCount = threads > 1 ? Self.ahead / mixdown.groups : 1
    report.hasFluidSynthReverb = played.reverb != nil
    report.sampleRate = settings.sampleRate
    report.omittedLeadIn = messages.omittedLeadIn
  }

  deinit {
    pair.stop()
    // What is being played is soon over: FluidSynth is not to be at work behind the caller's back.
    for parts in waiting { parts.work.wait() }
  }

  /// Plays the whole piece, in parts that `sink` gets one after the other, until the sound has decayed
  /// below `threshold`, a level in dBFS that is asked for again and again after the last note. Each part holds so many
  /// frames of the first sound, then those of the next.
  mutating func play(
    endingBelow threshold: () -> Double, into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws -> RenderReport {
    var isOver = false
    while !isOver {
      // What is done is handed on first: to plan may take as long as the next note takes to come.
      if waiting.first?.isDone == true {
        let parts = waiting.removeFirst()
        isOver = try withExtendedLifetime(parts) { try hear(parts.segments, threshold, sink) }
      } else if mayPlan {
        do { waiting.append(try plan()) } catch { failure = error }
      } else if let parts = waiting.first {
        if !pair.playNext() { parts.work.wait() }
      } else if let failure {
        throw failure
      }
    }
    report.notes = messages.noteCount
    let tailBlocks = block - (messages.ending?.tailBlock ?? block)
    report.tailSeconds = Double(tailBlocks * blockLength) / Double(settings.sampleRate)
    return report
  }

  /// Passes a segment on. True at the end of the piece.
  private mutating func hear(
    _ segments: [SynthesisSegment], _ threshold: () -> Double,
    _ sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws -> Bool {
    for segment in segments { try segment.check() }
    note(segments)
    let (first, other) = (segments[0].samples, segments[1].samples)
    for index in first.indices { first[index] += other[index] }
    let chunk = mixdown.mix(first)
    let isOver = shapeTail(chunk, threshold)
    block += blocks(in: chunk)
    try measure(chunk)
    try sink(UnsafeBufferPointer(chunk))
    return isOver
  }

  // MARK: - Planning

  private var mayPlan: Bool {
    failure == nil && waiting.count < (isTail ? min(waitingCount, Self.aheadInTail) : waitingCount)
  }

  /// Whether what is planned next comes after the last note.
  private var isTail: Bool { messages.ending.map { planned >= $0.tailBlock } ?? false }

  /// Gives the messages of the next segment to the halves, for them to play.
  private mutating func plan() throws(AudioError) -> Parts {
    let blocks = isTail ? tailStretchBlocks : stretchBlocks
    let segments = (0..<2).map { _ in SynthesisSegment(blocks: blocks, groups: mixdown.groups) }
    while let next = messages.first, next.block < planned + blocks {
      let message = try messages.removeFirst().message
      let half = division.half(for: message)
      for index in segments.indices where half == nil || half == index {
        segments[index].add(.send(message), at: next.block - planned)
      }
    }
    if let release = messages.ending?.releaseBlock, release < planned + blocks, !isReleased {
      isReleased = true
      for segment in segments { segment.add(.releaseAll, at: max(0, release - planned)) }
    }
    planned += blocks
    return Parts(segments: segments, work: pair.add(segments))
  }

  // MARK: - The end

  /// Follows the sound as it dies away after the last note, and fades its last samples out. True at the
  /// end of the piece.
  private mutating func shapeTail(
    _ chunk: UnsafeMutableBufferPointer<Float>, _ threshold: () -> Double
  ) -> Bool {
    let end = block + blocks(in: chunk)
    guard let ending = messages.ending, ending.tailBlock < end else { return false }
    if let begun = fade {
      for samples in chunk.divided(into: mixdown.sounds) {
        fade = begun
        fade?.apply(to: samples)
      }
      return fade?.isComplete == true
    }
    if let knownFade {
      if end * blockLength >= knownFade.frame { fade = FadeOut(length: knownFade.length) }
      return false
    }
    if decay == nil { decay = DecayDetector(window: settings.sampleRate / 4) }
    let tail = chunk[(2 * blockLength * max(0, ending.tailBlock - block))...]
    decay?.observe(
      UnsafeBufferPointer(rebasing: tail), threshold: Decibels.amplitude(threshold()))
    if decay?.hasDecayed == true {
      fade = FadeOut(length: tailStretchBlocks * blockLength)
    } else if ending.releaseBlock < end {
      let cutLength = min(settings.maximumTail, 1) * Double(settings.sampleRate)
      let tailLength = Double((end - ending.releaseBlock) * blockLength)
      if tailLength + cutLength >= settings.maximumTail * Double(settings.sampleRate) {
        fade = FadeOut(length: max(blockLength, Int(cutLength)))
        report.tailWasCut = true
      }
    }
    report.fade = fade.map { FinalFade(frame: end * blockLength, length: $0.length) }
    return false
  }

  // MARK: - Measuring

  private func blocks(in chunk: UnsafeMutableBufferPointer<Float>) -> Int {
    chunk.count / mixdown.sounds / 2 / blockLength
  }

  private mutating func note(_ segments: [SynthesisSegment]) {
    report.voices = max(report.voices, segments.reduce(0) { $0 + $1.voices })
    report.silentNotes += segments.reduce(0) { $0 + $1.silentNotes }
    for remark in segments.flatMap(\.remarks) where !report.remarks.contains(remark) {
      report.remarks.append(remark)
    }
  }

  private mutating func measure(_ chunk: UnsafeMutableBufferPointer<Float>) throws(AudioError) {
    report.peak = max(report.peak, try UnsafeBufferPointer(chunk).finitePeak())
    report.frames += blocks(in: chunk) * blockLength
  }
}
