import RenderSystem

/// A child process that gets bytes, and answers with bytes.
///
/// Foundation's `Process` would bring all of Foundation into every program that imports this module; the
/// package swift-subprocess is asynchronous throughout, and what needs a child is synchronous code.
package struct ChildProcess: Sendable {
  package enum Status: Equatable, Sendable {
    case code(Int32)
    case signal(Int32)
    /// It was ended since it took longer than its limit.
    case outOfTime
    /// It was ended since nobody wants its answer any more.
    case cancelled
  }

  package struct End: Sendable {
    package var output: [UInt8]
    package var status: Status
  }

  /// A system call that failed.
  package struct Fault: Error, CustomStringConvertible {
    package var description: String

    init(_ code: Int32) { description = "it cannot be started: \(String(cString: strerror(code)))" }

    init(unknownEnd code: Int32) {
      description = "how it ended cannot be known: \(String(cString: strerror(code)))"
    }
  }

  /// The most that a child and what it starts may take.
  package struct Limits: Sendable {
    /// Seconds until its end, and seconds of the processor's time.
    package var seconds: Int
    /// Bytes of memory, and of each file.
    package var bytes: Int

    package init(seconds: Int, bytes: Int) {
      self.seconds = seconds
      self.bytes = bytes
    }
  }

  /// The path of the program.
  package var path: String
  package var arguments: [String]
  /// The whole environment but the folders of libraries, which it shares with the caller.
  package var environment: [String: String] = [:]
  /// The folder that it works in, where it has limits; that of the caller without it.
  package var folder: String?
  /// Whether its standard error is part of the answer, and not discarded.
  package var answersWithErrors = false
  package var limits: Limits?

  package init(_ path: String, _ arguments: [String]) {
    self.path = path
    self.arguments = arguments
  }

  /// Runs the program to its end. What it has started itself is ended with it where it is ended early.
  ///
  /// - Throws: only where it cannot be started, or how it ended cannot be known.
  package func run(
    input: [UInt8], isCancelled: () -> Bool = { false }
  ) throws(Fault) -> End {
    // One socket both ways: unlike with a pipe, a program that dies over its input costs the caller, who may not
    // ignore SIGPIPE, no more than an error.
    guard let ends = connectedSockets() else { throw Fault(errno) }
    defer { close(ends.0) }
    let process: pid_t
    do {
      defer { close(ends.1) }
      process = try RunningChildren.add { () throws(Fault) in try start(socket: ends.1) }
    }
    var conversation = Conversation(
      socket: ends.0, input: input,
      deadline: limits.map { ContinuousClock.now + .seconds($0.seconds) })
    // Who has died is known by the status.
    var early = conversation.hold(isCancelled)
    while early == nil, !hasEnded(process) {
      early = conversation.reasonToEnd(isCancelled)
      usleep(1000)
    }
    if early != nil { kill(-process, SIGKILL) }
    var status: Int32 = 0
    // Where the caller ignores SIGCHLD, or waits for every child, nobody knows how it ended.
    guard RunningChildren.remove(process, status: &status) else { throw Fault(unknownEnd: errno) }
    if RunningChildren.areEnded { early = .cancelled }
    let signal = status & 0x7F
    return End(
      output: conversation.output,
      status: early ?? (signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal)))
  }

  private func start(socket: Int32) throws(Fault) -> pid_t {
    var actions = spawnActions()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Where it has that number already, this keeps it open.
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO)
    if answersWithErrors {
      posix_spawn_file_actions_adddup2(&actions, socket, STDERR_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    // A signal that the caller ignores or blocks may be the one that ends it in time.
    var attributes = spawnAttributes()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    // A group of its own, which is ended as one.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    var variables = environment
    if let libraries = getenv("LD_LIBRARY_PATH") {
      variables["LD_LIBRARY_PATH"] = String(cString: libraries)
    }
    let words = limits?.words(running: [path] + arguments, in: folder) ?? [path] + arguments
    let argumentPointers = words.map { strdup($0) } + [nil]
    let variablePointers = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argumentPointers + variablePointers { free(pointer) } }
    var process: pid_t = 0
    let failure = posix_spawn(
      &process, words[0], &actions, &attributes, argumentPointers, variablePointers)
    guard failure == 0 else { throw Fault(failure) }
    return process
  }
}

extension ChildProcess.Limits {
  /// The command that runs another one within these limits, and in a folder. A shell sets them, since `posix_spawn`
  /// does not; it becomes the other program, which then has its place in everything.
  fileprivate func words(running words: [String], in folder: String?) -> [String] {
    let limits = [
      "-t \(lowered(.processorTime, to: seconds, unit: 1))",
      "-v \(lowered(.memory, to: bytes, unit: 1024))",
      "-f \(lowered(.fileSize, to: bytes, unit: 512))", "-c 0",
    ]
    let script = limits.map { "ulimit \($0) && " }.joined() + "cd \"$0\" && exec \"$@\""
    return ["/bin/sh", "-c", script, folder ?? "."] + words
  }

  /// A limit, or the one that holds already where that is lower; nobody's limits are raised.
  private func lowered(_ resource: ResourceLimit, to limit: Int, unit: Int) -> Int {
    Int(min(resource.present ?? .max, rlim_t(limit))) / unit
  }
}
