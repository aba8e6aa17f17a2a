import RenderSystem

/// What goes to a child and what comes back, both at once: it may answer before it has heard all.
struct Conversation {
  private let socket: Int32
  private let input: [UInt8]
  private let deadline: ContinuousClock.Instant?
  private var sent = 0
  private var piece = [UInt8](repeating: 0, count: 1 << 18)
  private(set) var output: [UInt8] = []

  /// An answer that is longer is that of a program gone mad.
  private static let longest = 1 << 31
  /// How long nothing may happen until it is asked again whether to go on, in milliseconds.
  private static let patience: Int32 = 50

  init(socket: Int32, input: [UInt8], deadline: ContinuousClock.Instant?) {
    self.socket = socket
    self.input = input
    self.deadline = deadline
    if input.isEmpty { endSending(to: socket) }
  }

  /// Sends and receives until the child has said all.
  ///
  /// - Returns: why it has to be ended before; `nil` where it need not.
  mutating func hold(_ isCancelled: () -> Bool) -> ChildProcess.Status? {
    while true {
      if let reason = reasonToEnd(isCancelled) { return reason }
      let isHeard = sent == input.count
      var entry = pollfd(
        fd: socket, events: Int16(POLLIN) | (isHeard ? 0 : Int16(POLLOUT)), revents: 0)
      guard poll(&entry, 1, Self.patience) > 0 else { continue }
      if !isHeard, Int32(entry.revents) & POLLOUT != 0 { send() }
      if Int32(entry.revents) & (POLLIN | POLLHUP | POLLERR) != 0, !receive() { return nil }
    }
  }

  func reasonToEnd(_ isCancelled: () -> Bool) -> ChildProcess.Status? {
    if isCancelled() { return .cancelled }
    if let deadline, ContinuousClock.now > deadline { return .outOfTime }
    return nil
  }

  private mutating func send() {
    let count = input.withUnsafeBytes { bytes in
      sendAtOnce(UnsafeRawBufferPointer(rebasing: bytes[sent...]), to: socket)
    }
    if count < 0, errno == EINTR || errno == EAGAIN { return }
    // Who no longer listens may still answer.
    sent = count < 0 ? input.count : sent + count
    if sent == input.count { endSending(to: socket) }
  }

  /// - Returns: whether more may come.
  private mutating func receive() -> Bool {
    let count = recv(socket, &piece, piece.count, Int32(MSG_DONTWAIT))
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    if count > 0 { output += piece[..<count] }
    return count > 0 && output.count < Self.longest
  }
}
