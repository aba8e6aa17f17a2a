import CRenderFluidSynth
import RenderSystem

/// The log of FluidSynth, which reports the reasons of its failures to one process-wide function,
/// always on the thread of the call. Nothing of it reaches the terminal: a caller asks for the messages
/// of its own calls, everything else is dropped.
enum SynthesizerLog {
  /// The messages of a thread that collects them at present. A damaged file can cause thousands, so only
  /// the first few different ones are kept.
  private final class Collection {
    var messages: [String] = []

    func add(_ message: String) {
      guard messages.count < 8, !messages.contains(message) else { return }
      messages.append(message)
    }
  }

  /// The key of each thread's collection.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let failure = pthread_key_create(&key, nil)
    precondition(failure == 0, "a process has a thousand keys")
    return key
  }()

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
    let collection = Collection()
    pthread_setspecific(key, Unmanaged.passUnretained(collection).toOpaque())
    defer { pthread_setspecific(key, nil) }
    return try withExtendedLifetime(collection) { (try body(), collection.messages) }
  }

  private static func record(_ text: UnsafePointer<CChar>?) {
    guard let text, let collection = pthread_getspecific(key) else { return }
    Unmanaged<Collection>.fromOpaque(collection).takeUnretainedValue().add(String(cString: text))
  }
}
