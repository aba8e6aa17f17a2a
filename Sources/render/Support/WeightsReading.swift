import Files
import Foundation
import Keras

/// Files of Keras weights.
enum KerasWeights {
  /// Whether a file looks like one: HDF5, or a `.keras` archive.
  static func areIn(_ path: String) -> Bool {
    (try? readFile(path, first: 8)).map(WeightStore.isStored) ?? false
  }

  /// Reads one in a process of its own, `render read-weights`: a damaged or malicious file may crash
  /// the HDF5 library, or make it want all memory there is.
  ///
  /// - Throws: what is wrong with the file.
  static func read(_ path: String) throws -> WeightStore {
    guard let program = Resources.programPath else {
      throw Failure(.inputOutput, "\(path): /proc is needed to read weights, and is not there")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["read-weights", "--", path]
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    let message = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationReason == .exit else {
      throw Failure(KerasError.badFile("reading it crashed the HDF5 library"), file: path)
    }
    if process.terminationStatus != 0 {
      let sentence = message.split(separator: "\n").first.map(String.init) ?? ""
      throw Failure(
        Failure.Code(rawValue: process.terminationStatus) ?? .badData,
        sentence.hasPrefix("render: ") ? String(sentence.dropFirst("render: ".count)) : sentence)
    }
    return try naming(path) { try WeightStore(decoding: Array(bytes)) }
  }
}
