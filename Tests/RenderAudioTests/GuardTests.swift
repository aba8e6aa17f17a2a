import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("What no sound can be is refused")
struct GuardTests {
  @Test("Settings of the synthesis that are out of range or no numbers")
  func settings() {
    let changes: [(inout RenderSettings) -> Void] = [
      { $0.sampleRate = 22_049 }, { $0.sampleRate = 96_001 }, { $0.sampleRate = 0 },
      { $0.sampleRate = .max }, { $0.sampleRate = .min }, { $0.gain = .nan }, { $0.gain = -1 },
      { $0.gain = .infinity }, { $0.polyphony = 0 }, { $0.reverb?.level = 1.1 },
      { $0.reverb?.level = .nan }, { $0.tailThreshold = .nan },
      { $0.maximumTail = .infinity }, { $0.maximumLeadIn = -1 }, { $0.maximumSeconds = .nan },
    ]
    for change in changes {
      var settings = RenderSettings()
      change(&settings)
      #expect(throws: AudioError.self, "\(settings)") {
        try Renderer(soundFont: Fonts.sine, settings: settings)
      }
    }
    for rate in [RenderSettings.sampleRates.lowerBound, RenderSettings.sampleRates.upperBound] {
      var settings = RenderSettings()
      settings.sampleRate = rate
      #expect(throws: Never.self) { try settings.validate() }
    }
  }

  @Test("Every format's sample rates are among those that can be rendered")
  func rates() {
    for format in AudioFileFormat.allCases {
      for rate in [8000, 16_000, 22_049, 96_001] { #expect(!format.supports(sampleRate: rate)) }
      #expect(RenderSettings.sampleRates.contains(format.defaultSampleRate))
    }
  }

  @Test("Numbers of threads", arguments: [0, -1, 257, .max, .min])
  func threads(count: Int) {
    #expect(
      throws: AudioError.setting(
        name: "the number of threads", value: Double(count), allowed: 1...256)
    ) {
      try Renderer(soundFont: Fonts.sine, threads: count)
    }
  }

  @Test("Levels and qualities, before a file is begun")
  func files() throws {
    let folder = TemporaryFolder()
    let renderer = try Renderer(soundFont: Fonts.sine)
    let midi = millisecondFile([(0, noteOn(69)), (500, noteOff(69))])
    let changes: [(inout AudioFileOptions) -> Void] = [
      { $0.level.target = .loudness(.nan) }, { $0.level.target = .loudness(-71) },
      { $0.level.target = .loudness(0) }, { $0.level.target = .gain(61) },
      { $0.level.target = .gain(-.infinity) }, { $0.level.ceiling = 1 },
      { $0.level.ceiling = .nan }, { $0.quality = .nan }, { $0.quality = -1 },
      { $0.quality = 11 },
    ]
    for change in changes {
      var options = AudioFileOptions()
      change(&options)
      #expect(throws: AudioError.self, "\(options)") {
        try options.validate(for: .mp3, sampleRate: 44_100)
      }
      #expect(throws: AudioError.self, "\(options)") {
        try renderer.render(midi, to: .file(folder.path("a.mp3")), options: options)
      }
    }
    #expect(folder.names == [])
  }
}
