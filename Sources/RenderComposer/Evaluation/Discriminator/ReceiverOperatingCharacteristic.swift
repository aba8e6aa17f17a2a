/// The area under the receiver operating characteristic (AUC): the probability that a score of the second sample is
/// above one of the first, where equal ones count half; 0.5 where one of them is empty.
func areaUnderCurve(_ first: [Double], _ second: [Double]) -> Double {
  guard !first.isEmpty, !second.isEmpty else { return 0.5 }
  let sorted = (first.map { ($0, false) } + second.map { ($0, true) }).sorted { $0.0 < $1.0 }
  var (below, area) = (0.0, 0.0)
  var index = 0
  while index < sorted.count {
    let end = sorted[index...].firstIndex { $0.0 != sorted[index].0 } ?? sorted.count
    let seconds = Double(sorted[index..<end].count { $0.1 })
    let firsts = Double(end - index) - seconds
    area += seconds * (below + firsts / 2)
    below += firsts
    index = end
  }
  return area / Double(first.count) / Double(second.count)
}
