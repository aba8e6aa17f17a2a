import Glibc
import RenderFuzzTargets

// libFuzzer on the target that the environment variable FUZZ names: `make fuzz` says how it is built and called.

@_extern(c, "LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

@_extern(c, "LLVMFuzzerMutate")
private func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int) -> Int

private let target = FuzzTarget(rawValue: getenv("FUZZ").map { String(cString: $0) } ?? "")

/// Changes the bytes as libFuzzer does and, three times of four, sets the sizes in them right.
@_cdecl("LLVMFuzzerCustomMutator")
func mutateStructure(
  _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: UInt32
) -> Int {
  let count = mutate(bytes, count, most)
  guard seed % 4 != 0, let target else { return count }
  let repaired = target.repaired(Array(UnsafeBufferPointer(start: bytes, count: count)))
  guard repaired.count <= most else { return count }
  for (index, byte) in repaired.enumerated() { bytes[index] = byte }
  return repaired.count
}

if CommandLine.arguments.dropFirst() == ["targets"] {
  print(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))
  exit(0)
}
guard let named = target else {
  print("FUZZ is none of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))")
  exit(64)
}
if CommandLine.arguments.dropFirst() == ["seeds"] {
  print(named.seedFolders.joined(separator: " "))
  exit(0)
}
var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
  runDriver(&count, &arguments) { bytes, count in
    target?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  })
