import RenderSystem

/// A port of the ALSA sequencer that takes events.
public struct SequencerPort: Hashable, Codable, Sendable {
  /// The address, `20:0` say.
  public var address: String
  /// The name of the client whose port it is.
  public var client: String
  /// The name of the port.
  public var name: String
}

/// A client of the ALSA sequencer: the connection that a program has to it.
final class SequencerClient {
  private let library: ALSALibrary
  private let functions: SequencerFunctions
  private let sequencer: OpaquePointer

  init(_ library: ALSALibrary) throws(DeviceError) {
    self.library = library
    functions = try SequencerFunctions(library)
    var sequencer: OpaquePointer?
    let code = functions.open(&sequencer, "default", SequencerFunctions.output, 0)
    guard code >= 0, let sequencer else {
      throw .sequencer(reason: library.reason(code))
    }
    self.sequencer = sequencer
    _ = functions.setClientName(sequencer, "render")
  }

  deinit { _ = functions.close(sequencer) }

  /// Makes a port that others can read from, and connects it.
  ///
  /// - Parameter port: an address, `20:0`, or the beginning of a client's name.
  /// - Returns: the number of the port that was made.
  func connect(to port: String) throws(DeviceError) -> UInt8 {
    let own = functions.makePort(
      sequencer, "out", SequencerFunctions.canBeRead, SequencerFunctions.application)
    guard own >= 0 else { throw .sequencer(reason: library.reason(own)) }
    // A client and a port, a byte each.
    var address: (UInt8, UInt8) = (0, 0)
    var code = withUnsafeMutableBytes(of: &address) {
      functions.parse(sequencer, $0.baseAddress!, port)
    }
    if code >= 0 {
      code = functions.connect(sequencer, own, Int32(address.0), Int32(address.1))
    }
    guard code >= 0 else { throw .port(port, reason: library.reason(code)) }
    return UInt8(clamping: own)
  }

  /// Sends an event at once; waits where the sequencer has no room for it.
  ///
  /// - Returns: the reason why it could not be sent.
  func send(_ event: SequencerEvent) -> String? {
    let code = event.bytes.withUnsafeBytes { functions.send(sequencer, $0.baseAddress!) }
    return code < 0 ? library.reason(code) : nil
  }

  /// The ports of others that take events, in the order of their addresses.
  func ports() -> [SequencerPort] {
    var (client, port): (OpaquePointer?, OpaquePointer?)
    guard functions.makeClientInfo(&client) >= 0, let client else { return [] }
    defer { functions.freeClientInfo(client) }
    guard functions.makePortInfo(&port) >= 0, let port else { return [] }
    defer { functions.freePortInfo(port) }
    var ports: [SequencerPort] = []
    functions.setClient(client, -1)
    while functions.nextClient(sequencer, client) >= 0 {
      let number = functions.client(client)
      functions.setPortClient(port, number)
      functions.setPort(port, -1)
      while functions.nextPort(sequencer, port) >= 0 {
        let wanted = SequencerFunctions.canBeWritten
        guard functions.capability(port) & wanted == wanted else { continue }
        ports.append(
          SequencerPort(
            address: "\(number):\(functions.port(port))", client: text(functions.name(client)),
            name: text(functions.portName(port))))
      }
    }
    return ports
  }

  private func text(_ name: UnsafePointer<CChar>?) -> String {
    name.map { String(cString: $0) } ?? ""
  }
}

/// The functions of ALSA's sequencer, as `alsa/seq.h` and `alsa/seqmid.h` declare them.
private struct SequencerFunctions {
  static let output: Int32 = 1
  /// For reading and for subscriptions that read.
  static let canBeRead: UInt32 = 1 << 0 | 1 << 5
  /// For writing and for subscriptions that write.
  static let canBeWritten: UInt32 = 1 << 1 | 1 << 6
  /// A port of MIDI, of a program.
  static let application: UInt32 = 1 << 1 | 1 << 20

  typealias Name = UnsafePointer<CChar>

  let open: @convention(c) (UnsafeMutablePointer<OpaquePointer?>, Name, Int32, Int32) -> Int32
  let close: @convention(c) (OpaquePointer) -> Int32
  let setClientName: @convention(c) (OpaquePointer, Name) -> Int32
  let makePort: @convention(c) (OpaquePointer, Name, UInt32, UInt32) -> Int32
  let parse: @convention(c) (OpaquePointer, UnsafeMutableRawPointer, Name) -> Int32
  let connect: @convention(c) (OpaquePointer, Int32, Int32, Int32) -> Int32
  let send: @convention(c) (OpaquePointer, UnsafeRawPointer) -> Int32
  let makeClientInfo: @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> Int32
  let freeClientInfo: @convention(c) (OpaquePointer) -> Void
  let setClient: @convention(c) (OpaquePointer, Int32) -> Void
  let nextClient: @convention(c) (OpaquePointer, OpaquePointer) -> Int32
  let client: @convention(c) (OpaquePointer) -> Int32
  let name: @convention(c) (OpaquePointer) -> Name?
  let makePortInfo: @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> Int32
  let freePortInfo: @convention(c) (OpaquePointer) -> Void
  let setPortClient: @convention(c) (OpaquePointer, Int32) -> Void
  let setPort: @convention(c) (OpaquePointer, Int32) -> Void
  let nextPort: @convention(c) (OpaquePointer, OpaquePointer) -> Int32
  let port: @convention(c) (OpaquePointer) -> Int32
  let portName: @convention(c) (OpaquePointer) -> Name?
  let capability: @convention(c) (OpaquePointer) -> UInt32

  init(_ library: ALSALibrary) throws(DeviceError) {
    open = try library.function("snd_seq_open")
    close = try library.function("snd_seq_close")
    setClientName = try library.function("snd_seq_set_client_name")
    makePort = try library.function("snd_seq_create_simple_port")
    parse = try library.function("snd_seq_parse_address")
    connect = try library.function("snd_seq_connect_to")
    send = try library.function("snd_seq_event_output_direct")
    makeClientInfo = try library.function("snd_seq_client_info_malloc")
    freeClientInfo = try library.function("snd_seq_client_info_free")
    setClient = try library.function("snd_seq_client_info_set_client")
    nextClient = try library.function("snd_seq_query_next_client")
    client = try library.function("snd_seq_client_info_get_client")
    name = try library.function("snd_seq_client_info_get_name")
    makePortInfo = try library.function("snd_seq_port_info_malloc")
    freePortInfo = try library.function("snd_seq_port_info_free")
    setPortClient = try library.function("snd_seq_port_info_set_client")
    setPort = try library.function("snd_seq_port_info_set_port")
    nextPort = try library.function("snd_seq_query_next_port")
    port = try library.function("snd_seq_port_info_get_port")
    portName = try library.function("snd_seq_port_info_get_name")
    capability = try library.function("snd_seq_port_info_get_capability")
  }
}
