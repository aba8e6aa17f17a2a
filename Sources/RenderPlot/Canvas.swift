import CRenderCairo

/// A picture that cairo draws: the only owner of its surface and context.
///
/// Lengths are points, y runs downwards. Everything is drawn alike in the three formats: in PNG a
/// point is two pixels wide.
final class Canvas {
  /// The bytes that cairo has written.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  private static let pixelsPerPoint = 2.0

  private let format: PlotFileFormat
  private let sink = Sink()
  private let surface: OpaquePointer?
  private let context: OpaquePointer?

  init(format: PlotFileFormat, width: Double, height: Double, title: String) {
    self.format = format
    let closure = Unmanaged.passUnretained(sink).toOpaque()
    switch format {
    case .png:
      let scale = Self.pixelsPerPoint
      surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32(width * scale), Int32(height * scale))
    case .svg:
      surface = cairo_svg_surface_create_for_stream(Self.write, closure, width, height)
    case .pdf:
      surface = cairo_pdf_surface_create_for_stream(Self.write, closure, width, height)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
      // No date at all, where cairo would write today's: the same picture is the same bytes.
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "")
    }
    context = cairo_create(surface)
    if format == .png { cairo_scale(context, Self.pixelsPerPoint, Self.pixelsPerPoint) }
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Ends the picture.
  ///
  /// - Returns: the bytes of a file in the canvas's format.
  func finish() throws(PlotError) -> [UInt8] {
    try check(cairo_status(context))
    cairo_surface_flush(surface)
    if format == .png {
      let closure = Unmanaged.passUnretained(sink).toOpaque()
      try check(cairo_surface_write_to_png_stream(surface, Self.write, closure))
    }
    cairo_surface_finish(surface)
    try check(cairo_surface_status(surface))
    return format == .svg ? Self.withoutSurfaceNumber(sink.bytes) : sink.bytes
  }

  /// The SVG without the number in the name of its group. Cairo 1.16 counts all surfaces of the process
  /// there; nothing refers to it, and it would make every picture differ from the last.
  private static func withoutSurfaceNumber(_ svg: [UInt8]) -> [UInt8] {
    guard let name = svg.firstRange(of: Array("<g id=\"surface".utf8)) else { return svg }
    let rest = svg[name.upperBound...].drop { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    return Array(svg[..<name.upperBound]) + rest
  }

  private func check(_ status: cairo_status_t) throws(PlotError) {
    if status == CAIRO_STATUS_SUCCESS { return }
    throw .drawing(reason: String(cString: cairo_status_to_string(status)))
  }

  private static let write: cairo_write_func_t = { closure, bytes, count in
    guard let closure else { return CAIRO_STATUS_WRITE_ERROR }
    let sink = Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
    sink.bytes += UnsafeBufferPointer(start: bytes, count: Int(count))
    return CAIRO_STATUS_SUCCESS
  }

  // MARK: Shapes

  func fill(_ rectangles: [Rectangle], _ color: Color) {
    for rectangle in rectangles {
      cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    }
    setSource(color)
    cairo_fill(context)
  }

  func fill(_ rectangle: Rectangle, _ color: Color) { fill([rectangle], color) }

  func fill(polygon points: [Point], _ color: Color) {
    trace(points)
    cairo_close_path(context)
    setSource(color)
    cairo_fill(context)
  }

  /// Draws a line through points; `dashes` are the lengths of its strokes and gaps, in points.
  func stroke(_ points: [Point], _ color: Color, width: Double, dashes: [Double] = []) {
    trace(points)
    setSource(color)
    cairo_set_line_width(context, width)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    cairo_set_dash(context, dashes, Int32(dashes.count), 0)
    cairo_stroke(context)
  }

  /// Draws with everything outside the rectangle cut off.
  func clipped(to rectangle: Rectangle, _ draw: () -> Void) {
    cairo_save(context)
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    cairo_clip(context)
    draw()
    cairo_restore(context)
  }

  private func trace(_ points: [Point]) {
    for point in points { cairo_line_to(context, point.x, point.y) }
  }

  private func setSource(_ color: Color) {
    cairo_set_source_rgb(context, color.red, color.green, color.blue)
  }

  // MARK: Text

  enum Anchor {
    case left, center, right
  }

  struct Font {
    var size: Double
    var isBold = false
  }

  /// Writes a line of text whose baseline goes through the point.
  func write(
    _ text: String, at point: Point, _ font: Font, _ color: Color = .ink, anchor: Anchor = .left
  ) {
    let offset =
      switch anchor {
      case .left: 0.0
      case .center: width(of: text, font) / 2
      case .right: width(of: text, font)
      }
    select(font)
    setSource(color)
    cairo_move_to(context, point.x - offset, point.y)
    cairo_show_text(context, text)
    cairo_new_path(context)
  }

  func width(of text: String, _ font: Font) -> Double {
    select(font)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  private func select(_ font: Font) {
    cairo_select_font_face(
      context, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
      font.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, font.size)
  }
}
