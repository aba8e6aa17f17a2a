import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderMIDI

/// The recipe of a take, which its MIDI file carries: what composes the piece again, with the same model.
public struct TakeRecipe: Hashable, Codable, Sendable {
  /// One piece: its seed, and what it was composed with.
  public struct Piece: Hashable, Codable, Sendable {
    /// The number that decided the piece.
    public var seed: UInt64
    /// What was asked for, by the names of the command line's options; what is as in a new request is left out.
    public var options: [String: String]
    /// The plan that the piece has followed, up to its last bar; `nil` for a model that plans nothing.
    public var plan: FormPlan?
  }

  /// The pieces from the first on, each but the first one longer than the one before, whose opening it has; at least one.
  public var pieces: [Piece]

  /// The piece that the take is.
  public var piece: Piece { pieces[pieces.count - 1] }

  /// The most pieces of a recipe.
  static let mostPieces = 100
}

// MARK: - In a MIDI file

extension TakeRecipe {
  /// The manufacturer's number that the standard leaves to everyone, and a word to know the event by.
  private static let mark: [UInt8] = [0x7D] + Array("render ".utf8)
  private static let mostBytes = 1 << 22

  /// Puts the recipe at the beginning of a file, as an event that other programs pass over.
  func add(to file: inout MIDIFile) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let event = TimedEvent(
      tick: 0, event: .meta(.sequencerSpecific(try Self.mark + encoder.encode(self))))
    guard let first = file.tracks.indices.first else { return }
    // The title stays the first event.
    file.tracks[first].events.insert(event, at: min(1, file.tracks[first].events.count))
  }

  /// The recipe in a file; `nil` for one that is no take.
  ///
  /// - Parameter path: of the file.
  /// - Throws: `StudioError.badRecipe`.
  public init?(in file: MIDIFile, named path: String) throws {
    let texts = file.tracks.prefix(1).lazy.flatMap(\.events).compactMap {
      event -> ArraySlice<UInt8>? in
      guard case .meta(.sequencerSpecific(let bytes)) = event.event, bytes.starts(with: Self.mark)
      else { return nil }
      return bytes.dropFirst(Self.mark.count)
    }
    guard let text = texts.first else { return nil }
    guard text.count <= Self.mostBytes,
      let recipe = try? JSONDecoder().decode(Self.self, from: Data(text)),
      (1...Self.mostPieces).contains(recipe.pieces.count)
    else { throw StudioError.badRecipe(path: path) }
    // To compose it again costs no more than the piece that is there.
    let (notes, seconds) = (file.noteCount, file.playedSeconds)
    for piece in recipe.pieces {
      switch try? PieceRequest(options: piece.options, ofTake: path).length {
      case .events(let count) where piece.options["length"] != nil && count > 2 * notes + 64:
        throw StudioError.badRecipe(path: path)
      case .seconds(let length) where length > 2 * seconds + 60:
        throw StudioError.badRecipe(path: path)
      default: break
      }
    }
    self = recipe
  }

  /// The recipe of a take.
  ///
  /// - Throws: `StudioError.takeWithoutRecipe`, or what is wrong with the file.
  public init(ofTake path: String) throws {
    self = try Self.read(path).recipe
  }

  /// The recipe of a take.
  ///
  /// - Parameter path: the path that `file` was read from.
  /// - Throws: `StudioError.takeWithoutRecipe`, or what is wrong with the recipe.
  init(in file: MIDIFile, at path: String) throws {
    guard let recipe = try TakeRecipe(in: file, named: path) else {
      throw StudioError.takeWithoutRecipe(path: path)
    }
    self = recipe
  }

  /// The recipe of a take, and its file.
  static func read(_ path: String) throws -> (recipe: TakeRecipe, file: MIDIFile) {
    let file = try MIDIFile(readingLeniently: path) { _ in }
    return (try TakeRecipe(in: file, at: path), file)
  }
}

// MARK: - Requests

