import Dispatch
import Music
import NeuralNetwork

extension Model {
  /// Pieces of a model of the timed tokenizer, one a seed, before any performance; on all cores.
  public func pieces(
    seeds: Range<UInt64>, events: Int, sampling: Sampling = Sampling()
  ) throws(ComposerError) -> [TimedScore] {
    // What is refused is refused before the first piece.
    _ = try Composer(self, seed: seeds.lowerBound, extent: .events(events), sampling: sampling)
    let network = InferenceNetwork(parameters)
    var pieces = [TimedScore?](repeating: nil, count: seeds.count)
    pieces.withUnsafeMutableBufferPointer { pieces in
      // Each iteration writes the element of its own index only.
      nonisolated(unsafe) let pieces = pieces
      DispatchQueue.concurrentPerform(iterations: pieces.count) { index in
        let composer = try? Composer(
          self, network: network, seed: seeds.lowerBound + UInt64(index), extent: .events(events),
          sampling: sampling)
        let ticks = Composer.ticksPerQuarter / TimedScore.unitsPerQuarter
        let notes = (composer.map(Array.init) ?? []).flatMap(\.notes).map {
          TimedScore.Note(
            onset: $0.onset / ticks, duration: $0.duration / ticks, key: $0.key)
        }
        // The grammar lets nothing pass that has no place on the grid.
        pieces[index] = try? TimedScore(notes: notes)
      }
    }
    return pieces.compactMap(\.self)
  }
}
