import RenderComposer

func fuzzAnnotations(_ bytes: [UInt8]) {
  guard let annotations = try? Annotations(jsonLines: bytes) else { return }
  guard let annotation = annotations.annotation(of: "folder/song.mid") else { return }
  _ = annotation.bars(until: 10_000)
}

func fuzzSplit(_ bytes: [UInt8]) {
  _ = try? CorpusSplit(json: bytes)
}
