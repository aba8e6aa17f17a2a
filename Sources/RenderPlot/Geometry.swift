/// A place on the picture, in points; y runs downwards.
struct Point: Hashable {
  var x: Double
  var y: Double
}

struct Rectangle: Hashable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
}
