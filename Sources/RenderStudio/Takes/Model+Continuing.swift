import RenderComposer
import RenderMIDI
import RenderMusic
import RenderNetwork

extension Model {
  /// Composes the pieces of a take's recipe again, and takes the opening of the last one.
  ///
  /// - Parameters:
  ///   - path: of the take.
  ///   - request: the one that continues it.
  ///   - modelPath: the path of this model.
  /// - Throws: `StudioError.changedTake`, `.noLonger`, `.takeOfPrimer`; `ComposerError` for a recipe that is no
  ///   recipe of the model.
  func opening(
    of take: (recipe: TakeRecipe, file: MIDIFile), at path: String, for request: PieceRequest,
    _ network: InferenceNetwork, threads: Int, _ resources: Resources, modelPath: String
  ) throws -> Opening {
    let team = try ThreadTeam(threads)
    var beginning = PieceOptions.Beginning.drawn
    var last: (opening: Opening, piece: ComposedPiece)?
    // A recipe may be anyone's: its pieces are not composed beyond what the take's own notes justify.
    var events = 16 * (take.file.noteCount + 256)
    for piece in take.recipe.pieces {
      var former = try PieceRequest(
        piece, of: path, as: PieceRequest(model: request.model), resources)
      former.model = nil
      try former.validate()
      if case .start(let index) = former.beginning { beginning = .start(index) }
      let plan = piece.options["plan"] == nil ? nil : piece.plan
      var options = former.pieceOptions(
        beginning, (try former.planning.wishes(for: self, at: modelPath), plan))
      if plan != nil { options.extent = nil }
      guard
        let made = try naming(
          path,
          {
            try opening(
              ofPieceWith: piece.seed, options, network: network, on: team, mostEvents: events)
          })
      else { throw StudioError.changedTake(path: path, model: modelPath) }
      events -= made.piece.events.count
      last = made
      beginning = .opening(made.opening)
    }
    guard let last else { throw StudioError.badRecipe(path: path) }
    let composed = try MIDIFile(Score(last.piece.piece))
    guard composed.keyCounts == take.file.keyCounts else {
      throw StudioError.changedTake(path: path, model: modelPath)
    }
    if let extent = request.extent {
      let own = extent.length(of: last.piece)
      guard extent.amount > own.amount else {
        throw StudioError.noLonger(path: path, extent, than: own)
      }
    }
    return last.opening
  }
}

extension Extent {
  fileprivate var amount: Double {
    switch self {
    case .events(let count): Double(count)
    case .seconds(let seconds): seconds
    }
  }

  /// The length of a piece in the same unit.
  fileprivate func length(of piece: ComposedPiece) -> Extent {
    switch self {
    case .events: return .events(piece.events.count)
    case .seconds:
      let onset = piece.events.last?.notes.first?.onset ?? 0
      let quarters = Double(onset) / Double(RenderMusic.Piece.unitsPerQuarter)
      return .seconds(quarters * 60 / piece.header.quartersPerMinute)
    }
  }
}

extension MIDIFile {
  /// How often each key is struck.
  fileprivate var keyCounts: [UInt8: Int] {
    tracks.reduce(into: [:]) { counts, track in
      for event in track.events {
        if case .noteOn(_, let key, let velocity) = event.event, velocity > 0 {
          counts[key, default: 0] += 1
        }
      }
    }
  }
}
