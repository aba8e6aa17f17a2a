// y += x · W over packed panels. Part of every instruction set's source: see implementation.h.
//
// Weights are of single precision or of half, which is widened exactly: `size`, the bytes of one,
// is a constant where these functions are inlined.
//
// Every output is one chain of fma over k ascending, begun with the value in y. Tiles only choose
// which chains run at once, and when a chain rests in y meanwhile, which changes no bit.

enum {
  PANEL_VECTORS = CK_PANEL / LANES,
  TILE_COLUMNS = TILE_VECTORS * LANES,
  // As many chains as hide the latency of fma where there is one row.
  MANY_CHAINS = 8,
  MAX_CHAINS = 24,
  // A slab is so many steps of k that the weights of one panel, 16 KiB, stay in the first cache
  // while all the rows pass over them; and as many rows as a call takes at a time.
  SLAB_DEPTH = 16384 / sizeof(float) / CK_PANEL,
  SLAB_ROWS = 128,
  // Not a power of two, so that the rows do not fall into the same lines of the cache.
  SLAB_STRIDE = SLAB_DEPTH + 16
};

INLINE vf load_weights(const void *packed, size_t index, const size_t size) {
  return size == sizeof(float) ? load((const float *)packed + index)
                               : load_half((const uint16_t *)packed + index);
}

INLINE const void *weights_at(const void *packed, size_t index, const size_t size) {
  return (const char *)packed + index * size;
}

// Brings `rows` rows × `panels` panels × `vectors` vectors of columns forward by `depth` steps of
// k, in registers: all three are constants where this is inlined. Meanwhile as many weights at `next`,
// where that is given, are brought nearer.
INLINE void tile(const size_t rows, const size_t panels, const size_t vectors, size_t depth,
                 const float *x, size_t ldx, const void *packed, const size_t size,
                 size_t panel_stride, const char *next, float *y, size_t ldy) {
  vf chains[MAX_CHAINS];
  const size_t columns = panels * vectors;
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < columns; j++) chains[r * columns + j] = load(y + r * ldy + j * LANES);
#pragma clang loop unroll(disable)
  for (size_t k = 0; k < depth; k++) {
    const void *w = weights_at(packed, k * CK_PANEL, size);
    if (next) {
#pragma clang loop unroll(full)
      for (size_t byte = 0; byte < CK_PANEL * size; byte += CACHE_LINE)
        __builtin_prefetch(next + k * CK_PANEL * size + byte, 0, 2);
    }
    // The fewer of factors and weights wait in registers, or the chains would not fit.
    vf waiting[MAX_CHAINS];
    if (rows < columns) {
#pragma clang loop unroll(full)
      for (size_t r = 0; r < rows; r++) waiting[r] = splat(x[r * ldx + k]);
#pragma clang loop unroll(full)
      for (size_t j = 0; j < columns; j++) {
        const vf weights = load_weights(w, j / vectors * panel_stride + j % vectors * LANES, size);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++)
          chains[r * columns + j] = fma_(waiting[r], weights, chains[r * columns + j]);
      }
    } else {
#pragma clang loop unroll(full)
      for (size_t j = 0; j < columns; j++)
        waiting[j] = load_weights(w, j / vectors * panel_stride + j % vectors * LANES, size);
#pragma clang loop unroll(full)
      for (size_t r = 0; r < rows; r++) {
        const vf factor = splat(x[r * ldx + k]);
#pragma clang loop unroll(full)
        for (size_t j = 0; j < columns; j++)
          chains[r * columns + j] = fma_(factor, waiting[j], chains[r * columns + j]);
      }
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < columns; j++) store(y + r * ldy + j * LANES, chains[r * columns + j]);
}

// All rows, at most FEW_ROWS and a constant where this is inlined, of whole panels. The weights are
// read once, in sequence; several panels are open at a time where the rows alone are too few
// chains.
enum { FEW_ROWS = 3 };

INLINE void few_rows(const size_t rows, size_t inputs, const float *x, size_t ldx,
                     const void *packed, const size_t size, float *y, size_t ldy, size_t panels) {
  const size_t chains = rows * PANEL_VECTORS;
  const size_t open = chains >= MANY_CHAINS ? 1 : (MANY_CHAINS + chains - 1) / chains;
  const size_t stride = inputs * CK_PANEL;
  size_t panel = 0;
  for (; panel + open <= panels; panel += open)
    tile(rows, open, PANEL_VECTORS, inputs, x, ldx, weights_at(packed, panel * stride, size), size,
         stride, NULL, y + panel * CK_PANEL, ldy);
  for (; panel < panels; panel++)
    tile(rows, 1, PANEL_VECTORS, inputs, x, ldx, weights_at(packed, panel * stride, size), size,
         stride, NULL, y + panel * CK_PANEL, ldy);
}

