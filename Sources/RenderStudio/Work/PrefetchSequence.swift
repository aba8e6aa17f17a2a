import Dispatch
import RenderThreads
import Synchronization

/// Calls `body` with the elements of a sequence, which are made on another thread meanwhile, ahead of
/// whoever takes them.
///
/// So a piece is composed while it is played, and where to compose takes longer for a while, what was
/// made before is played. Where there is no other thread, each is made when it is taken.
func prefetching<Element: Sendable, Result>(
  _ source: some Sequence<Element>, _ body: (PrefetchSequence<Element>) throws -> Result
) rethrows -> Result {
  let elements = PrefetchSequence<Element>()
  // Used on the other thread alone, until that is done with it.
  nonisolated(unsafe) let source = source
  let making = DispatchGroup()
  func make() {
    for element in source where !elements.put(element) { break }
    elements.finish()
  }
  nonisolated(unsafe) let work = make
  // Output and soundfont get ready first: else the two would take the cores from each other.
  elements.begin = {
    making.enter()
    let isStarted = Threads.start {
      work()
      making.leave()
    }
    guard !isStarted else { return }
    making.leave()
    var iterator = source.makeIterator()
    elements.makeNext = { iterator.next() }
  }
  defer {
    elements.stop()
    elements.begin = nil
    elements.makeNext = nil
    making.wait()
  }
  return try body(elements)
}

/// A sequence from one thread to another, for no more than one of each.
final class PrefetchSequence<Element: Sendable>: Sequence, IteratorProtocol, @unchecked Sendable {
  /// The most elements that wait: minutes of music.
  private static var most: Int { 1 << 12 }

  private struct State {
    /// The elements in the order in which they were made; `nil` is the end.
    var made: [Element?] = []
    /// The elements taken from there, the next one last.
    var taken: [Element?] = []
    var isWanted = true
  }

  /// A function that is called before the first element is taken; set before that, and used by that thread
  /// alone.
  fileprivate var begin: (() -> Void)?
  /// A function that makes the next element, where no other thread does; for that thread, too.
  fileprivate var makeNext: (() -> Element?)?
  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)
  private let places = DispatchSemaphore(value: 0)

  fileprivate init() {
    for _ in 0..<Self.most { places.signal() }
  }

  /// Adds an element; false where no more is wanted.
  fileprivate func put(_ element: Element) -> Bool {
    places.wait()
    return add(element)
  }

  fileprivate func finish() { _ = add(nil) }

  private func add(_ element: Element?) -> Bool {
    let isWanted = state.withLock {
      $0.made.append(element)
      return $0.isWanted
    }
    available.signal()
    return isWanted
  }

  fileprivate func stop() {
    state.withLock { $0.isWanted = false }
    places.signal()
  }

  func next() -> Element? {
    begin?()
    begin = nil
    if let makeNext { return makeNext() }
    available.wait()
    let next = state.withLock {
      if $0.taken.isEmpty {
        $0.taken = $0.made.reversed()
        $0.made.removeAll(keepingCapacity: true)
      }
      return $0.taken.removeLast()
    }
    if next == nil { finish() } else { places.signal() }
    return next
  }
}
