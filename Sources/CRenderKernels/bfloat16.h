// c = a · b, both rounded to bf16, added up in single precision. Part of every instruction set's
// source: see implementation.h.
//
// What goes into a register at once is a pair: the numbers of two successive k in 32 bits, the
// earlier one in the lower half, as `vdpbf16ps` wants them. b is packed in panels of CK_PANEL
// columns, a panel's row being the pairs of one k and the next; a is rounded slab by slab.
//
// Sums begin anew with each slab of k and are added to c at its end. So the order of all sums depends
// on `inner` alone: the same bits for any vectors, rows, panels and threads. `vdpbf16ps` takes numbers
// below 2^-126 for zero, and may add the two products of a pair in its own way.

typedef uint32_t vu __attribute__((ext_vector_type(LANES)));
typedef vu vu_in_memory __attribute__((aligned(sizeof(uint32_t)), may_alias));

enum {
  // Pairs of a slab: the part of a panel that one takes, 16 KiB, stays in the first cache while all
  // rows pass over it.
  DOT_DEPTH = 128,
  // Rows and pairs of a that are rounded at a time, 119 KiB, which stay in the second cache. Two
  // slabs of k: all that a reads and writes of c between them is still in a cache.
  DOT_FILL_ROWS = 112,
  DOT_FILL_DEPTH = 2 * DOT_DEPTH,
  // Not a power of two, so that the rows do not fall into the same lines of the cache.
  DOT_STRIDE = DOT_FILL_DEPTH + 16,
  DOT_COLUMNS = DOT_VECTORS * LANES,
  // Rows of the blocks in which pairs are turned over, so that they stay in the first cache.
  DOT_BLOCK = 16,
  // Panels that are packed side by side: rows are read in long stretches, and no more pages are
  // written at a time than the processor keeps in mind.
  PACK_PANELS = 16
};

// The numbers in bf16, rounded to nearest, ties to even; each in the lower half of its lane.
INLINE vu bfloat16(vf x) {
  const vu bits = (vu)x;
  const vu rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
  // The rounding of a NaN could carry into its sign.
  return x == x ? rounded : (bits >> 16 | 0x40);
}

// The pairs of numbers that stand one below the other.
INLINE vu pairs(vf earlier, vf later) { return bfloat16(earlier) | bfloat16(later) << 16; }

INLINE void store_some_pairs(uint32_t *p, size_t n, vu x) {
  if (n >= LANES) {
    *(vu_in_memory *)p = x;
    return;
  }
  for (size_t i = 0; i < n; i++) p[i] = x[i];
}

// The pairs of n numbers that stand side by side; a number that is alone is paired with 0.
INLINE void pair_up(const float *x, size_t n, uint32_t *y) {
  typedef uint16_t vh __attribute__((ext_vector_type(LANES), aligned(sizeof(uint16_t)), may_alias));
  size_t i = 0;
  for (; i + LANES <= n; i += LANES)
    *(vh *)((uint16_t *)y + i) = __builtin_convertvector(bfloat16(load(x + i)), vh);
  if (i == n) return;
  const vu rest = bfloat16(load_some(x + i, n - i, 0.0f));
  for (size_t j = 0; i + j < n; j += 2)
    y[(i + j) / 2] = rest[j] | rest[j + 1] << 16;
}

// to[column][row] = from[row][column]
INLINE void turn_over(const uint32_t *from, size_t from_stride, size_t rows, size_t columns,
                      uint32_t *to, size_t to_stride) {
  for (size_t column = 0; column < columns; column++)
    for (size_t row = 0; row < rows; row++)
      to[column * to_stride + row] = from[row * from_stride + column];
}

static void pack_bfloat16(const float *b, size_t inner, size_t columns, uint32_t *packed,
                          size_t first_panel, size_t last_panel) {
  const size_t depth = (inner + 1) / 2;
  for (size_t group = first_panel; group < last_panel; group += PACK_PANELS) {
    const size_t group_end = last_panel - group < PACK_PANELS ? last_panel : group + PACK_PANELS;
    for (size_t pair = 0; pair < depth; pair++) {
      const float *earlier = b + 2 * pair * columns;
      const float *later = 2 * pair + 1 < inner ? earlier + columns : NULL;
      for (size_t panel = group; panel < group_end; panel++) {
        uint32_t *to = packed + (panel * depth + pair) * CK_PANEL;
        for (size_t j = 0; j < CK_PANEL; j += LANES) {
          const size_t at = panel * CK_PANEL + j;
          const size_t n = at < columns ? columns - at : 0;
          const vf low = load_some(earlier + at, n, 0.0f);
          const vf high = later ? load_some(later + at, n, 0.0f) : (vf)0;
          *(vu_in_memory *)(to + j) = pairs(low, high);
        }
      }
    }
  }
}

