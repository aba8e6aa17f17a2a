/// The weights of hand separation, learned from 1,551 pieces and songs, 1.6 million notes, with an averaged structured
/// perceptron (Collins, 2002) by the method of `Scripts/hand-weights.py`. In 102 others, 94.9 % of the notes are in the
/// hand on whose staff their editors wrote them; 99.8 % is the most that a division at each onset can reach. In 70
/// scores held out, of which MIDI files were read, 93.6 % of the notes are on the editors' staff.
enum HandWeights {
  /// The weights in tables; of two hands, the left one first.
  struct Tables {
    /// A note for the right hand after a note of the left and of the right, [13 intervals for each of five relations:
    /// held, just ended and as long, just ended, within a quarter, within four].
    let related = [
      [
        -284, 758, 745, -202, -119, 480, 1025, 1666, 1432, 1052, 469, -425, 118, -202, -168,
        -165, 90, -86, 25, -689, 40, -299, -330, -87, 183, 114, -166, 78, 330, 178, -4, -261,
        -406, -105, 167, 125, 198, 320, 349, -39, 276, 68, -87, -58, -75, -415, 67, -38, 25, -22,
        83, 189, -64, 266, 70, -28, 81, -44, -272, -118, -34, -63, -32, 63, 107,
      ],
      [
        -646, -52, -1000, -1477, -2119, -1673, -628, 12, 1, 216, -715, 30, 59, -327, -653, 148,
        190, 228, 534, 296, 235, -156, -356, -214, -250, -438, -288, -226, -148, -165, -103, 645,
        677, 99, -32, 17, 21, 82, -298, -233, -246, -56, -17, 115, 264, 452, 190, -70, -3, -24,
        -209, -286, -36, -45, 47, 76, 80, 87, 240, -10, -17, -34, -52, -45, -28,
      ],
    ]

    /// A note for the right hand whose key the left or the right played last, [off the beat since, on it].
    let repeated = [
      [
        196, -136,
      ],
      [
        -196, -127,
      ],
    ]

    /// A note for the right hand by its key, half an octave each from A0.
    let keys = [
      -263, -703, -1753, -1793, -1570, -1140, -256, 625, 1087, 1195, 1579, 1109, 857, 295, 12, 0,
    ]

    /// A note for the right hand by how far it is above the mean of the notes around it, a minor third each.
    let aboveMean = [
      -1354, -686, -509, -633, -728, -540, -560, -299, -143, 107, 237, 512, 578, 493, 817, 839,
      1150,
    ]

    /// A note for the right hand by how far it is above the lowest note within a quarter, and below the highest,
    /// eight times eight steps of five semitones.
    let place = [
      245, -190, -844, -676, -518, -710, -1072, -1368, 617, 226, -609, -1131, -1306, -681, -505,
      -449, 923, 732, -160, -1061, -778, -539, -641, -581, 859, 863, 511, -223, -29, 20, -425,
      20, 525, 721, 620, -45, -180, -24, 140, 249, 525, 705, 531, -140, 137, -49, -44, -165, 570,
      795, 314, 4, 149, 6, -58, 47, 1476, 1136, 629, -61, -122, 372, 10, -11,
    ]

    /// Neighbours of a chord in the left hand, [nine intervals that end apart, nine that end together].
    let leftChord = [
      -326, -358, -259, -218, -218, 91, 247, 149, -404, -340, 927, 892, 853, 651, 557, 1011, 311,
      -449,
    ]

    /// The same in the right hand.
    let rightChord = [
      1033, -328, -109, 2, -157, -95, -466, -89, -78, 46, 345, 482, 580, 330, 150, 312, 330, 333,
    ]

    /// The same in two hands.
    let between = [
      -707, 686, 368, 216, 375, 4, 219, -60, 482, 293, -1271, -1374, -1433, -981, -707, -1324,
      -642, 116,
    ]

    /// The stretch of the left and the right hand, a whole tone each.
    let stretch = [
      [
        707, 342, 343, 515, 805, 1056, 702, -644, -1015, -1607, -1378, -2224,
      ],
      [
        618, 665, 697, 683, 1043, 1123, 1180, -1311, -1684, -2040, -2096, -2217,
      ],
    ]

    /// The distance of the hands, a minor third each, from an octave of overlap.
    let gap = [
      -828, -303, -65, 373, 1024, 446, 407, 737, 936, 648, 392, 352, 620, 754,
    ]

    /// The numbers of notes that the left and the right hand hold, five times five.
    let counts = [
      0, 100, -1, -337, -1709, -100, 440, 644, -216, -145, -439, 176, 282, 685, 1056, -483, -828,
      -314, 1161, 1473, -2524, -1241, -170, 598, 1892,
    ]

    /// The movement of the lowest note of the left and the right hand, 13 intervals.
    let lowest = [
      [
        -843, -393, 84, 364, 360, 488, -431, 474, 833, 525, -152, -962, -1362,
      ],
      [
        -890, -677, -447, -244, -106, 319, 74, 445, -36, -136, -283, -544, -32,
      ],
    ]

    /// The movement of the highest note of the left and the right hand, 13 intervals.
    let highest = [
      [
        -494, -506, -499, -402, -170, 545, 104, 621, -146, -229, -153, -14, 327,
      ],
      [
        -1005, -725, -360, -120, 302, 160, -505, 118, 74, -48, -33, -110, -304,
      ],
    ]

    /// The rest of the left and the right hand while the other plays.
    let rest = [
      [
        -1428, -532, -484, -384, -270, 127,
      ],
      [
        -1548, -1603, -1233, -923, -459, -120,
      ],
    ]
  }
}
