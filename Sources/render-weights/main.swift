import RenderSystem
import RenderWeightFiles
import RenderWeights

// Reads and writes files of weights for `KerasWeights` in RenderKeras, which starts it, and is not for people.
// With `read` a file of Keras comes to standard input, and its `WeightStore` goes as a message to standard output;
// with `write` the other way round. Exit code 65 says that what was written is what is wrong with the file.

let badData: Int32 = 65
let inputOutput: Int32 = 74

/// A damaged or malicious file may want all memory there is, or never come to an end. A core would be a gigabyte
/// of somebody's disk.
func limit() {
  ResourceLimit.memory.set(8 << 30)
  ResourceLimit.processorTime.set(30)
  ResourceLimit.core.set(0)
  ResourceLimit.fileSize.set(0)
  alarm(60)
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
}

func readInput() -> [UInt8] {
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 20)
  while true {
    let count = read(STDIN_FILENO, &piece, piece.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { exit(inputOutput) }
    if count == 0 { return bytes }
    bytes += piece[..<count]
  }
}

func say(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) {
  bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { exit(inputOutput) }
      rest = rest.dropFirst(count)
    }
  }
}

/// Lowers the limits to what a file of so many bytes can need: its bytes, what they expand to, and the answer.
func limit(forFileOf size: Int) {
  let memory = 512 << 20 + 4 * size + 3 * WeightStore.mostBytes(fromFileOf: size)
  for (resource, limit) in [
    (RLIMIT_AS, min(8 << 30, memory)), (RLIMIT_CPU, min(30, 5 + size >> 23)),
  ] {
    var limits = rlimit()
    let resource = __rlimit_resource_t(resource.rawValue)
    guard getrlimit(resource, &limits) == 0 else { continue }
    limits.rlim_cur = min(limits.rlim_cur, rlim_t(limit))
    setrlimit(resource, &limits)
  }
}

limit()
do throws(WeightFault) {
  switch Array(CommandLine.arguments.dropFirst()) {
  case ["read"]:
    let bytes = readInput()
    limit(forFileOf: bytes.count)
    say(try WeightStore(reading: bytes).message)
  case ["write"]: say(try WeightStore(message: readInput()).file())
  default:
    say(
      Array("render-weights reads and writes weights of Keras for render, which starts it\n".utf8),
      to: STDERR_FILENO)
    exit(64)
  }
} catch {
  say(Array(error.description.utf8))
  exit(badData)
}
