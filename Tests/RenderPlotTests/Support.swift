import CRenderCairo
import Glibc
import RenderFiles
import RenderMIDI
import Testing

@testable import RenderPlot

// MARK: - Music

/// A track with its end after the last event.
func track(_ events: [(Int, MIDIEvent)], end: Int? = nil) -> MIDITrack {
  let last = end ?? events.last?.0 ?? 0
  return MIDITrack(
    events: (events + [(last, .meta(.endOfTrack))]).map { TimedEvent(tick: $0.0, event: $0.1) })
}

/// A file whose ticks are milliseconds where it sets no other tempo.
func file(_ tracks: MIDITrack..., format: MIDIFile.Format = .simultaneousTracks) -> MIDIFile {
  MIDIFile(format: format, division: .ticksPerQuarter(500), tracks: tracks)
}

func on(_ key: UInt8, _ velocity: UInt8 = 64, channel: UInt8 = 0) -> MIDIEvent {
  .noteOn(channel: channel, key: key, velocity: velocity)
}

func off(_ key: UInt8, channel: UInt8 = 0) -> MIDIEvent {
  .noteOff(channel: channel, key: key, velocity: 0)
}

func pedal(_ value: UInt8, channel: UInt8 = 0) -> MIDIEvent {
  .controlChange(channel: channel, controller: 64, value: value)
}

extension PianoRoll.Note {
  init(
    _ onset: Double, _ duration: Double, _ key: UInt8, _ velocity: UInt8 = 64, part: Int = 0
  ) {
    self.init(
      onset: onset, duration: duration, key: key, velocity: velocity, channel: 0, part: part)
  }
}

/// A track of a part on a channel: a name and a program, then the events.
func part(
  _ name: String, program: UInt8, channel: UInt8 = 0, _ events: [(Int, MIDIEvent)]
) -> MIDITrack {
  track(
    [
      (0, .meta(.text(.trackName, Array(name.utf8)))),
      (0, .programChange(channel: channel, program: program)),
    ] + events)
}

/// Ten seconds with a note a second, velocities 10, 20, ... 100, and pedal in the first half of it.
let scale: PianoRoll = {
  var events: [(Int, MIDIEvent)] = []
  for index in 0..<10 {
    let key = UInt8(60 + index)
    events.append((index * 1000, on(key, UInt8(10 * (index + 1)))))
    events.append((index * 1000 + 900, off(key)))
  }
  return PianoRoll(
    file(track(events, end: 10_000), track([(0, pedal(127)), (5000, pedal(0))])))
}()

/// Ten seconds at half of full scale, momentary, short-term and integrated loudness apart.
let tone = SoundCurve(
  secondsPerBin: 0.01, minima: [Float](repeating: -0.5, count: 1000),
  maxima: [Float](repeating: 0.5, count: 1000), secondsPerValue: 0.1,
  momentaryLoudness: [Double](repeating: -20, count: 100),
  shortTermLoudness: [Double](repeating: -22, count: 100), integratedLoudness: -26)

// MARK: - Pictures

/// A PNG file as cairo decodes it.
final class DecodedPicture {
  private let surface: OpaquePointer?

  /// Nil for what is no PNG file.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    surface = withUnsafeMutablePointer(to: &rest) {
      cairo_image_surface_create_from_png_stream(
        { closure, target, count in
          let rest = closure!.assumingMemoryBound(to: ArraySlice<UInt8>.self)
          guard rest.pointee.count >= Int(count) else { return CAIRO_STATUS_READ_ERROR }
          for index in 0..<Int(count) { target![index] = rest.pointee.removeFirst() }
          return CAIRO_STATUS_SUCCESS
        }, $0)
    }
    if cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS { return nil }
  }

  deinit { cairo_surface_destroy(surface) }

  var width: Int { Int(cairo_image_surface_get_width(surface)) }
  var height: Int { Int(cairo_image_surface_get_height(surface)) }

  /// 0xRRGGBB at a place in points.
  func color(x: Double, y: Double) -> UInt32 {
    let stride = Int(cairo_image_surface_get_stride(surface))
    let row = cairo_image_surface_get_data(surface)! + Int(y * 2) * stride
    return UnsafeRawPointer(row).load(fromByteOffset: Int(x * 2) * 4, as: UInt32.self) & 0xFFFFFF
  }

  /// How many pixels have a colour.
  func count(of color: Color) -> Int {
    let code = color.code
    var count = 0
    for y in 0..<height {
      for x in 0..<width where self.color(x: Double(x) / 2, y: Double(y) / 2) == code { count += 1 }
    }
    return count
  }
}

func decoded(_ picture: some Picture) throws -> DecodedPicture {
  try #require(try DecodedPicture(picture.encoded(as: .png)))
}

extension Color {
  /// 0xRRGGBB as cairo has it: the upper halves of numbers of 16 bits.
  var code: UInt32 {
    [red, green, blue].reduce(0) { $0 << 8 | UInt32(($1 * 65535).rounded()) >> 8 }
  }
}
