/// A part of the piece, as one synthesizer of a pair plays it.
///
/// One thread at a time has it: who plans it, then who plays it, then who hears it.
final class SynthesisSegment: @unchecked Sendable {
  /// What happens at a block.
  enum Action {
    case send(ChannelMessage)
    case releaseAll
  }

  /// In ascending order of blocks, counted from the segment's first.
  fileprivate var actions: [(block: Int, action: Action)] = []
  fileprivate var failure: AudioError?

  /// Interleaved. All that follows is there once the segment was played.
  let samples: UnsafeMutableBufferPointer<Float>
  /// The most voices that sounded at once.
  fileprivate(set) var voices = 0
  /// Notes without effect.
  fileprivate(set) var silentNotes = 0
  /// What FluidSynth remarked.
  fileprivate(set) var remarks: [String] = []

  init(blocks: Int) {
    samples = .allocate(capacity: 2 * blocks * Synthesizer.blockLength)
  }

  deinit { samples.deallocate() }

  func add(_ action: Action, at block: Int) { actions.append((block, action)) }

  /// Throws what went wrong, once it was played.
  func check() throws(AudioError) { if let failure { throw failure } }
}

extension Synthesizer {
  /// Plays a segment after those before it.
  mutating func play(_ segment: SynthesisSegment) {
    segment.remarks =
      SynthesizerLog.collecting {
        do throws(AudioError) { try advance(through: segment) } catch { segment.failure = error }
      }.messages
  }

  private mutating func advance(through segment: SynthesisSegment) throws(AudioError) {
    let blockSize = 2 * Self.blockLength
    var next = 0
    var block = 0
    let end = segment.samples.count / blockSize
    while block < end {
      while next < segment.actions.count, segment.actions[next].block == block {
        perform(segment.actions[next].action, in: segment)
        next += 1
      }
      segment.voices = max(segment.voices, activeVoices)
      let stop = next < segment.actions.count ? segment.actions[next].block : end
      try synthesize(
        into: UnsafeMutableBufferPointer(
          rebasing: segment.samples[block * blockSize..<stop * blockSize]))
      block = stop
    }
  }

  private mutating func perform(_ action: SynthesisSegment.Action, in segment: SynthesisSegment) {
    switch action {
    case .send(let message):
      let hadEffect = send(message)
      if message.isNoteOn, !hadEffect { segment.silentNotes += 1 }
    case .releaseAll:
      releaseAll()
    }
  }
}