// One column of tiles: all rows of a slab.
INLINE void tiles(size_t rows, size_t depth, const float *slab, const void *weights,
                  const size_t size, const char *next, float *y, size_t ldy) {
  // As few tiles as there must be, and of equal height.
  size_t left = (rows + TILE_ROWS - 1) / TILE_ROWS;
  for (; left > 0; left--) {
    const size_t height = rows / left;
    switch (height) {
#define TILE(n) \
  case n: \
    tile(n, 1, TILE_VECTORS, depth, slab, SLAB_STRIDE, weights, size, 0, next, y, ldy); \
    break;
      TILE(1)
      TILE(2)
      TILE(3)
      TILE(4)
#if TILE_ROWS > 4
      TILE(5)
      TILE(6)
#endif
#if TILE_ROWS > 6
      TILE(7)
      TILE(8)
#endif
#undef TILE
    }
    slab += height * SLAB_STRIDE;
    y += height * ldy;
    rows -= height;
  }
}

// Any number of rows of whole panels.
INLINE void many_rows(size_t rows, size_t inputs, const float *x, size_t ldx, const void *packed,
                      const size_t size, float *y, size_t ldy, size_t panels) {
  float slab[SLAB_ROWS * SLAB_STRIDE];
  for (size_t groups = (rows + SLAB_ROWS - 1) / SLAB_ROWS; groups > 0; groups--) {
    const size_t height = rows / groups;
    for (size_t k = 0; k < inputs; k += SLAB_DEPTH) {
      const size_t depth = inputs - k < SLAB_DEPTH ? inputs - k : SLAB_DEPTH;
      for (size_t r = 0; r < height; r++)
        memcpy(slab + r * SLAB_STRIDE, x + r * ldx + k, depth * sizeof(float));
      for (size_t panel = 0; panel < panels; panel++) {
        const void *w = weights_at(packed, (panel * inputs + k) * CK_PANEL, size);
        const char *next = panel + 1 < panels ? weights_at(w, inputs * CK_PANEL, size) : w;
        for (size_t column = 0; column < CK_PANEL; column += TILE_COLUMNS)
          tiles(height, depth, slab, weights_at(w, column, size), size, next + column * size,
                y + panel * CK_PANEL + column, ldy);
      }
    }
    x += height * ldx;
    y += height * ldy;
    rows -= height;
  }
}

// The last panel where its columns do not fill it: through a buffer of its full width.
INLINE void narrow_panel(size_t rows, size_t inputs, size_t columns, const float *x, size_t ldx,
                         const void *packed, const size_t size, float *y, size_t ldy) {
  float buffer[TILE_ROWS * CK_PANEL] = {0};
  for (size_t row = 0; row < rows; row += TILE_ROWS) {
    const size_t height = rows - row < TILE_ROWS ? rows - row : TILE_ROWS;
    for (size_t r = 0; r < height; r++)
      memcpy(buffer + r * CK_PANEL, y + (row + r) * ldy, columns * sizeof(float));
    many_rows(height, inputs, x + row * ldx, ldx, packed, size, buffer, CK_PANEL, 1);
    for (size_t r = 0; r < height; r++)
      memcpy(y + (row + r) * ldy, buffer + r * CK_PANEL, columns * sizeof(float));
  }
}

INLINE void affine_of(const size_t size, size_t rows, size_t inputs, size_t outputs, const float *x,
                      size_t ldx, const void *packed, float *y, size_t ldy, size_t first_panel,
                      size_t last_panel) {
  const size_t whole = outputs / CK_PANEL;
  const size_t whole_end = last_panel < whole ? last_panel : whole;
  const size_t stride = inputs * CK_PANEL;
  if (first_panel < whole_end) {
    const size_t panels = whole_end - first_panel;
    const void *w = weights_at(packed, first_panel * stride, size);
    float *ys = y + first_panel * CK_PANEL;
    switch (rows) {
      case 0: return;
      case 1: few_rows(1, inputs, x, ldx, w, size, ys, ldy, panels); break;
      case 2: few_rows(2, inputs, x, ldx, w, size, ys, ldy, panels); break;
      case FEW_ROWS: few_rows(FEW_ROWS, inputs, x, ldx, w, size, ys, ldy, panels); break;
      default: many_rows(rows, inputs, x, ldx, w, size, ys, ldy, panels);
    }
  }
  if (first_panel <= whole && last_panel > whole && outputs % CK_PANEL != 0)
    narrow_panel(rows, inputs, outputs % CK_PANEL, x, ldx,
                 weights_at(packed, whole * stride, size), size, y + whole * CK_PANEL, ldy);
}

static void affine(size_t rows, size_t inputs, size_t outputs, const float *x, size_t ldx,
                   const float *packed, float *y, size_t ldy, size_t first_panel,
                   size_t last_panel) {
  affine_of(sizeof(float), rows, inputs, outputs, x, ldx, packed, y, ldy, first_panel, last_panel);
}

static void affine_half(size_t rows, size_t inputs, size_t outputs, const float *x, size_t ldx,
                        const uint16_t *packed, float *y, size_t ldy, size_t first_panel,
                        size_t last_panel) {
  affine_of(sizeof(uint16_t), rows, inputs, outputs, x, ldx, packed, y, ldy, first_panel,
            last_panel);
}