static void pack_bfloat16_transposed(const float *b, size_t inner, size_t columns,
                                     uint32_t *packed, size_t first_panel, size_t last_panel) {
  const size_t depth = (inner + 1) / 2;
  for (size_t panel = first_panel; panel < last_panel; panel++) {
    const size_t left = columns - panel * CK_PANEL;
    const size_t filled = left < CK_PANEL ? left : CK_PANEL;
    for (size_t start = 0; start < depth; start += DOT_BLOCK) {
      const size_t end = depth - start < DOT_BLOCK ? depth : start + DOT_BLOCK;
      const size_t numbers = end * 2 < inner ? (end - start) * 2 : inner - start * 2;
      uint32_t block[CK_PANEL * DOT_BLOCK] = {0};
      for (size_t j = 0; j < filled; j++)
        pair_up(b + (panel * CK_PANEL + j) * inner + start * 2, numbers, block + j * DOT_BLOCK);
      turn_over(block, DOT_BLOCK, CK_PANEL, end - start,
                packed + (panel * depth + start) * CK_PANEL, CK_PANEL);
    }
  }
}

// The pairs start..<start + depth of rows of a [rows, inner].
INLINE void fill_slab(const float *a, size_t inner, size_t rows, size_t start, size_t depth,
                      uint32_t *slab) {
  const size_t numbers = (start + depth) * 2 < inner ? depth * 2 : inner - start * 2;
  for (size_t r = 0; r < rows; r++)
    pair_up(a + r * inner + start * 2, numbers, slab + r * DOT_STRIDE);
}

// The same of a that lies transposed, [inner, lda].
INLINE void fill_slab_transposed(const float *a, size_t lda, size_t inner, size_t rows,
                                 size_t start, size_t depth, uint32_t *slab) {
  for (size_t pair = 0; pair < depth; pair += DOT_BLOCK) {
    const size_t height = depth - pair < DOT_BLOCK ? depth - pair : DOT_BLOCK;
    uint32_t block[DOT_BLOCK * DOT_FILL_ROWS];
    for (size_t p = 0; p < height; p++) {
      const size_t k = 2 * (start + pair + p);
      for (size_t r = 0; r < rows; r += LANES) {
        const vf low = load_some(a + k * lda + r, rows - r, 0.0f);
        const vf high = k + 1 < inner ? load_some(a + (k + 1) * lda + r, rows - r, 0.0f) : (vf)0;
        store_some_pairs(block + p * DOT_FILL_ROWS + r, rows - r, pairs(low, high));
      }
    }
    turn_over(block, DOT_FILL_ROWS, height, rows, slab + pair, DOT_STRIDE);
  }
}

// sum += a.later · b.later, then sum += a.earlier · b.earlier.
INLINE vf dot(vf sum, vu a, vu b) {
#ifdef DOT_INSTRUCTION
  return (vf)_mm512_dpbf16_ps((__m512)sum, (__m512bh)a, (__m512bh)b);
#else
  const vf later = fma_((vf)(a & 0xFFFF0000), (vf)(b & 0xFFFF0000), sum);
  return fma_((vf)(a << 16), (vf)(b << 16), later);
#endif
}

// c, or what is added to it, of `rows` rows (a constant where this is inlined) and up to DOT_COLUMNS
// columns by a slab of `depth` pairs. Meanwhile the next panel's pairs are brought nearer.
INLINE void dot_tile(const size_t rows, size_t depth, const uint32_t *slab, const uint32_t *panel,
                     const uint32_t *next, float *c, size_t ldc, size_t columns,
                     bool accumulates) {
  vf sums[DOT_ROWS * DOT_VECTORS];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    // c is needed in the end only.
    __builtin_prefetch(c + r * ldc, 1, 3);
    __builtin_prefetch((const char *)(c + r * ldc + columns) - 1, 1, 3);
#pragma clang loop unroll(full)
    for (size_t j = 0; j < DOT_VECTORS; j++) sums[r * DOT_VECTORS + j] = splat(0.0f);
  }
