// The C library, and what differs from system to system: no other file of `Sources` names one. What is for Darwin
// has never been compiled; see Documentation/platforms.md.

#if canImport(Darwin)
  @_exported import Darwin
#else
  @_exported import Glibc
#endif

/// The program that this process runs.
package enum RunningProgram {
  /// The path of its file, with links resolved; `nil` where the system does not say.
  package static var path: String? {
    #if canImport(Darwin)
      var size: UInt32 = 0
      _NSGetExecutablePath(nil, &size)
      var name = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&name, &size) == 0 else { return nil }
    #else
      let name = "/proc/self/exe"
    #endif
    guard let path = realpath(name, nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// A function of the libraries that are loaded, by name; `nil` where there is none.
  package static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    #if canImport(Darwin)
      dlsym(UnsafeMutableRawPointer(bitPattern: -2), name)
    #else
      dlsym(nil, name)
    #endif
  }
}

/// What a process may use at most, and the processes that it starts.
package enum ResourceLimit {
  /// Bytes of memory and of a file, seconds of a processor's time, bytes of a core.
  case memory, fileSize, processorTime, core

  #if canImport(Darwin)
    private var resource: Int32 {
      switch self {
      case .memory: RLIMIT_AS
      case .fileSize: RLIMIT_FSIZE
      case .processorTime: RLIMIT_CPU
      case .core: RLIMIT_CORE
      }
    }
  #else
    private var resource: __rlimit_resource_t {
      let resource =
        switch self {
        case .memory: RLIMIT_AS
        case .fileSize: RLIMIT_FSIZE
        case .processorTime: RLIMIT_CPU
        case .core: RLIMIT_CORE
        }
      return __rlimit_resource_t(resource.rawValue)
    }
  #endif

  /// The limit that holds; `nil` where the system does not say.
  package var present: rlim_t? {
    var limits = rlimit()
    return getrlimit(resource, &limits) == 0 ? limits.rlim_cur : nil
  }

  /// Sets it for good.
  package func set(_ limit: rlim_t) {
    var limits = rlimit(rlim_cur: limit, rlim_max: limit)
    setrlimit(resource, &limits)
  }
}

/// Whether a child has ended. It is not waited for, and its number stays its own.
package func hasEnded(_ process: pid_t) -> Bool {
  var info = siginfo_t()
  let answer = waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT)
  #if canImport(Darwin)
    let ended = info.si_pid
  #else
    let ended = info._sifields._sigchld.si_pid
  #endif
  // Another's wait may have been faster.
  return answer == 0 ? ended == process : errno != EINTR
}

#if canImport(Darwin)
  package typealias FolderStream = UnsafeMutablePointer<DIR>
  package func spawnActions() -> posix_spawn_file_actions_t? { nil }
  package func spawnAttributes() -> posix_spawnattr_t? { nil }
#else
  /// What `opendir` returns.
  package typealias FolderStream = OpaquePointer
  /// What `posix_spawn_file_actions_init` has yet to fill.
  package func spawnActions() -> posix_spawn_file_actions_t { posix_spawn_file_actions_t() }
  /// What `posix_spawnattr_init` has yet to fill.
  package func spawnAttributes() -> posix_spawnattr_t { posix_spawnattr_t() }
#endif

/// Both ends of a connection that programs which are started do not inherit; `nil`, with `errno`, where there is none.
package func connectedSockets() -> (Int32, Int32)? {
  var ends: [Int32] = [0, 0]
  #if canImport(Darwin)
    guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else { return nil }
    var isOn: Int32 = 1
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }
  #else
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
  #endif
  return (ends[0], ends[1])
}

/// Sends what the socket takes at once, without a signal where nobody listens.
///
/// - Returns: the number of bytes; -1, with `errno`, where none could be sent.
package func sendAtOnce(_ bytes: UnsafeRawBufferPointer, to socket: Int32) -> Int {
  #if canImport(Darwin)
    send(socket, bytes.baseAddress, bytes.count, MSG_DONTWAIT)
  #else
    send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
  #endif
}

/// Says that nothing more will be sent.
package func endSending(to socket: Int32) { shutdown(socket, Int32(SHUT_WR)) }

/// Starts a thread that nobody waits for; false where the system has none left.
package func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  let work = Unmanaged.passRetained(Work(body))
  func run(_ work: UnsafeMutableRawPointer) {
    Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
  }
  #if canImport(Darwin)
    var thread: pthread_t?
    let result = pthread_create(
      &thread, nil,
      {
        run($0)
        return nil
      }, work.toOpaque())
  #else
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      {
        run($0!)
        return nil
      }, work.toOpaque())
  #endif
  guard result == 0 else {
    work.release()
    return false
  }
  #if canImport(Darwin)
    pthread_detach(thread!)
  #else
    pthread_detach(thread)
  #endif
  return true
}
