import RenderMusic

/// The parts of a piece, and who plays them.
struct Performers {
  /// Where the expression of a keyboard is written, and from which loudness it departs.
  struct Expression: Hashable {
    var part: Int
    var full: UInt8
  }

  let parts: [PerformedPart]
  let techniques: [PlayingTechnique]
  /// The player of each part. Parts on one keyboard are played by one, and so are the staves of a keyboard
  /// instrument, parts of one program that follow one another.
  let players: [Int]
  let playerCount: Int
  /// The keyboards that get expression: all of their parts can be louder and softer, and none has loudness of
  /// its own.
  let expressions: [Int: Expression]

  init(_ parts: [PerformedPart]) {
    self.parts = parts
    let techniques = parts.map(\.technique)
    var players: [Int] = []
    var playerCount = 0
    var playerOfKeyboard: [Int: Int] = [:]
    var expressions: [Int: Expression] = [:]
    var silent: Set<Int> = []
    for (index, part) in parts.enumerated() {
      let isStaff =
        index > 0 && part.program == parts[index - 1].program
        && GeneralMIDI.isKeyboard(part.program)
      let player = playerOfKeyboard[part.keyboard] ?? (isStaff ? players[index - 1] : playerCount)
      playerCount = max(playerCount, player + 1)
      playerOfKeyboard[part.keyboard] = player
      players.append(player)
      if !techniques[index].hasExpression || part.hasOwnExpression {
        silent.insert(part.keyboard)
      } else if expressions[part.keyboard] == nil {
        expressions[part.keyboard] = Expression(
          part: index, full: min(max(part.fullExpression, 1), 127))
      }
    }
    self.techniques = techniques
    self.players = players
    self.playerCount = playerCount
    self.expressions = expressions.filter { !silent.contains($0.key) }
  }

  /// Whether all is played as by a pianist: on pianos, or by one who plucks or strikes.
  var isOneKeyboardPlayer: Bool {
    techniques.allSatisfy { $0 == .piano }
      || playerCount == 1 && !techniques.contains(where: \.isSustained)
  }
}
