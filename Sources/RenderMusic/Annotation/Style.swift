/// The style of a piece: who wrote it, what kind of piece it is, and when its composer was born.
public struct Style: Hashable, Codable, Sendable {
  /// The surname of the composer; `nil` where nobody knows it.
  public var composer: String?
  /// The kind of piece, such as mazurka; `nil` where nobody knows it.
  public var genre: String?
  /// The year in which the composer was born.
  public var born: Int?
  /// Whether a voice sings and the piano accompanies it; `nil` where nobody knows.
  public var isSong: Bool?

  /// A style of which nothing is known but what is given.
  public init(
    composer: String? = nil, genre: String? = nil, born: Int? = nil, isSong: Bool? = nil
  ) {
    self.composer = composer
    self.genre = genre
    self.born = born
    self.isSong = isSong
  }

  /// The style of an annotated piece.
  public init(_ annotation: Annotation) {
    self.init(
      composer: Self.surname(of: annotation.composer),
      genre: annotation.genre.isEmpty ? nil : annotation.genre, born: annotation.born,
      isSong: annotation.isSong)
  }

  private static let nobody: Set = ["Anonim", "Anonymous", "Anon.", "Anon", "Traditional", "Folk"]

  /// The surname in a composer's name as collections write it: `Chopin, Fryderyk`, `F. Chopin` and `ChopinFF`
  /// are Chopin; `nil` for nobody.
  public static func surname(of name: String) -> String? {
    let name = name.split(separator: " ").joined(separator: " ")
    guard !name.isEmpty, !nobody.contains(name) else { return nil }
    if let comma = name.firstIndex(of: ",") { return String(name[..<comma]) }
    if let space = name.lastIndex(of: " ") { return String(name[name.index(after: space)...]) }
    // Initials after the name: at most four letters from a capital that follows a small one.
    let letters = Array(name)
    for index in letters.indices.dropFirst().suffix(4)
    where letters[index].isUppercase && letters[index - 1].isLowercase {
      return String(letters[..<index])
    }
    return name
  }
}

/// The styles that a model knows by name: those of which it has learned enough pieces.
public struct StyleNames: Hashable, Codable, Sendable {
  /// The surnames of composers, in the order of their number of pieces.
  public let composers: [String]
  /// The kinds of pieces, in the order of their number.
  public let genres: [String]

  /// The most names of one kind.
  public static let largestCount = 96
  /// The number of pieces from which on a style is known.
  public static let fewestPieces = 10

  /// Names of no styles.
  public init() { (composers, genres) = ([], []) }

  /// The names of the styles that have enough of some pieces.
  public init(of styles: some Sequence<Style>, fewestPieces: Int = Self.fewestPieces) {
    func frequent(_ name: (Style) -> String?) -> [String] {
      var counts: [String: Int] = [:]
      for style in styles {
        if let name = name(style) { counts[name, default: 0] += 1 }
      }
      return counts.filter { $0.value >= fewestPieces }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .prefix(Self.largestCount).map(\.key)
    }
    composers = frequent(\.composer)
    genres = frequent(\.genre)
  }

  // MARK: Features

  /// The years from which on composers were born, by class.
  private static let eras = [0, 1650, 1720, 1760, 1780, 1800, 1820, 1840, 1860, 1880]
  /// The number of classes of years in which composers were born.
  public static let eraCount = eras.count

  /// The class of a year in which a composer was born, below `eraCount`.
  public static func era(born year: Int) -> Int { eras.lastIndex { $0 <= year } ?? 0 }

  /// A year of a class.
  public static func year(ofEra era: Int) -> Int { era > 0 && era < eraCount ? eras[era] : 1600 }

  private static let firstGenre = largestCount
  private static let firstEra = firstGenre + largestCount
  private static let firstKind = firstEra + eras.count

  /// The number of features: indices are below it.
  public static let featureCount = firstKind + 2

  /// The features of a style: those of what is known of it and has a name here.
  public func features(of style: Style) -> [Int32] {
    var features: [Int] = []
    if let index = style.composer.flatMap(composers.firstIndex) { features.append(index) }
    if let index = style.genre.flatMap(genres.firstIndex) {
      features.append(Self.firstGenre + index)
    }
    if let born = style.born {
      features.append(Self.firstEra + Self.era(born: born))
    }
    if let isSong = style.isSong { features.append(Self.firstKind + (isSong ? 1 : 0)) }
    return features.map(Int32.init)
  }

  /// The style that a word names: a composer's or a kind's name, in capitals or small letters, with its accents
  /// or without; `nil` where the model knows none of that name.
  public func style(named name: String) -> Style? {
    let wanted = Self.plain(name)
    if let composer = composers.first(where: { Self.plain($0) == wanted }) {
      return Style(composer: composer)
    }
    if let genre = genres.first(where: { Self.plain($0) == wanted }) {
      return Style(genre: genre, isSong: genre == "song" ? true : nil)
    }
    return nil
  }

  /// A name in small letters, without accents and without what is neither letter nor digit.
  private static func plain(_ name: String) -> String {
    let plain: [Character: Character] = [
      "ą": "a", "ć": "c", "ę": "e", "ł": "l", "ń": "n", "ó": "o", "ś": "s", "ź": "z", "ż": "z",
      "é": "e",
      "è": "e", "ê": "e", "ë": "e", "ö": "o", "ü": "u", "ä": "a", "á": "a", "à": "a", "â": "a",
      "í": "i",
      "î": "i", "ï": "i", "ô": "o", "ò": "o", "ú": "u", "û": "u", "ç": "c", "č": "c", "ř": "r",
      "š": "s",
      "ž": "z", "ý": "y", "ñ": "n", "ø": "o", "å": "a", "ß": "s",
    ]
    return String(
      name.lowercased().map { plain[$0] ?? $0 }.filter { $0.isLetter || $0.isNumber })
  }
}
