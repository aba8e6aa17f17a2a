import RenderThreads

/// The results of `body` for each index of 0..<count, computed on as many cores as there are.
package func concurrentMap<Result>(_ count: Int, _ body: (Int) -> Result) -> [Result] {
  var results = [Result?](repeating: nil, count: count)
  results.withUnsafeMutableBufferPointer { results in
    // Each iteration writes the element of its own index only.
    nonisolated(unsafe) let results = results
    nonisolated(unsafe) let body = body
    Threads.perform(count) { results[$0] = body($0) }
  }
  return results.map { $0! }
}
