/// Velocities and decibels: the amplitude of a SoundFont's note goes with the square of its
/// velocity (SoundFont 2.04, 8.4.1), so that a level is 40 log10(velocity / 127) dB below the
/// greatest. Expression, controller 11, has the same law (8.4.7).
enum SoundLevel {
  /// The level in dB above which levels are compressed, so that loud notes still differ.
  static let knee = -8.0

  /// The velocity of a note, 1...127, that is played so many dB louder than a base of 1...127.
  static func velocity(base: Int, louderBy decibels: Double) -> UInt8 {
    value(nearest: compressed(self.decibels(base) + decibels))
  }

  /// The level of a value of 1...127, in dB below the greatest.
  static func decibels(_ value: Int) -> Double { Double(microdecibels[value - 1]) * 1e-6 }

  /// The value of 1...127 whose level in dB is nearest.
  static func value(nearest level: Double) -> UInt8 {
    let target = Int((max(level, -100) * 1e6).rounded())
    var low = 0
    var high = microdecibels.count - 1
    while low < high {
      let middle = (low + high) / 2
      if microdecibels[middle] < target { low = middle + 1 } else { high = middle }
    }
    let isNearerBelow =
      low > 0 && target - microdecibels[low - 1] <= microdecibels[low] - target
    return UInt8(isNearerBelow ? low : low + 1)
  }

  /// The level in dB after compression: above the knee a hyperbola whose slope begins with 1 and which never
  /// reaches 0 dB.
  static func compressed(_ level: Double) -> Double {
    let excess = level - knee
    guard excess > 0 else { return level }
    return knee + excess * -knee / (excess - knee)
  }

  /// The levels 40 log10(v / 127) dB for v from 1 on, in millionths: a table, since the last bits of a
  /// logarithm differ between C libraries.
  static let microdecibels = [
    -84_152_149, -72_110_949, -65_067_299, -60_069_749, -56_193_349, -53_026_099, -50_348_227,
    -48_028_549, -45_982_448, -44_152_149, -42_496_441, -40_984_899, -39_594_415, -38_307_027,
    -37_108_498, -35_987_350, -34_934_192, -33_941_249, -33_002_005, -32_110_949, -31_263_377,
    -30_455_242, -29_683_035, -28_943_699, -28_234_548, -27_553_215, -26_897_598, -26_265_828,
    -25_656_229, -25_067_299, -24_497_681, -23_946_150, -23_411_591, -22_892_992, -22_389_427,
    -21_900_049, -21_424_080, -20_960_805, -20_509_565, -20_069_749, -19_640_795, -19_222_177,
    -18_813_411, -18_414_042, -18_023_648, -17_641_836, -17_268_235, -16_902_499, -16_544_306,
    -16_193_349, -15_849_342, -15_512_015, -15_181_114, -14_856_398, -14_537_641, -14_224_628,
    -13_917_155, -13_615_029, -13_318_068, -13_026_099, -12_738_955, -12_456_481, -12_178_527,
    -11_904_950, -11_635_615, -11_370_391, -11_109_157, -10_851_792, -10_598_185, -10_348_227,
    -10_101_815, -9_858_849, -9_619_234, -9_382_880, -9_149_698, -8_919_605, -8_692_520,
    -8_468_365, -8_247_065, -8_028_549, -7_812_748, -7_599_595, -7_389_025, -7_180_977,
    -6_975_392, -6_772_211, -6_571_379, -6_372_842, -6_176_549, -5_982_448, -5_790_493,
    -5_600_636, -5_412_831, -5_227_035, -5_043_205, -4_861_300, -4_681_279, -4_503_106,
    -4_326_741, -4_152_149, -3_979_294, -3_808_142, -3_638_660, -3_470_815, -3_304_577,
    -3_139_914, -2_976_798, -2_815_199, -2_655_089, -2_496_441, -2_339_230, -2_183_428,
    -2_029_011, -1_875_955, -1_724_235, -1_573_829, -1_424_714, -1_276_869, -1_130_270,
    -984_899, -840_734, -697_756, -555_944, -415_281, -275_748, -137_327,
    0,
  ]
}
