import Foundation
import RenderFiles
import RenderKeras
import RenderStudio

/// Files of Keras weights.
enum KerasWeights {
  /// A file that is larger holds no network of the tutorial's kind.
  private static let largestFile = 1 << 30

  /// Reads one in a process of its own, `render read-weights`: a damaged or malicious file may crash
  /// the HDF5 library, or make it want all memory there is.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: what it is called.
  ///   - program: this one.
  /// - Throws: what is wrong with the file.
  static func read(
    _ bytes: [UInt8], of path: String, by program: String? = Resources.programPath
  ) throws -> WeightStore {
    func fault(_ fault: String) -> Failure { Failure(KerasError.badFile(fault), file: path) }
    guard bytes.count <= largestFile else { throw fault("it is larger than a gibibyte") }
    guard let program else {
      throw Failure(.inputOutput, "\(path): /proc is needed to read weights, and is not there")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["read-weights"]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    // All is read before a word is written. Who dies over it is known by that.
    try? input.fileHandleForWriting.write(contentsOf: bytes)
    try? input.fileHandleForWriting.close()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    switch (process.terminationReason, process.terminationStatus) {
    case (.exit, 0): return try naming(path) { try WeightStore(decoding: Array(answer)) }
    case (.exit, _):
      throw Failure(.badData, "\(path): \(String(decoding: answer, as: UTF8.self))")
    case (_, SIGALRM), (_, SIGXCPU): throw fault("reading it takes too long")
    default: throw fault("reading it crashed the HDF5 library")
    }
  }
}
