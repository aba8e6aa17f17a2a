import Glibc
import RenderTestSupport
import Synchronization
import Testing

@testable import RenderThreads

struct ThreadsTests {
  @Test("Each part of shared work is done once, also within shared work")
  func shared() {
    let sum = Atomic(0)
    Threads.perform(100) { outer in
      Threads.perform(100) { sum.add(100 * outer + $0, ordering: .relaxed) }
    }
    #expect(sum.load(ordering: .relaxed) == 9999 * 10_000 / 2)
    Threads.perform(0) { _ in Issue.record("there is nothing to do") }
  }

  @Test("A thread that has done its work takes more, and holds on to nothing")
  func reused() {
    final class Held: Sendable {}
    weak var held: Held?
    let count = Atomic(0)
    for _ in 0..<1000 {
      let object = Held()
      held = object
      let before = count.load(ordering: .acquiring)
      #expect(
        Threads.start {
          withExtendedLifetime(object) { _ = count.add(1, ordering: .releasing) }
        })
      while count.load(ordering: .acquiring) == before { sched_yield() }
    }
    for _ in 0..<60_000 where held != nil { usleep(1000) }
    #expect(held == nil)
  }

  @Test("Where no thread can be made, work is done without it")
  func none() async {
    await #expect(processExitsWith: .success) {
      // No room for the stack of another thread.
      limitMemory(toPresentAnd: 1 << 20)
      var sum = 0
      Threads.perform(1000) { sum += $0 }
      exit(sum == 499_500 && !Threads.start {} ? 0 : 1)
    }
  }
}
