import RenderSystem

/// Single-precision memory with one owner: 64-byte aligned, zeroed, freed with the object.
///
/// Layers address it through `base`; such pointers stay inside this module and inside the lifetime
/// of the object that owns the buffer. A temporary buffer may be freed as soon as its `base` was
/// read: bind it to a name and extend its lifetime over the use.
///
/// Sendable without the compiler's proof: while workers run, each writes only buffers of its own,
/// and what they share (the parameters) is written only between two parallel sections, or each tensor
/// by one of them.
package final class FloatBuffer: @unchecked Sendable {
  package let count: Int
  let base: UnsafeMutablePointer<Float>
  private let allocation: UnsafeMutableRawPointer

  init(count: Int) {
    self.count = count
    // Large ones get pages that the system has zeroed, and none before they are used.
    guard let allocation = calloc(count * MemoryLayout<Float>.stride + Self.alignment, 1) else {
      fatalError("there is no memory for \(count) numbers")
    }
    self.allocation = allocation
    base = allocation.alignedUp(toMultipleOf: Self.alignment)
      .bindMemory(to: Float.self, capacity: count)
  }

  private static let alignment = 64

  package convenience init(_ values: [Float]) {
    self.init(count: values.count)
    array = values
  }

  deinit { free(allocation) }

  func copy() -> FloatBuffer {
    let result = FloatBuffer(count: count)
    result.base.update(from: base, count: count)
    return result
  }

  func zero() { base.update(repeating: 0, count: count) }

  package var array: [Float] {
    get { Array(UnsafeBufferPointer(start: base, count: count)) }
    set {
      precondition(newValue.count == count)
      newValue.withUnsafeBufferPointer { base.update(from: $0.baseAddress!, count: count) }
    }
  }
}

/// Half-precision memory with one owner: 64-byte aligned, not initialized.
final class HalfBuffer: @unchecked Sendable {
  /// The bit patterns of the numbers.
  let base: UnsafeMutablePointer<UInt16>

  init(count: Int) {
    base =
      UnsafeMutableRawPointer
      .allocate(byteCount: max(count, 1) * MemoryLayout<UInt16>.stride, alignment: 64)
      .bindMemory(to: UInt16.self, capacity: max(count, 1))
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
