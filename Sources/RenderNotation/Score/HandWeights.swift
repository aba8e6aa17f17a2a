/// The weights of hand separation, learned by `Scripts/hand-weights.py` from 1,500 pieces and songs of the sources of the
/// shipped models with an averaged structured perceptron (Collins, 2002). In 80 others 95.1 % of the notes are in the hand
/// on whose staff their editors wrote them; 99.8 % is the most that a division at each onset can reach.
/// In 70 scores of which MIDI files were read 93.6 % of the notes are on the editors' staff.
enum HandWeights {
  /// The weights in tables; of two hands, the left one first.
  struct Tables {
    /// A note for the right hand after a note of the left and of the right, 13 intervals for each
    /// of five relations: held, just ended and as long, just ended, within a quarter, within four.
    let related = [
      [
        -492, 1110, 460, -238, -101, 322, 1121, 1678, 1419, 915, 386, -464, 102,
        -209, -212, -129, -1, -69, 112, -609, -38, -269, -322, -126, 174, 73,
        -173, 90, 264, 204, -32, -216, -419, -37, 150, 88, 159, 244, 381,
        1, 336, 74, -63, -44, -137, -346, 61, -20, 11, -43, 108, 130,
        -19, 173, 64, -18, 64, -43, -287, -111, -15, -60, -40, 43, 103,
      ],
      [
        -522, 98, -947, -1423, -2108, -1837, -512, -82, 71, 220, -697, -67, 196,
        -330, -570, 142, 169, 235, 555, 254, 150, -91, -279, -262, -73, -500,
        -258, -229, -127, -179, -94, 604, 544, 202, -50, 26, -25, 37, -113,
        -228, -268, -42, -26, 88, 251, 497, 169, -22, -32, -65, -149, -231,
        -38, -39, 39, 71, 64, 84, 214, -21, -24, -42, -59, -31, -56,
      ],
    ]

    /// A note for the right hand whose key the left or the right played last: off the beat since, on it.
    let repeated = [
      [
        189, -158,
      ],
      [
        -160, -118,
      ],
    ]

    /// A note for the right hand by its key, half an octave each from A0.
    let keys = [
      -180, -641, -1832, -1695, -1492, -1031, -210, 616, 1087, 1169, 1302, 1182, 1053,
      283, 25, 0,
    ]

    /// A note for the right hand by how far it is above the mean of the notes around it, a minor third each.
    let aboveMean = [
      -1370, -710, -667, -640, -647, -503, -526, -317, -102, 166, 289, 489, 504,
      469, 737, 1059, 1403,
    ]

    /// A note for the right hand by how far it is above the lowest note within a quarter and below the
    /// highest, eight times eight steps of five semitones.
    let place = [
      292, -224, -930, -965, -484, -897, -998, -1413, 651, 309, -613, -1119, -1462,
      -975, -701, -628, 1069, 751, -126, -987, -852, -857, -818, -663, 893, 886,
      516, -184, -45, -14, -417, 21, 702, 795, 562, 22, 141, -144, 7,
      285, 665, 717, 481, -64, 270, -90, 45, -189, 919, 873, 269, -40,
      251, 177, -88, 145, 1614, 1346, 673, -117, -43, 395, 168, -129,
    ]

    /// Neighbours of a chord in the left hand: nine intervals that end apart, nine that end together.
    let leftChord = [
      -369, -384, -210, -116, -136, 69, 320, 85, -408, -204, 966, 929, 845,
      658, 554, 983, 259, -374,
    ]

    /// The same in the right hand.
    let rightChord = [
      1048, -262, -110, -43, -110, -51, -437, 44, -85, 52, 383, 554, 682,
      443, 302, 388, 373, 361,
    ]

    /// The same in two hands.
    let between = [
      -679, 646, 320, 159, 245, -18, 117, -129, 493, 152, -1349, -1483, -1527,
      -1101, -856, -1371, -632, 13,
    ]

    /// The stretch of the left and the right hand, a whole tone each.
    let stretch = [
      [
        594, 354, 314, 474, 737, 957, 624, -791, -1118, -1783, -1276, -2189,
      ],
      [
        699, 734, 736, 711, 1055, 1126, 1139, -1369, -1875, -2185, -2263, -2404,
      ],
    ]

    /// The distance of the hands, a minor third each, from an octave of overlap.
    let gap = [
      -843, -179, -27, 357, 938, 451, 449, 800, 946, 597, 391, 453, 506,
      636,
    ]

    /// The numbers of notes that the left and the right hand hold, five times five.
    let counts = [
      0, 61, -41, -299, -1722, -61, 446, 648, -264, -188, -405, 154, 162,
      639, 1084, -502, -922, -280, 1222, 1465, -2504, -1184, -167, 737, 1921,
    ]

    /// The movement of the lowest note of the left and the right hand, 13 intervals.
    let lowest = [
      [
        -733, -357, 117, 401, 415, 509, -417, 590, 720, 444, -235, -1073, -1333,
      ],
      [
        -853, -622, -458, -239, -98, 282, 77, 407, -64, -185, -336, -658, -208,
      ],
    ]

    /// The movement of the highest note of the left and the right hand, 13 intervals.
    let highest = [
      [
        -456, -468, -481, -402, -185, 575, 91, 582, -126, -221, -158, -7, 302,
      ],
      [
        -928, -808, -394, -179, 182, 186, -527, 125, 11, -114, -7, -105, -398,
      ],
    ]

    /// The rest of the left and the right hand while the other plays.
    let rest = [
      [
        -1577, -669, -608, -456, -326, 17,
      ],
      [
        -1611, -1570, -1241, -905, -457, -194,
      ],
    ]
  }
}
