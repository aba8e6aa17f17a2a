import CRenderFluidSynth
import Glibc
import Synchronization

/// FluidSynth reports the reasons of its failures to one process-wide log function, always on the
/// thread of the call. It never reaches the terminal from here: a caller asks for the messages of
/// its own calls, everything else is dropped.
enum SynthesizerLog {
  /// The messages of the threads that listen at present. A damaged file can cause thousands of
  /// them, so only the first few different ones are kept.
  private static let messages = Mutex<[pthread_t: [String]]>([:])
  private static let maximumCount = 8

  /// Routes FluidSynth's messages here; once, before its first call.
  static let isInstalled: Bool = {
    for level in [FLUID_PANIC, FLUID_ERR, FLUID_WARN] {
      fluid_set_log_function(Int32(level.rawValue), { _, text, _ in record(text) }, nil)
    }
    for level in [FLUID_INFO, FLUID_DBG] {
      fluid_set_log_function(Int32(level.rawValue), { _, _, _ in }, nil)
    }
    return true
  }()

  /// Runs `body` and returns what FluidSynth said in the meantime on this thread.
  static func collecting<Result>(
    _ body: () throws -> Result
  ) rethrows -> (result: Result, messages: [String]) {
    _ = isInstalled
    let thread = pthread_self()
    messages.withLock { $0[thread] = [] }
    defer { messages.withLock { $0[thread] = nil } }
    let result = try body()
    return (result, messages.withLock { $0[thread] ?? [] })
  }

  private static func record(_ text: UnsafePointer<CChar>?) {
    guard let text else { return }
    let message = String(cString: text)
    messages.withLock {
      guard var known = $0[pthread_self()] else { return }
      guard known.count < maximumCount, !known.contains(message) else { return }
      known.append(message)
      $0[pthread_self()] = known
    }
  }
}
