import Dispatch

/// One of the two synthesizers that share the keys of a piece, and the thread it plays on.
///
/// The work of a synthesizer grows with its voices, so two with half of the keys each are done in
/// little more than half of the time. What they play is the same whether they play at once or one
/// after the other.
final class SynthesizerHalf: @unchecked Sendable {
  /// Used by one stretch at a time.
  private var synthesizer: Synthesizer
  /// Where it plays; `nil` is the thread of the caller.
  private let queue: DispatchQueue?

  /// - Parameter isApart: whether it plays on a thread of its own.
  init(_ settings: RenderSettings, _ soundFont: SoundFont, isApart: Bool) throws(AudioError) {
    synthesizer = try Synthesizer(settings, soundFont)
    queue = isApart ? DispatchQueue(label: "render.synthesizer") : nil
  }

  /// What happens at a block of a stretch.
  enum Action {
    case send(ChannelMessage)
    case releaseAll
  }

  /// A part of the piece, as one half plays it.
  final class Stretch: @unchecked Sendable {
    /// In ascending order of blocks, counted from the stretch's first.
    fileprivate var actions: [(block: Int, action: Action)] = []
    fileprivate var failure: AudioError?

    /// Interleaved. All that follows is there once the stretch is complete.
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

  /// Plays a stretch after those before it.
  ///
  /// - Parameter group: what to wait for.
  func play(_ stretch: Stretch, in group: DispatchGroup) {
    guard let queue else { return synthesize(stretch) }
    queue.async(group: group) { self.synthesize(stretch) }
  }

  private func synthesize(_ stretch: Stretch) {
    stretch.remarks =
      SynthesizerLog.collecting {
        do throws(AudioError) { try advance(through: stretch) } catch { stretch.failure = error }
      }.messages
  }

  private func advance(through stretch: Stretch) throws(AudioError) {
    let blockSize = 2 * Synthesizer.blockLength
    var next = 0
    var block = 0
    let end = stretch.samples.count / blockSize
    while block < end {
      while next < stretch.actions.count, stretch.actions[next].block == block {
        perform(stretch.actions[next].action, in: stretch)
        next += 1
      }
      stretch.voices = max(stretch.voices, synthesizer.activeVoices)
      let stop = next < stretch.actions.count ? stretch.actions[next].block : end
      try synthesizer.synthesize(
        into: UnsafeMutableBufferPointer(
          rebasing: stretch.samples[block * blockSize..<stop * blockSize]))
      block = stop
    }
  }

  private func perform(_ action: Action, in stretch: Stretch) {
    switch action {
    case .send(let message):
      let hadEffect = synthesizer.send(message)
      if message.isNoteOn, !hadEffect { stretch.silentNotes += 1 }
    case .releaseAll:
      synthesizer.releaseAll()
    }
  }
}
