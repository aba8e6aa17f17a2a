import Dispatch
import Glibc
import RenderTestSupport
import Synchronization
import Testing

@testable import RenderNetwork

struct ThreadTeamTests {
  @Test("Every part of every task is done once, on teams of all sizes", arguments: [1, 2, 3, 8])
  func parts(threads: Int) throws {
    let team = try ThreadTeam(threads)
    for task in 0..<2000 {
      let parts = task % threads + 1
      let counts = Mutex([Int](repeating: 0, count: parts))
      team.run(parts) { part in counts.withLock { $0[part] += 1 } }
      #expect(counts.withLock { $0 } == [Int](repeating: 1, count: parts))
    }
  }

  @Test("What is shared out is all of it, without overlap")
  func shares() throws {
    let team = try ThreadTeam(3)
    for count in [0, 1, 2, 3, 100] {
      let found = Mutex<[Int]>([])
      team.share(count, costing: 1 << 30) { range in found.withLock { $0 += range } }
      #expect(found.withLock { $0.sorted() } == Array(0..<count))
    }
  }

  @Test("A team that is busy, or asked by one of its own threads, lets the caller do all")
  func nested() throws {
    let team = try ThreadTeam(2)
    let sum = Atomic(0)
    team.run(2) { outer in
      team.run(2) { inner in sum.add(10 * outer + inner + 1, ordering: .relaxed) }
    }
    #expect(sum.load(ordering: .relaxed) == 1 + 2 + 11 + 12)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<500 { team.run(2) { _ in sum.add(1, ordering: .relaxed) } }
    }
    #expect(sum.load(ordering: .relaxed) == 26 + 4000)
  }

  @Test("A team at rest leaves everything to the caller")
  func rest() throws {
    let team = try ThreadTeam(2)
    team.rest()
    for _ in 0..<100 {
      let threads = Mutex<Set<UInt>>([])
      team.run(2) { _ in threads.withLock { _ = $0.insert(UInt(pthread_self())) } }
      #expect(threads.withLock { $0 } == [UInt(pthread_self())])
    }
  }

  @Test("Threads that have gone to sleep wake up")
  func sleep() throws {
    let team = try ThreadTeam(2)
    for _ in 0..<5 {
      let sum = Atomic(0)
      team.run(2) { part in sum.add(part + 1, ordering: .relaxed) }
      #expect(sum.load(ordering: .relaxed) == 3)
      usleep(20_000)
    }
  }

  @Test("No part is a thread's own: one thread does two that are over before the other comes")
  func lateThreads() throws {
    let team = try ThreadTeam(2)
    var count = 0
    for _ in 0..<100 {
      usleep(2000)
      let threads = Mutex<Set<UInt>>([])
      team.run(2) { _ in threads.withLock { _ = $0.insert(UInt(pthread_self())) } }
      if threads.withLock(\.count) == 1 { count += 1 }
    }
    #expect(count > 0)
  }

  @Test("Few products are the caller's")
  func fewProducts() throws {
    let team = try ThreadTeam(2)
    let caller = UInt(pthread_self())
    for _ in 0..<100 {
      team.share(64, costing: (256 + 256) * 4 * 256) { part in
        #expect(part == 0..<64 && UInt(pthread_self()) == caller)
      }
    }
  }

  @Test("A caller that waits for another thread's part leaves its core to others")
  func longPart() throws {
    let team = try ThreadTeam(2)
    let isBegun = Atomic(false)
    let caller = UInt(pthread_self())
    let seconds = processorSeconds {
      team.run(2) { _ in
        if UInt(pthread_self()) == caller {
          while !isBegun.load(ordering: .relaxed) { usleep(1000) }
        } else {
          isBegun.store(true, ordering: .relaxed)
          usleep(500_000)
        }
      }
    }
    #expect(seconds < 0.1)
  }
}
