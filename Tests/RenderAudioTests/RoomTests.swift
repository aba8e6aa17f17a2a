import CRenderKernels
import Glibc
import Testing

@testable import RenderAudio

@Suite("A room") struct RoomTests {
  static let octaves = (0..<7).map { 125 * Double(1 << $0) }
  static let designs: [RoomDesign] = RenderSettings.Reverb.Room.allCases.map(\.design)

  /// Noise that is the same everywhere.
  static func noise(frames: Int, seed: UInt32 = 1) -> [Float] {
    var state = seed
    return (0..<2 * frames).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int32(bitPattern: state)) * 0x1p-32
    }
  }

  @Test(
    "decays in the time that was written down, to a tenth in each octave",
    arguments: RenderSettings.Reverb.Room.allCases, [44_100, 48_000])
  func decay(room: RenderSettings.Reverb.Room, sampleRate: Int) {
    let curve = room.design.decay
    let responses = [0, 1].map {
      ImpulseResponse(room.design, sampleRate: sampleRate, sides: [$0], seconds: curve.low)
    }
    for octave in Self.octaves {
      let decays = responses.map { $0.decay(octave) }
      let time = reverberationTime(
        zip(decays[0], decays[1]).map { $0 + $1 }, sampleRate: sampleRate)
      let error = time / curve.time(at: octave) - 1
      #expect(
        abs(error) < 0.1, "\(room) at \(octave) Hz: \(time) s, not \(curve.time(at: octave))")
    }
  }

  @Test(
    "can be told by its times of decay at all sample rates, too",
    arguments: [22_050, 32_000, 88_200, 96_000])
  func sampleRates(sampleRate: Int) {
    for octave in [125.0, 1000, 4000] {
      let response = ImpulseResponse(.chamber, sampleRate: sampleRate, seconds: 1.5)
      let time = reverberationTime(response.decay(octave), sampleRate: sampleRate)
      #expect(abs(time / RoomDesign.chamber.decay.time(at: octave) - 1) < 0.12, "\(octave) Hz")
    }
  }

  /// The share of samples beyond the standard deviation within 20 ms, 1 for Gaussian noise (Abel and Huang 2006).
  private func echoDensity(_ sound: ArraySlice<Double>) -> Double {
    let window = (0..<sound.count).map { frame -> Double in
      let angle = 2 * Double.pi * (Double(frame) + 0.5) / Double(sound.count)
      return 0.5 - 0.5 * cos(angle)
    }
    let weight = window.reduce(0, +)
    var variance = 0.0
    for (share, sample) in zip(window, sound) { variance += share * sample * sample / weight }
    var beyond = 0.0
    for (share, sample) in zip(window, sound) where sample * sample > variance { beyond += share }
    return beyond / weight / 0.3173
  }

  @Test(
    "is as dense as noise soon after its first reflection",
    arguments: zip(RenderSettings.Reverb.Room.allCases, [0.06, 0.09, 0.13, 0.2]))
  func density(room: RenderSettings.Reverb.Room, seconds: Double) {
    for side in 0...1 {
      let response = ImpulseResponse(room.design, sides: [side], seconds: 0.6)
      for channel in [response.left, response.right] {
        let starts = stride(from: Int(44_100 * seconds), to: 22_050, by: 882)
        let densities = starts.map { echoDensity(channel[$0..<$0 + 882]) }
        #expect(densities.allSatisfy { $0 > 0.7 })
        #expect(densities.reduce(0, +) / Double(densities.count) > 0.95)
      }
    }
  }

  @Test("loses little in mono, and its tail has nothing in common left and right")
  func mono() {
    for design in Self.designs {
      for sides in [[0], [1], [0, 1]] {
        let response = ImpulseResponse(design, sides: sides, seconds: 1)
        let (left, right) = (response.left.dropFirst(4410), response.right.dropFirst(4410))
        func product(_ first: ArraySlice<Double>, _ second: ArraySlice<Double>) -> Double {
          zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let (both, l, r) = (product(left, right), product(left, left), product(right, right))
        #expect(abs(both) < 0.12 * (l * r).squareRoot())
        #expect(abs(10 * log10(l / r)) < 1)
        var (mono, stereo) = (0.0, 0.0)
        for (left, right) in zip(response.left, response.right) {
          mono += (left + right) * (left + right) / 4
          stereo += (left * left + right * right) / 2
        }
        // Two sounds that have nothing in common lose 3 dB.
        #expect(10 * log10(mono / stereo) > -3.6)
      }
    }
  }

  @Test("adds as much as any other, at all sample rates", arguments: [44_100, 96_000])
  func level(sampleRate: Int) {
    for design in Self.designs {
      let levels = [[0], [1]].map { sides in
        let response = ImpulseResponse(
          design, sampleRate: sampleRate, sides: sides, seconds: design.decay.low)
        // An octave of an impulse has so much of its energy.
        let energies = Self.octaves.map {
          response.energy($0) / ($0 * 0.7071 / (Double(sampleRate) / 2))
        }
        return energies.reduce(0, +) / Double(energies.count)
      }
      #expect(levels.allSatisfy { abs(10 * log10($0)) < 1 }, "\(design.decay.middle) s: \(levels)")
    }
  }

  @Test("has no resonance in its tail that stands out from its neighbours")
  func resonances() {
    for design in Self.designs {
      let count = 1 << 16
      let response = ImpulseResponse(design, seconds: 1.6 + 0.3 * design.decay.middle)
      let start = Int(0.3 * design.decay.middle * 44_100)
      let window = (0..<count).map { frame -> Double in
        0.5 - 0.5 * cos(2 * Double.pi * Double(frame) / Double(count))
      }
      let powers = powerSpectrum(
        zip(response.left[start..<start + count], window).map { $0 * $1 })
      var low = 100.0
      while low < 12_000 {
        let bins = (low / 44_100 * Double(count), 1.26 * low / 44_100 * Double(count))
        let band = powers[Int(bins.0)..<Int(bins.1)]
        let mean = band.reduce(0, +) / Double(band.count)
        #expect(10 * log10(band.max()! / mean) < 17, "near \(low) Hz")
        low *= 1.26
      }
    }
  }

  @Test("gives the same samples for blocks that come in any number at a time")
  func partition() {
    let sound = Self.noise(frames: 64 * 90)
    let whole = Reverberator(.hall, sampleRate: 44_100).answer(to: sound)
    for blocks in [1, 3, 64] {
      #expect(
        Reverberator(.hall, sampleRate: 44_100).answer(to: sound, blocks: blocks) == whole)
    }
  }

  @Test("gives the same samples with all instructions that the processor has")
  func instructions() {
    let sound = Self.noise(frames: 64 * 200)
    for design in Self.designs {
      let answers = [CK_SCALAR, CK_NEON, CK_AVX2, CK_AVX512].map {
        Reverberator(design, sampleRate: 48_000, instructions: $0).answer(to: sound)
      }
      #expect(answers.allSatisfy { $0 == answers[0] })
    }
  }

  @Test("adds for a sum of sounds what it adds for each")
  func linearity() {
    let (first, second) = (Self.noise(frames: 6400), Self.noise(frames: 6400, seed: 2))
    let answers = [first, second, zip(first, second).map { $0 + $1 }].map {
      Reverberator(.chamber, sampleRate: 44_100).answer(to: $0)
    }
    let difference = answers[2].indices.map { answers[0][$0] + answers[1][$0] - answers[2][$0] }
    #expect(answers[2].peak > 0.3 && difference.peak < 1e-6)
  }

  @Test("has no numbers that are slow to compute with after long silence")
  func silence() {
    var sound = Self.noise(frames: 64)
    sound += [Float](repeating: 0, count: 2 * 64 * 20_000)
    let answer = Reverberator(.room, sampleRate: 44_100).answer(to: sound)
    let end = answer.suffix(2000)
    #expect(end.allSatisfy { abs($0) < 1e-15 && abs($0) > Float.leastNormalMagnitude })
  }
}

/// The powers of a spectrum of a power of two of samples, up to half of their rate.
private func powerSpectrum(_ samples: [Double]) -> [Double] {
  func transform(_ real: [Double], _ imaginary: [Double]) -> ([Double], [Double]) {
    let half = real.count / 2
    if half == 0 { return (real, imaginary) }
    func part(_ offset: Int) -> ([Double], [Double]) {
      let places = stride(from: offset, to: real.count, by: 2)
      return transform(places.map { real[$0] }, places.map { imaginary[$0] })
    }
    let (even, odd) = (part(0), part(1))
    var result = (real, imaginary)
    for index in 0..<half {
      let angle = -Double.pi * Double(index) / Double(half)
      let (c, s) = (cos(angle), sin(angle))
      let turned = (
        c * odd.0[index] - s * odd.1[index], s * odd.0[index] + c * odd.1[index]
      )
      result.0[index] = even.0[index] + turned.0
      result.1[index] = even.1[index] + turned.1
      result.0[index + half] = even.0[index] - turned.0
      result.1[index + half] = even.1[index] - turned.1
    }
    return result
  }
  let (real, imaginary) = transform(samples, samples.map { _ in 0 })
  return (0..<samples.count / 2).map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
}
