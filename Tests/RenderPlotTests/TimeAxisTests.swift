import Testing

@testable import RenderPlot

@Suite("The time axis") struct TimeAxisTests {
  private func labels(_ seconds: Double) -> [String] {
    TimeAxis(seconds: seconds, left: 0, width: 1100).ticks.map(\.label)
  }

  @Test("has tenths for seconds, minutes for minutes, hours for hours")
  func labels() {
    #expect(labels(2).prefix(3) == ["0:00.0", "0:00.2", "0:00.4"])
    #expect(labels(10).prefix(3) == ["0:00", "0:01", "0:02"])
    #expect(labels(125).suffix(2) == ["1:50", "2:00"])
    #expect(labels(3600).suffix(2) == ["0:55:00", "1:00:00"])
    #expect(labels(10_800).suffix(2) == ["2:45:00", "3:00:00"])
  }

  @Test("has room for its labels at any length")
  func spacing() {
    for seconds in [
      0, 0.3, 1, 5, 59, 61, 600, 3599, 3601, 86_400, 1e7, 1e12, 1e300, .infinity, .nan,
    ] {
      #expect(1...16 ~= labels(seconds).count, "\(seconds) s")
    }
  }
}

@Suite("An envelope") struct EnvelopeTests {
  @Test("keeps the extremes of each column and leaves a gap where there is no number")
  func columns() {
    let axis = TimeAxis(seconds: 8, left: 0, width: 4)
    let low = [0, -1, 2, 3, .nan, 5, 6, 7.0]
    let envelope = Envelope(
      count: 8, axis: axis, columnWidth: 1, time: { Double($0) }, values: { (low[$0], 9) })
    #expect(envelope.stretches.map { $0.map(\.low) } == [[-1, 2], [5, 6]])
    #expect(envelope.stretches[0][0].x == 0.25)
    #expect(envelope.stretches[0][0].mean == 4.25)
  }
}
