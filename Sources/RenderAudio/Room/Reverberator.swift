import CRenderKernels

/// The reverberation of a room: reflections at its walls, and a feedback delay network for all that follow them.
///
/// Sixteen delays are mixed by an orthogonal matrix, which loses nothing, and each has a filter that takes away what the
/// sound loses on its way (Jot and Chaigne 1991). Some of the delays change slowly, so that no resonance stays where it
/// is, and allpass filters before them make even the first echoes dense. The room is linear, and each operation has its
/// place in a fixed order, without functions of a C library: the same blocks give the same samples on every processor.
///
/// The only owner of its memory; one thread at a time has it.
final class Reverberator {
  /// The number of delays in the network.
  static let lineCount = CK_ROOM_LINES

  private var room: ck_room
  private let instructions: ck_isa

  /// - Parameters:
  ///   - gain: the gain of all that the room adds.
  ///   - instructions: those to compute with, which matter for the time alone.
  init(
    _ design: RoomDesign, sampleRate: Int, gain: Float = 1, instructions: ck_isa = ck_best_isa()
  ) {
    self.instructions = instructions
    func frames(_ milliseconds: Double) -> Int {
      max(CK_ROOM_BLOCK, Int((milliseconds * Double(sampleRate) / 1000).rounded()))
    }
    let lines = design.lineDelays(sampleRate: sampleRate)
    let depth = RoomDesign.modulationDepth * Double(sampleRate) / 1000
    let reflections = design.reflections.joined()
    let longest = reflections.map { frames($0.milliseconds) }.max() ?? 0
    let entrance = ck_delay(frames(design.preDelay), longest: longest)
    room = ck_room(
      delays: allocated(
        lines.enumerated().map { index, delay in
          // A delay that becomes longer, and four frames between which it is.
          index < CK_ROOM_MODULATED
            ? ck_delay(delay - Int(depth), longest: delay + Int(depth) + 4) : ck_delay(delay)
        }
          + RoomDesign.diffusers.joined().map { ck_delay(frames($0)) }
          + [entrance, ck_delay(frames(design.preDelay), longest: longest)]),
      modulations: allocated(
        RoomDesign.modulationRates.enumerated().map { index, rate in
          ck_modulation(
            rate, depth: Float(depth), phase: UInt32(index) << 29, sampleRate: sampleRate)
        }),
      reflections: UnsafePointer(allocated(reflections.map { UInt32(frames($0.milliseconds)) })),
      reflection_gains: UnsafePointer(allocated(reflections.map { Float($0.gain) })),
      absorption: UnsafePointer(
        allocated(
          [lines.prefix(8), lines.suffix(8)].map { half in
            ck_absorption(
              half.map { AbsorptionFilter(design.decay, frames: $0, sampleRate: sampleRate) })
          })),
      states: allocated([Float](repeating: 0, count: 2 * CK_ROOM_LINES)),
      late_gain: Float(design.lateGain(lines, sampleRate: sampleRate)), gain: gain)
  }

  deinit {
    for index in 0..<CK_ROOM_DELAYS { room.delays[index].ring.deallocate() }
    room.delays.deallocate()
    room.modulations.deallocate()
    room.reflections.deallocate()
    room.reflection_gains.deallocate()
    room.absorption.deallocate()
    room.states.deallocate()
  }

  /// Adds what the room makes of a sound.
  ///
  /// - Parameters:
  ///   - sound: whole blocks of 64 frames, left and right interleaved.
  ///   - output: as many frames, which may be those of the sound.
  func process(
    _ sound: UnsafeBufferPointer<Float>, addingTo output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      sound.count == output.count && sound.count.isMultiple(of: 2 * CK_ROOM_BLOCK),
      "only whole blocks keep the grid")
    ck_room(
      instructions, &room, sound.count / (2 * CK_ROOM_BLOCK), sound.baseAddress, output.baseAddress)
  }
}

/// Memory with these values, until it is deallocated.
private func allocated<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
  let memory = UnsafeMutablePointer<Value>.allocate(capacity: values.count)
  memory.initialize(from: values, count: values.count)
  return memory
}

extension ck_delay {
  /// A delay in silence.
  fileprivate init(_ frames: Int, longest: Int = 0) {
    let length = (max(frames, longest) / CK_ROOM_BLOCK + 3) * CK_ROOM_BLOCK
    self.init(
      ring: allocated([Float](repeating: 0, count: length + 2 * CK_ROOM_BLOCK)),
      length: UInt32(length), position: 0, frames: UInt32(frames))
  }
}

extension ck_modulation {
  fileprivate init(_ rate: Double, depth: Float, phase: UInt32, sampleRate: Int) {
    let step = rate * Double(CK_ROOM_BLOCK) / Double(sampleRate) * 0x1p32
    self.init(phase: phase, step: UInt32(step.rounded()), depth: depth, change: depth)
  }
}

extension ck_absorption {
  /// The filters of eight lines, a lane each.
  fileprivate init(_ filters: [AbsorptionFilter]) {
    self.init()
    withUnsafeMutableBytes(of: &self) { bytes in
      let numbers = bytes.assumingMemoryBound(to: Float.self)
      for (lane, filter) in filters.enumerated() {
        let values = [
          filter.direct, filter.low.gain, filter.low.pole, filter.high.gain, filter.high.pole,
        ]
        for (index, value) in values.enumerated() { numbers[8 * index + lane] = Float(value) }
      }
    }
  }
}