#pragma clang loop unroll(disable)
  for (size_t k = 0; k < depth; k++) {
    const uint32_t *w = panel + k * CK_PANEL;
#pragma clang loop unroll(full)
    for (size_t byte = 0; byte < DOT_COLUMNS * sizeof(uint32_t); byte += CACHE_LINE)
      __builtin_prefetch((const char *)(next + k * CK_PANEL) + byte, 0, 2);
    vu weights[DOT_VECTORS];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < DOT_VECTORS; j++) weights[j] = *(const vu_in_memory *)(w + j * LANES);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      const vu factor = (vu)slab[r * DOT_STRIDE + k];
#pragma clang loop unroll(full)
      for (size_t j = 0; j < DOT_VECTORS; j++)
        sums[r * DOT_VECTORS + j] = dot(sums[r * DOT_VECTORS + j], factor, weights[j]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < DOT_VECTORS; j++) {
      if (j * LANES >= columns) break;
      float *to = c + r * ldc + j * LANES;
      const size_t n = columns - j * LANES;
      const vf sum = sums[r * DOT_VECTORS + j];
      store_some(to, n, accumulates ? load_some(to, n, 0.0f) + sum : sum);
    }
}

// One column of tiles: all rows of a slab.
INLINE void dot_tiles(size_t rows, size_t depth, const uint32_t *slab, const uint32_t *panel,
                      const uint32_t *next, float *c, size_t ldc, size_t columns,
                      bool accumulates) {
  // As few tiles as there must be, and of equal height.
  for (size_t left = (rows + DOT_ROWS - 1) / DOT_ROWS; left > 0; left--) {
    const size_t height = rows / left;
    switch (height) {
#define TILE(n) \
  case n: dot_tile(n, depth, slab, panel, next, c, ldc, columns, accumulates); break;
      TILE(1)
      TILE(2)
      TILE(3)
      TILE(4)
#if DOT_ROWS > 4
      TILE(5)
      TILE(6)
      TILE(7)
      TILE(8)
      TILE(9)
      TILE(10)
      TILE(11)
      TILE(12)
#endif
#if DOT_ROWS > 12
      TILE(13)
      TILE(14)
#endif
#undef TILE
    }
    slab += height * DOT_STRIDE;
    c += height * ldc;
    rows -= height;
  }
}

static void multiply_bfloat16(size_t rows, size_t inner, size_t columns, const float *a,
                              bool transposed, const uint32_t *packed, float *c, bool accumulates,
                              size_t first_panel, size_t last_panel) {
  const size_t depth = (inner + 1) / 2;
  uint32_t slab[DOT_FILL_ROWS * DOT_STRIDE];
  size_t row = 0;
  for (size_t groups = (rows + DOT_FILL_ROWS - 1) / DOT_FILL_ROWS; groups > 0; groups--) {
    const size_t height = (rows - row) / groups;
    for (size_t start = 0; start < depth; start += DOT_FILL_DEPTH) {
      const size_t filled = depth - start < DOT_FILL_DEPTH ? depth - start : DOT_FILL_DEPTH;
      if (transposed)
        fill_slab_transposed(a + row, rows, inner, height, start, filled, slab);
      else
        fill_slab(a + row * inner, inner, height, start, filled, slab);
      for (size_t panel = first_panel; panel < last_panel; panel++) {
        const size_t end = columns < (panel + 1) * CK_PANEL ? columns : (panel + 1) * CK_PANEL;
        const uint32_t *w = packed + (panel * depth + start) * CK_PANEL;
        const uint32_t *next_panel = panel + 1 < last_panel ? w + depth * CK_PANEL : w;
        for (size_t part = 0; part < filled; part += DOT_DEPTH) {
          const size_t steps = filled - part < DOT_DEPTH ? filled - part : DOT_DEPTH;
          const uint32_t *pairs = w + part * CK_PANEL;
          // What comes next may be shorter, and what is brought nearer then lies beyond it.
          const uint32_t *next = part + steps < filled ? pairs + steps * CK_PANEL : next_panel;
          for (size_t column = panel * CK_PANEL; column < end; column += DOT_COLUMNS) {
            const size_t within = column - panel * CK_PANEL;
            dot_tiles(height, steps, slab + part, pairs + within, next + within,
                      c + row * columns + column, columns, end - column,
                      accumulates || start + part > 0);
          }
        }
      }
    }
    row += height;
  }
}
