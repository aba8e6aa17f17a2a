/// What random numbers are drawn for: each use has a stream of its own, so that one use never repeats
/// another's numbers and a draw more here changes nothing there.
///
/// The numbers that name a stream are frozen: with them the same seed is the same piece, the same
/// performance and the same training in every version.
public enum RandomStream: Hashable, Sendable {
  // MARK: Pieces

  /// The start, the key and the tokens of a piece.
  case composition
  /// The plan of a piece.
  case plan
  /// Who plays a piece, and where.
  case players
  /// The seeds of the pieces of which the most real one is kept.
  case candidates
  /// The unevenness of hands.
  case performance
  /// The noise that is added before samples are rounded.
  case dither
  /// The same for the file of one part of a piece, by its number: dithers that were alike would add up.
  case stemDither(part: Int)

  // MARK: Training

  /// The first values of a tensor, by its place among a network's.
  case initialization(tensor: Int)
  /// The order of the pieces in an epoch.
  case order(epoch: Int)
  /// The values that a dropout layer drops in a step.
  case dropout(step: UInt64, worker: UInt64, layer: UInt64)
  /// The key in which a piece is heard in an epoch.
  case key(epoch: Int, piece: Int)
  /// Whether the network is told in an epoch how much of a piece remains.
  case remainder(epoch: Int, piece: Int)
  /// The notes that a network mishears in an epoch.
  case mistakes(epoch: Int, piece: Int)
  /// Whether the planning network is told in an epoch how many bars of a plan remain.
  case planRemainder(epoch: Int, piece: Int)
  /// The passages of the corpus that a model carries to begin from.
  case starts
  /// The pieces that a memory learns from.
  case memory

  // MARK: Measuring

  /// The two halves of a corpus that are compared with each other.
  case halves
  /// The parts of the pieces that a discriminator learns from and is asked about.
  case folds
  /// The pieces and the features that a tree of a forest sees.
  case tree(forest: Int, tree: Int)
  /// The matrices that a product is checked with.
  case product(rows: Int, columns: Int, inner: Int)

  /// What tells the stream from the others of a seed.
  var numbers: [UInt64] {
    switch self {
    // The seed alone. No piece depends on which halves a corpus has.
    case .composition, .halves: []
    case .plan: [0x706c_616e]  // "plan"
    case .players: [0x706c_6179]  // "play"
    case .candidates: [0x6265_7374]  // "best"
    case .performance: [0x70_6572_666F_726D]  // "perform"
    case .dither: [0x6469_7468_6572]  // "dither"
    case .stemDither(let part): [0x7374_656d, UInt64(truncatingIfNeeded: part)]  // "stem"
    case .initialization(let tensor): [UInt64(truncatingIfNeeded: tensor)]
    case .order(let epoch): [0x6f72_6465_72, UInt64(truncatingIfNeeded: epoch)]  // "order"
    case .dropout(let step, let worker, let layer): [step, worker, layer]
    case .key(let epoch, let piece):
      [0x6b65_79, UInt64(truncatingIfNeeded: epoch), UInt64(truncatingIfNeeded: piece)]  // "key"
    case .remainder(let epoch, let piece):
      [0x7465_6c6c, UInt64(truncatingIfNeeded: epoch), UInt64(truncatingIfNeeded: piece)]  // "tell"
    case .mistakes(let epoch, let piece):
      [0x6d69_7373, UInt64(truncatingIfNeeded: epoch), UInt64(truncatingIfNeeded: piece)]  // "miss"
    case .planRemainder(let epoch, let piece):
      [0x706c_616e, UInt64(truncatingIfNeeded: epoch), UInt64(truncatingIfNeeded: piece)]  // "plan"
    case .starts: [0x7374_6172_74]  // "start"
    case .memory: [0x6d65_6d6f_7279]  // "memory"
    case .folds: [0x666f_6c64_73]  // "folds"
    case .tree(let forest, let tree):
      [0x7472_6565, UInt64(truncatingIfNeeded: forest), UInt64(truncatingIfNeeded: tree)]  // "tree"
    case .product(let rows, let columns, let inner):
      [
        UInt64(truncatingIfNeeded: rows), UInt64(truncatingIfNeeded: columns),
        UInt64(truncatingIfNeeded: inner),
      ]
    }
  }
}
