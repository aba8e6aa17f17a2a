import FoundationEssentials
import RenderNetwork

/// The processor's cores.
public enum Processor {
  /// The most threads that work can be given: the network's limit, which is also the renderer's.
  public static let mostThreads = ThreadTeam.counts.upperBound

  /// The number of cores that this process may run on, `mostThreads` at most.
  public static let cores = min(mostThreads, max(1, ProcessInfo.processInfo.activeProcessorCount))

  /// The most takes that can be made at the same time, whatever number of threads they share.
  public static let mostJobs = 256

  /// - Throws: `StudioError.outOfRange`.
  public static func validate(threads: Int, jobs: Int? = nil) throws(StudioError) {
    try check(.threads, threads, ThreadTeam.counts)
    try check(.jobs, jobs, 1...mostJobs)
  }
}
