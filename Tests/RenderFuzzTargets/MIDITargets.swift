import RenderComposer
import RenderMIDI
import RenderMusic
import RenderNotation
import RenderPerformance
import RenderStudio

func fuzzMIDI(_ bytes: [UInt8]) {
  let strict = try? MIDIFile(parsing: bytes)
  guard let (lenient, damages) = try? MIDIFile.parse(bytes, mode: .lenient) else {
    precondition(strict == nil, "what is read strictly is read leniently")
    return
  }
  precondition(strict == nil || strict == lenient, "both ways read the same")
  precondition(damages.isEmpty == (strict != nil), "damage is what strict reading refuses")
  let written = try! lenient.encoded()
  precondition(try! MIDIFile(parsing: written) == lenient, "what is written is read again")
}

/// The file in the bytes, as the program reads a stranger's.
private func file(_ bytes: [UInt8]) -> MIDIFile? {
  (try? MIDIFile.parse(bytes, mode: .lenient))?.file
}

func fuzzTokens(_ bytes: [UInt8]) {
  guard let file = file(bytes) else { return }
  for kind in Tokenizers.known {
    _ = try? kind.listing(of: file)
    _ = try? kind.corpusPiece(of: file, annotation: nil)
  }
  for model in Made.models { _ = try? model.tokenizer.primer(file) }
}

func fuzzScore(_ bytes: [UInt8]) {
  guard let file = file(bytes) else { return }
  let parts = FileParts(file)
  guard let (score, _) = try? TimedScore.quantizing(file, parts: parts) else { return }
  let bars = BarGrid(file, of: score)
  _ = Form(of: score, bars: bars)
  _ = FormStatistics(of: score, bars: bars)
  _ = PieceStatistics(score)
  let written = try! MIDIFile(Score(Piece(score, parts: parts.parts.isEmpty ? nil : parts.parts)))
  _ = try! written.encoded()
}

func fuzzPerformance(_ bytes: [UInt8]) {
  guard let file = file(bytes) else { return }
  let performed = file.performed(.expressive, seed: 1)
  precondition(performed == file.performed(.expressive, seed: 1), "a performance is the same again")
  guard let written = try? performed.encoded() else { return }
  _ = try! MIDIFile(parsing: written)
}

func fuzzNotation(_ bytes: [UInt8]) {
  guard let file = file(bytes), let (score, _) = try? NotatedScore.quantizing(file, title: "}\"\\")
  else { return }
  _ = score.musicXML()
  _ = score.lilyPond()
  _ = try? score.compressedMusicXML()
}

func fuzzRecipe(_ bytes: [UInt8]) {
  guard let file = file(bytes), let recipe = try? TakeRecipe(in: file, named: "") else { return }
  for piece in recipe.pieces {
    guard let request = try? PieceRequest(options: piece.options, ofTake: "") else { continue }
    _ = try? request.validate()
  }
}
