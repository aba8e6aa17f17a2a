import Dispatch
import RenderMusic
import RenderNetwork
import Synchronization

extension Model {
  /// Pieces of a model of the timed tokenizer, one a seed, before any performance.
  ///
  /// - Parameter threads: cores that share the pieces.
  public func pieces(
    seeds: Range<UInt64>, events: Int, sampling: Sampling = Sampling(), threads: Int = 1
  ) throws(ComposerError) -> [TimedScore] {
    let options = PieceOptions(extent: .events(events), sampling: sampling)
    // What is refused is refused before the first piece.
    _ = try PieceInProgress(self, seed: seeds.lowerBound, options)
    let group = ComposerGroup(
      self, network: InferenceNetwork(parameters), options, rows: Self.rowsOfGroup)
    let waiting = Mutex(seeds.makeIterator())
    let done = Mutex<[UInt64: TimedScore]>([:])
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      group.compose(nextSeed: { waiting.withLock { $0.next() } }) { seed, piece in
        // The grammar lets nothing pass that has no place on the grid.
        let score = (try? piece.get()).flatMap { try? TimedScore($0.piece) }
        done.withLock { $0[seed] = score }
      }
    }
    return done.withLock { scores in seeds.compactMap { scores[$0] } }
  }

  private static let rowsOfGroup = 16
}
