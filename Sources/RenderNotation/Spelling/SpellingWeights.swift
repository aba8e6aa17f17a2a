/// The weights of pitch spelling, learned from 160 scores of piano pieces and songs: those of the keys by counting along
/// the likeliest path of local keys, the others by logistic regression of each spelling against those twelve fifths away.
/// In 71 other scores 98.0 % of the notes are spelled as by their editors, and 98.4 % with their key signatures. By ps13
/// (Meredith, "The ps13 pitch spelling algorithm", Journal of New Music Research 35, 2006) it is 93.7 %, or 97.4 % where
/// a piece written in the other name of its key as a whole counts as right.
enum SpellingWeights {
  /// The distances in the line of fifths from the major key of a signature: its tonic is 0, its leading note 5.
  static let places = -13...19

  /// The fit of the places to a major key, in thousandths of a natural logarithm.
  static let majorKey = [
    -11745, -11745, -11745, -11745, -11745, -11745, -11745, -9548, -9037, -5204, -6676, -6569,
    -2289, -1511, -1339, -2398, -2944, -1798, -2508, -4688, -6356, -7511, -5463, -6855, -11745,
    -11745, -11745, -11745, -11745, -11745, -11745, -11745, -11745,
  ]

  /// The fit of the places to the minor key of a signature, in thousandths of a natural logarithm.
  static let minorKey = [
    -11211, -11211, -11211, -11211, -11211, -11211, -11211, -9013, -9265, -8503, -6722, -5897,
    -2657, -1881, -4568, -2212, -1641, -1444, -2138, -4910, -5734, -2541, -4336, -6519, -7777,
    -9601, -7203, -11211, -11211, -11211, -11211, -11211, -11211,
  ]

  // The weights from here on are in ten-thousandths of a natural logarithm.

  /// The greatest distance in the line of fifths between two notes that says something.
  static let reach = 14

  /// The weights of distances to the notes that sound with a note, −14...14.
  static let together = [
    -638, -180, 511, -498, -764, -1699, -2107, -4466, -958, 1019, 2560, 1322, 1492, 832, -1339,
    -331, 1328, -379, 636, -1622, -983, 974, -2170, -2317, 737, 1108, 1405, 1364, 1008,
  ]

  /// The weights of distances to notes in the near and the far window, −14...14.
  static let windows: [(near: Int, far: Int)] = Array(zip(nearWindow, farWindow))

  private static let nearWindow = [
    328, -96, 39, -515, 25, -534, -903, -1217, 11, 364, 265, 616, 434, 561, -44, 342, 37, 540,
    634, 764, -226, -2273, -1159, -958, -407, -350, 38, 239, -392,
  ]

  private static let farWindow = [
    -109, -37, -1, -110, -43, 87, -35, -131, 0, 245, 185, 122, 196, 98, 49, 173, 146, 233, 194,
    240, 61, -219, -202, -82, -48, -34, -43, -78, -129,
  ]

  /// The weights of steps of −2, −1, 1 and 2 semitones to the next note, then from such steps of the one before:
  /// of one between two letters, and of the other spelling.
  static let steps: [(letters: Int, other: Int)] = [
    (599, 1161),
    (-21, -5924),
    (1917, -9522),
    (1374, -2059),
    (462, -1933),
    (-2194, -2296),
    (-3675, -7151),
    (-543, -1145),
  ]

  /// The weights of having the name of the next note of the same key, and of the last one.
  static let same = [-1580, -733]

  /// The weight of the fit to the local key.
  static let key = 327

  /// The weights of the places from the signature.
  static let signature = [
    -14663, -9874, -10534, 1128, 3573, 4473, 6472, 5517, 3720, 4087, 2150, 810, 2242, 3988, 6803,
    553, 1927, 190, -1968, -2269, -1919, 2543, 3518, 3587, 2992, 6346, 5081, -1191, -5439, -4169,
    -3664, -1623, -8040,
  ]

  /// The weight of a fifth beyond the names with one accidental.
  static let beyond = -5514
}
