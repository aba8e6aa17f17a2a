import CRenderFluidSynth
import RenderSystem
import Synchronization

/// The log of FluidSynth, which reports the reasons of its failures to one process-wide function,
/// always on the thread of the call. Nothing of it reaches the terminal: a caller asks for the messages
/// of its own calls, everything else is dropped.
enum SynthesizerLog {
  /// The messages of the threads that collect them at present. A damaged file can cause thousands, so only
  /// the first few different ones are kept.
  private static let messages = Mutex<[pthread_t: [String]]>([:])
  private static let maximumCount = 8

  /// Whether FluidSynth's messages come here: its function is set once, before the first call.
  static let isInstalled: Bool = {
    for level in [FLUID_PANIC, FLUID_ERR, FLUID_WARN] {
      fluid_set_log_function(Int32(level.rawValue), { _, text, _ in record(text) }, nil)
    }
    for level in [FLUID_INFO, FLUID_DBG] {
      fluid_set_log_function(Int32(level.rawValue), { _, _, _ in }, nil)
    }
    return true
  }()

  /// Runs `body` and returns FluidSynth's messages on this thread in the meantime.
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
