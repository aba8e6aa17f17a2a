/// The levels of places in a bar, from the strongest.
enum MetricalLevel: Int {
  case downbeat, strongBeat, beat, half, quarter, other

  /// The level of a place.
  ///
  /// - Parameters:
  ///   - place: in units from the beginning of the bar.
  ///   - strong: the units from one strong beat to the next; `nil` where the downbeat is the only one.
  ///   - beat: the units of a beat.
  init(ofPlace place: Int, strong: Int?, beat: Int) {
    if place == 0 {
      self = .downbeat
    } else if let strong, place.isMultiple(of: strong) {
      self = .strongBeat
    } else if place.isMultiple(of: beat) {
      self = .beat
    } else if place.isMultiple(of: beat / 2) {
      self = .half
    } else {
      self = place.isMultiple(of: beat / 4) ? .quarter : .other
    }
  }
}
