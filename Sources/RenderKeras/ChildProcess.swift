import Glibc

/// A child process that gets bytes, and answers with bytes once it has read them all.
///
/// Foundation's `Process` would bring all of Foundation into every program that imports this module; the
/// package swift-subprocess is asynchronous throughout, and a network is read by synchronous code.
enum ChildProcess {
  enum Status: Equatable {
    case code(Int32)
    case signal(Int32)
  }

  struct End {
    var output: [UInt8]
    var status: Status
  }

  /// A system call that failed.
  struct Fault: Error, CustomStringConvertible {
    var description: String

    init(_ code: Int32) { description = "it cannot be started: \(String(cString: strerror(code)))" }

    init(unknownEnd code: Int32) {
      description = "how it ended cannot be known: \(String(cString: strerror(code)))"
    }
  }

  /// Runs a program to its end. Its standard error is discarded.
  ///
  /// - Throws: only where it cannot be started, or how it ended cannot be known.
  static func run(
    _ path: String, _ arguments: [String], input: [UInt8]
  ) throws(Fault) -> End {
    // One socket both ways: unlike with a pipe, a program that dies over its input costs the caller, who may not
    // ignore SIGPIPE, no more than an error.
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Fault(errno) }
    defer { close(ends[0]) }
    let process: pid_t
    do {
      defer { close(ends[1]) }
      process = try start(path, arguments, socket: ends[1])
    }
    send(input, to: ends[0])
    // Who has died is known by the status.
    let output = receive(from: ends[0])
    var status: Int32 = 0
    // Where the caller ignores SIGCHLD, or waits for every child, nobody knows how it ended.
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw Fault(unknownEnd: errno) }
    }
    let signal = status & 0x7F
    return End(
      output: output, status: signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal))
  }

  private static func start(
    _ path: String, _ arguments: [String], socket: Int32
  ) throws(Fault) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Where it has that number already, this keeps it open.
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    // A signal that the caller ignores or blocks may be the one that ends it in time.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    // Of the environment it needs where libraries are, and nothing that could change what HDF5 does.
    let libraries = getenv("LD_LIBRARY_PATH").map { "LD_LIBRARY_PATH=\(String(cString: $0))" }
    let argumentPointers = ([path] + arguments).map { strdup($0) } + [nil]
    let variablePointers = [libraries].compactMap(\.self).map { strdup($0) } + [nil]
    defer { for pointer in argumentPointers + variablePointers { free(pointer) } }
    var process: pid_t = 0
    let failure = posix_spawn(
      &process, path, &actions, &attributes, argumentPointers, variablePointers)
    guard failure == 0 else { throw Fault(failure) }
    return process
  }

  private static func send(_ bytes: [UInt8], to socket: Int32) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Glibc.send(
          socket, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count,
          Int32(MSG_NOSIGNAL))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
      }
    }
    shutdown(socket, Int32(SHUT_WR))
  }

  private static func receive(from socket: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = recv(socket, &piece, piece.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
    }
  }
}
