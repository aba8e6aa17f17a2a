import Testing

@testable import RenderStudio

struct PrefetchSequenceTests {
  @Test("What is made on another thread arrives complete and in order, and then no more")
  func order() {
    let numbers = prefetching(0..<20_000) { numbers in
      let all = Array(numbers)
      #expect(numbers.next() == nil)
      return all
    }
    #expect(numbers == Array(0..<20_000))
    #expect(prefetching([Int]()) { Array($0) }.isEmpty)
  }

  @Test("Who takes no more does not wait for the rest")
  func stop() {
    struct Enough: Error {}
    let endless = sequence(first: 0) { $0 + 1 }
    #expect(throws: Enough.self) {
      try prefetching(endless) { numbers in
        #expect(Array(numbers.prefix(3)) == [0, 1, 2])
        throw Enough()
      }
    }
    #expect(prefetching(endless) { _ in 7 } == 7)
  }
}
