import RenderSystem

/// ALSA's library, libasound, which is loaded when a device is asked for: programs run without it, too.
struct ALSALibrary {
  private let handle: UnsafeMutableRawPointer
  private let text: @convention(c) (Int32) -> UnsafePointer<CChar>?

  /// Loads the library.
  ///
  /// - Parameter path: of another one; without it that of the variable `RENDER_ALSA`, or else the system's.
  init(path: String? = nil) throws(DeviceError) {
    let path = path ?? getenv("RENDER_ALSA").map { String(cString: $0) } ?? "libasound.so.2"
    // Never closed: what it has loaded itself, PulseAudio's part say, does not expect to be.
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else { throw Self.fault }
    self.handle = handle
    text = try Self.function("snd_strerror", in: handle)
    // Without a handler it writes its own lines to standard error.
    let setHandler: @convention(c) (UnsafeRawPointer?) -> Int32 = try function(
      "snd_lib_error_set_handler")
    _ = setHandler(unsafeBitCast(ignored, to: UnsafeRawPointer.self))
  }

  /// A function by its name, as the type that its header gives it.
  func function<Function>(_ name: String) throws(DeviceError) -> Function {
    try Self.function(name, in: handle)
  }

  private static func function<Function>(
    _ name: String, in handle: UnsafeMutableRawPointer
  ) throws(DeviceError) -> Function {
    guard let symbol = dlsym(handle, name) else { throw fault }
    return unsafeBitCast(symbol, to: Function.self)
  }

  private static var fault: DeviceError {
    .missingLibrary(reason: dlerror().map { String(cString: $0) } ?? "no reason is known")
  }

  /// The sentence of an error's number.
  func reason(_ code: Int32) -> String {
    text(code).map { String(cString: $0) } ?? "error \(code)"
  }
}

/// A handler of the library's errors. C callers pass what follows the format as well, which does no harm where it is
/// not taken.
private let ignored:
  @convention(c) (
    UnsafePointer<CChar>?, Int32, UnsafePointer<CChar>?, Int32, UnsafePointer<CChar>?
  ) -> Void = { _, _, _, _, _ in }
