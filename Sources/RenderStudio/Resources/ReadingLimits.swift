import RenderFiles
import RenderMusic
import RenderNetwork
import RenderWeights

/// The most that is read of each kind of file (`Documentation/security.md` says why so much).
extension ReadingLimit {
  static let model = ReadingLimit("a model", bytes: 1 << 30)
  static let weights = ReadingLimit("weights of Keras", bytes: 1 << 30)
  static let midi = ReadingLimit("a MIDI file", bytes: Corpus.largestFile)
  static let tokenList = ReadingLimit("a list of tokens", bytes: 32 << 20)
  static let plan = ReadingLimit("a plan", bytes: 4 << 20)
  static let seeds = ReadingLimit("a list of seeds", bytes: 32 << 20)
  static let split = ReadingLimit("a split of a corpus", bytes: 64 << 20)
  static let annotations = ReadingLimit("annotations of a corpus", bytes: 256 << 20)
  /// The limit of a pipe or a device whose kind its contents have to tell.
  static let unknown = ReadingLimit("a file of an unknown kind", bytes: 64 << 20)
}

/// Reads a model, or weights of Keras. An endless device that holds neither is known by its first bytes.
func readModel(_ path: String) throws(FileError) -> [UInt8] {
  try readFile(path, atMost: .model) { WeightStore.isStored(in: $0) || Safetensors.mayBegin($0) }
}