extension PieceRequest {
  /// The options of a recipe's piece: those that are not as in a new request, and the length.
  var recipeOptions: [String: String] {
    var options = givenOptions
    switch extent {
    case .events(let count): options["length"] = "\(count)"
    case .seconds, nil: break
    }
    // The seed of the piece that is kept makes it alone.
    options["best-of"] = nil
    // A stranger need not know where files lie.
    options["primer"] = primer.map(lastComponent(of:))
    options["plan"] = planning.plan.map(lastComponent(of:))
    return options
  }

  /// A request for the piece of a take that goes on to a greater length: its beginning, plan, key and performance stay.
  ///
  /// - Parameters:
  ///   - path: the take's MIDI file.
  ///   - request: the length, model, sound and outputs; what else is not as in a new request holds instead of
  ///     what the take was made with.
  /// - Returns: the seed of the take, too.
  /// - Throws: `StudioError`; what is wrong with the file.
  public static func continuing(
    _ path: String, as request: PieceRequest, resources: Resources = .ofProgram
  ) throws -> (request: PieceRequest, seed: UInt64) {
    let piece = try TakeRecipe(ofTake: path).piece
    var continued = try PieceRequest(piece, of: path, as: request, resources)
    continued.length = request.length
    continued.planning = request.planning
    continued.beginning = .take(path: path)
    return (continued, piece.seed)
  }

  /// A request for a piece that follows the plan of a take with other notes.
  ///
  /// - Parameters:
  ///   - path: the take's MIDI file.
  ///   - request: the model, sound and outputs; what else is not as in a new request holds instead of what the take was
  ///     made with.
  /// - Throws: `StudioError`; what is wrong with the file.
  public static func varying(
    _ path: String, as request: PieceRequest, resources: Resources = .ofProgram
  ) throws -> PieceRequest {
    let piece = try TakeRecipe(ofTake: path).piece
    guard piece.plan != nil else { throw StudioError.takeWithoutPlan(path: path) }
    var varied = try PieceRequest(piece, of: path, as: request, resources)
    varied.planning = request.planning
    varied.planning.plan = path
    varied.beginning = .drawn
    return varied
  }

  /// A request for the notes of a take, played or written in another way.
  ///
  /// - Parameters:
  ///   - path: the take's MIDI file.
  ///   - request: as in `varying`; its plan and length are the take's.
  /// - Returns: the seed with which it is to be made, too.
  /// - Throws: `StudioError`; what is wrong with the file.
  public static func repeating(
    _ path: String, as request: PieceRequest, resources: Resources = .ofProgram
  ) throws -> (request: PieceRequest, seed: UInt64) {
    let recipe = try TakeRecipe(ofTake: path)
    guard recipe.pieces.count == 1 else { throw StudioError.takeOfTake(path: path) }
    var request = try PieceRequest(recipe.piece, of: path, as: request, resources)
    if recipe.piece.options["plan"] != nil { request.planning.plan = path }
    return (request, recipe.piece.seed)
  }

  /// A request for a recipe's piece.
  ///
  /// - Parameter request: model, sound and outputs, and what holds instead of the recipe's options.
  init(
    _ piece: TakeRecipe.Piece, of path: String, as request: PieceRequest = PieceRequest(),
    _ resources: Resources
  ) throws {
    var options = piece.options
    if options["primer"] != nil { throw StudioError.takeOfPrimer(path: path) }
    options.merge(request.givenOptions) { $1 }
    try self.init(options: options, ofTake: path)
    let name = options["model"] ?? ""
    guard let model = request.model ?? resources.shippedModel(ofRecipe: name) else {
      throw StudioError.takeOfModel(path: path, model: name)
    }
    self.model = model
    (notes, bestOf, sound, outputs) = (
      request.notes, request.bestOf, request.sound, request.outputs
    )
  }
}

// MARK: - Models

extension Model {
  /// What a recipe calls the model: the same wherever its file lies, and whatever it is called.
  var recipeName: String {
    "\(record.preset) of the corpus \(record.corpusFingerprint.prefix(8))"
  }
}

extension Resources {
  /// The name of the shipped model that a recipe calls so; `nil` for none.
  fileprivate func shippedModel(ofRecipe name: String) -> String? {
    modelNames.first { shipped in
      (try? ModelReader.model(named: shipped, in: self))?.model.recipeName == name
    }
  }
}
