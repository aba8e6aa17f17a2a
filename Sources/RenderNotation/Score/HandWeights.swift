/// The weights of hand separation, in thousandths of a natural logarithm for the right hand, learned from 144 scores of
/// piano pieces and songs by logistic regression of each note's staff on the staves of those around it. In 53 other
/// scores 94.7 % of the notes are on the staff that their editors chose.
enum HandWeights {
  /// The semitones that share a weight.
  static let step = 3
  /// The number of weights from far below to far above.
  static let steps = 17

  /// The weights of a neighbour in the left hand, [relation, how far the note is above it].
  static let left: [[Int]] = [
    [
      36, 26, 250, 433, -61, -652, -666, -1011, 101, 188, -71, 90, 634, 2070, 2146, 2071, 2276,
    ],
    [
      187, 64, -47, -93, 761, 206, 219, 401, 1292, 1123, 790, 706, 751, 981, 948, 851, 1041,
    ],
    [
      -120, -74, -115, -33, -68, 215, 46, 3, -547, -241, -16, -41, -172, -199, -80, -161, 0,
    ],
    [
      -43, -43, -81, -263, -136, -164, -101, -175, -461, -163, -1, 33, 5, 63, 116, 249, 162,
    ],
    [
      -30, 9, 18, 48, 23, 41, -11, -36, -199, -25, -76, -83, 28, -6, 32, 39, 127,
    ],
  ]

  /// The weights of a neighbour in the right hand, [relation, how far the note is above it].
  static let right: [[Int]] = [
    [
      -2210, -1838, -1804, -1791, -562, -634, -422, -779, -1052, -143, -102, 343, 72, -42, -292,
      94, 56,
    ],
    [
      -1162, -815, -1086, -1224, -767, -855, -923, -1093, -1042, -14, 347, 262, -752, -473, -671,
      -654, -426,
    ],
    [
      -148, -216, -161, -219, -4, 20, 76, 319, 389, 260, 115, -63, -128, -131, -200, -314, -133,
    ],
    [
      -168, -123, -61, -98, 98, 103, 112, 204, 530, 323, 141, 354, 183, 24, -269, -140, -235,
    ],
    [
      -44, -29, -42, -65, 20, 33, 46, 103, 173, 149, 70, 53, 17, 23, -82, -76, -22,
    ],
  ]

  /// The weights of keys, a third of an octave each, from C2 up.
  static let keys = [
    -1018, -60, -537, -68, -69, 72, 183, 220, 467, 571, 615, 354, 929,
  ]
}
