/// A part of the piece, as one synthesizer of a pair plays it.
///
/// One thread at a time has it: the one that plans it, then that which plays it, then that which passes
/// it on.
final class SynthesisSegment: @unchecked Sendable {
  /// An action before a block.
  enum Action {
    case send(ChannelMessage)
    case releaseAll
  }

  /// The actions in ascending order of blocks, counted from the segment's first.
  fileprivate var actions: [(block: Int, action: Action)] = []
  fileprivate var failure: AudioError?

  /// The samples of all groups, one group after the other, left and right interleaved. These and what follows are there
  /// once the segment was played.
  let samples: UnsafeMutableBufferPointer<Float>
  /// The number of groups of notes whose sounds are kept apart.
  let groups: Int
  /// The largest number of voices that sounded at once.
  fileprivate(set) var voices = 0
  /// The number of notes without effect.
  fileprivate(set) var silentNotes = 0
  /// The remarks of FluidSynth.
  fileprivate(set) var remarks: [String] = []

  init(blocks: Int, groups: Int) {
    self.groups = groups
    samples = .allocate(capacity: groups * 2 * blocks * Synthesizer.blockLength)
  }

  deinit { samples.deallocate() }

  func add(_ action: Action, at block: Int) { actions.append((block, action)) }

  /// Throws the failure of playing, once the segment was played.
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
    let end = segment.samples.count / segment.groups / blockSize
    while block < end {
      while next < segment.actions.count, segment.actions[next].block == block {
        perform(segment.actions[next].action, in: segment)
        next += 1
      }
      segment.voices = max(segment.voices, activeVoices)
      let stop = next < segment.actions.count ? segment.actions[next].block : end
      try synthesize(
        into: segment.samples.divided(into: segment.groups).map {
          UnsafeMutableBufferPointer(rebasing: $0[block * blockSize..<stop * blockSize])
        })
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

extension UnsafeMutableBufferPointer<Float> {
  /// The parts of all groups, of equal length.
  func divided(into groups: Int) -> [UnsafeMutableBufferPointer<Float>] {
    let length = count / groups
    return (0..<groups).map {
      UnsafeMutableBufferPointer(rebasing: self[$0 * length..<($0 + 1) * length])
    }
  }
}
