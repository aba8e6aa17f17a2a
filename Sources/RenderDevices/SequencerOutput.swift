import RenderMIDI
import RenderSystem

/// A connection to a port of the ALSA sequencer, through which MIDI is sent when it is due: to an instrument, or to
/// another program.
///
/// Whatever ends it, no note goes on sounding there.
public final class SequencerOutput {
  private let client: SequencerClient
  private let port: String
  private let ownPort: UInt8
  /// The notes that sound, and the channels that were used.
  private var sounding: Set<SIMD2<UInt8>> = []
  private var channels: Set<UInt8> = []

  /// Connects to a port.
  ///
  /// - Parameter port: its address, `20:0`, or the beginning of its client's name.
  public convenience init(port: String) throws(DeviceError) {
    try self.init(port: port, library: ALSALibrary())
  }

  init(port: String, library: ALSALibrary) throws(DeviceError) {
    client = try SequencerClient(library)
    self.port = port
    ownPort = try client.connect(to: port)
  }

  deinit { silence() }

  /// The ports that take events, in the order of their addresses.
  public static func ports() throws(DeviceError) -> [SequencerPort] {
    try ports(in: ALSALibrary())
  }

  static func ports(in library: ALSALibrary) throws(DeviceError) -> [SequencerPort] {
    try SequencerClient(library).ports()
  }

  /// Sends an event at once. What concerns no channel is left out, system exclusive messages too: a file may come from
  /// a stranger, and these change instruments for good.
  public func send(_ event: MIDIEvent) throws(DeviceError) {
    guard let message = SequencerEvent(event, from: ownPort) else { return }
    channels.insert(message.bytes[16])
    switch event {
    case .noteOn(let channel, let key, let velocity) where velocity > 0:
      sounding.insert([channel, key])
    case .noteOn(let channel, let key, _), .noteOff(let channel, let key, _):
      sounding.remove([channel, key])
    default: break
    }
    if let reason = client.send(message) { throw .lostPort(port, reason: reason) }
  }

  /// Ends all notes: each that sounds, and by pedal and controller those that a listener may still have.
  public func silence() {
    for note in sounding.sorted(by: { ($0.x, $0.y) < ($1.x, $1.y) }) {
      try? send(.noteOff(channel: note.x, key: note.y, velocity: 0))
    }
    for channel in channels.sorted() {
      for controller: UInt8 in [64, 123] {
        try? send(.controlChange(channel: channel, controller: controller, value: 0))
      }
    }
    channels = []
  }

  /// The most that an event may be late before all that follow are late with it, in seconds.
  private static let mostLateness = 0.05
  /// The longest time until a cancellation is noticed, in seconds.
  private static let longestWait = 0.02

  /// Sends events in their order, each when it is due; then ends all notes.
  ///
  /// Time begins with the first event, and is that of the monotonic clock. Where events come too late, because they
  /// are still being made, the rest is as much later, and keeps its rhythm.
  ///
  /// - Parameters:
  ///   - events: with their times in seconds, in ascending order.
  ///   - isCancelled: asked fifty times a second; true ends the work.
  public func play(
    _ events: some Sequence<(seconds: Double, event: MIDIEvent)>,
    isCancelled: () -> Bool = { false }
  ) throws(DeviceError) {
    defer { silence() }
    var begun: Double?
    for (seconds, event) in events {
      let now = Self.now
      var start = begun ?? now
      if now - start - seconds > Self.mostLateness { start = now - seconds }
      begun = start
      guard Self.wait(until: start + seconds, isCancelled) else { return }
      try send(event)
    }
  }

  /// Waits for a time of the monotonic clock. False where the work was cancelled.
  private static func wait(until due: Double, _ isCancelled: () -> Bool) -> Bool {
    while !isCancelled() {
      let now = now
      guard now < due else { return true }
      let end = min(due, now + longestWait)
      var time = timespec(
        tv_sec: Int(end), tv_nsec: Int((end - end.rounded(.down)) * 1e9))
      clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
    }
    return false
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
