// y += x · W over packed panels. Part of every instruction set's source: see implementation.h.
//
// Every output is one chain of fma over k ascending, begun with the value in y. Tiles only choose
// which chains run at once, and when a chain rests in y meanwhile, which changes no bit.

enum {
  PANEL_VECTORS = CK_PANEL / LANES,
  // As many chains as hide the latency of fma where there is one row.
  MANY_CHAINS = 8,
  MAX_CHAINS = 24,
  // Steps of k after which many rows come back to the same weights: 16 KiB of a panel, which stay
  // in the first cache.
  DEPTH = 128
};

// Brings `rows` rows × `panels` panels × `vectors` vectors of columns forward by `depth` steps of
// k, in registers: all three are constants where this is inlined.
INLINE void tile(const size_t rows, const size_t panels, const size_t vectors, size_t depth,
                 const float *x, size_t ldx, const float *packed, size_t panel_stride, float *y,
                 size_t ldy) {
  vf chains[MAX_CHAINS];
  const size_t columns = panels * vectors;
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < columns; j++) chains[r * columns + j] = load(y + r * ldy + j * LANES);
  for (size_t k = 0; k < depth; k++) {
    vf weights[MAX_CHAINS];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < columns; j++)
      weights[j] =
          load(packed + j / vectors * panel_stride + k * CK_PANEL + j % vectors * LANES);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      const vf factor = splat(x[r * ldx + k]);
#pragma clang loop unroll(full)
      for (size_t j = 0; j < columns; j++)
        chains[r * columns + j] = fma_(factor, weights[j], chains[r * columns + j]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < columns; j++) store(y + r * ldy + j * LANES, chains[r * columns + j]);
}

// All rows, at most FEW_ROWS and a constant where this is inlined, of whole panels. The weights are
// read once, in sequence; so several panels are open at a time where the rows alone are too few
// chains.
enum { FEW_ROWS = 3 };

INLINE void few_rows(const size_t rows, size_t inputs, const float *x, size_t ldx,
                     const float *packed, float *y, size_t ldy, size_t panels) {
  const size_t chains = rows * PANEL_VECTORS;
  const size_t open = chains >= MANY_CHAINS ? 1 : (MANY_CHAINS + chains - 1) / chains;
  const size_t stride = inputs * CK_PANEL;
  size_t panel = 0;
  for (; panel + open <= panels; panel += open)
    tile(rows, open, PANEL_VECTORS, inputs, x, ldx, packed + panel * stride, stride,
         y + panel * CK_PANEL, ldy);
  for (; panel < panels; panel++)
    tile(rows, 1, PANEL_VECTORS, inputs, x, ldx, packed + panel * stride, stride,
         y + panel * CK_PANEL, ldy);
}

// Any number of rows of one panel.
static void many_rows(size_t rows, size_t inputs, const float *x, size_t ldx, const float *packed,
                      float *y, size_t ldy) {
  // As few blocks of rows as there must be, and of equal height.
  const size_t blocks = (rows + TILE_ROWS - 1) / TILE_ROWS;
  for (size_t k = 0; k < inputs; k += DEPTH) {
    const size_t depth = inputs - k < DEPTH ? inputs - k : DEPTH;
    for (size_t column = 0; column < CK_PANEL; column += TILE_VECTORS * LANES) {
      const float *w = packed + k * CK_PANEL + column;
      for (size_t block = 0, row = 0; block < blocks; block++) {
        const size_t height = (rows - row) / (blocks - block);
        const float *xs = x + row * ldx + k;
        float *ys = y + row * ldy + column;
        switch (height) {
#define TILE_OF(n) \
  case n: tile(n, 1, TILE_VECTORS, depth, xs, ldx, w, 0, ys, ldy); break;
          TILE_OF(1)
          TILE_OF(2)
          TILE_OF(3)
          TILE_OF(4)
#if TILE_ROWS > 4
          TILE_OF(5)
          TILE_OF(6)
#endif
#if TILE_ROWS > 6
          TILE_OF(7)
          TILE_OF(8)
#endif
#undef TILE_OF
          default: __builtin_unreachable();
        }
        row += height;
      }
    }
  }
}

// The last panel where its columns do not fill it: through a buffer of its full width.
static void narrow_panel(size_t rows, size_t inputs, size_t columns, const float *x, size_t ldx,
                         const float *packed, float *y, size_t ldy) {
  float buffer[TILE_ROWS * CK_PANEL] = {0};
  for (size_t row = 0; row < rows; row += TILE_ROWS) {
    const size_t height = rows - row < TILE_ROWS ? rows - row : TILE_ROWS;
    for (size_t r = 0; r < height; r++)
      memcpy(buffer + r * CK_PANEL, y + (row + r) * ldy, columns * sizeof(float));
    many_rows(height, inputs, x + row * ldx, ldx, packed, buffer, CK_PANEL);
    for (size_t r = 0; r < height; r++)
      memcpy(y + (row + r) * ldy, buffer + r * CK_PANEL, columns * sizeof(float));
  }
}

static void affine(size_t rows, size_t inputs, size_t outputs, const float *x, size_t ldx,
                   const float *packed, float *y, size_t ldy, size_t first_panel,
                   size_t last_panel) {
  const size_t whole = outputs / CK_PANEL;
  const size_t whole_end = last_panel < whole ? last_panel : whole;
  const size_t stride = inputs * CK_PANEL;
  if (first_panel < whole_end) {
    const size_t panels = whole_end - first_panel;
    const float *w = packed + first_panel * stride;
    float *ys = y + first_panel * CK_PANEL;
    switch (rows) {
      case 0: return;
      case 1: few_rows(1, inputs, x, ldx, w, ys, ldy, panels); break;
      case 2: few_rows(2, inputs, x, ldx, w, ys, ldy, panels); break;
      case FEW_ROWS: few_rows(FEW_ROWS, inputs, x, ldx, w, ys, ldy, panels); break;
      default:
        for (size_t panel = 0; panel < panels; panel++)
          many_rows(rows, inputs, x, ldx, w + panel * stride, ys + panel * CK_PANEL, ldy);
    }
  }
  if (first_panel <= whole && last_panel > whole && outputs % CK_PANEL != 0)
    narrow_panel(rows, inputs, outputs % CK_PANEL, x, ldx, packed + whole * stride,
                 y + whole * CK_PANEL, ldy);
}
