import Dispatch
import Glibc
import Synchronization
import Testing

@testable import RenderStudio

@Suite("Work that is handed over") struct WorkQueueTests {
  @Test(
    "is done once, by its maker or by who has none, and then all end",
    arguments: [1, 2, 3, 8])
  func all(workers: Int) {
    for round in 0..<50 {
      let queue = WorkQueue<Int>()
      let done = Mutex<[Int]>([])
      // The first makes the most, the last nothing.
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        queue.work(
          making: { give in
            for number in 0..<(workers - 1 - worker) * round {
              let work = worker * 10_000 + number
              if !give(work) { done.withLock { $0.append(work) } }
            }
          }, taking: { work in done.withLock { $0.append(work) } })
      }
      let made = (0..<workers).flatMap { worker in
        (0..<(workers - 1 - worker) * round).map { worker * 10_000 + $0 }
      }
      #expect(done.withLock { $0.sorted() } == made)
    }
  }

  @Test("goes to who waits")
  func taken() {
    let queue = WorkQueue<Int>()
    let taken = Mutex<[Int]>([])
    let waits = DispatchGroup()
    queue.work(
      making: { give in
        DispatchQueue(label: "waits").async(group: waits) {
          queue.work(
            making: { _ in }, taking: { work in taken.withLock { $0.append(work) } })
        }
        while !give(7) { sched_yield() }
      }, taking: { _ in Issue.record("whoever made it got it back") })
    waits.wait()
    #expect(taken.withLock { $0 } == [7])
  }
}
