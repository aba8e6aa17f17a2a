// exp, tanh and the logistic function as fixed operations without branches, the same bits on every
// instruction set. Part of every instruction set's source: see implementation.h.
//
// Largest errors over all floats, in units of the last place: exp 0.99, tanh 2.50, logistic 2.41.

// x = n ln 2 + r with |r| <= ln 2 / 2, and e^r - 1 = r + r² q(r).
struct reduced {
  vf n;        // a whole number
  vi bits;     // the same as an integer
  vf e_r_m1;   // e^r - 1
};

// For -104 <= x <= 89.
INLINE struct reduced reduce(vf x) {
  // Adding 1.5 · 2^23 rounds to a whole number and leaves it in the low bits of the significand.
  const vf magic = splat(0x1.8p23f);
  const vf shifted = fma_(x, splat(0x1.715476p+0f), magic);
  const vf n = shifted - magic;
  // ln 2 in two parts: the first product is exact in the fma, so is its difference.
  vf r = fma_(n, splat(-0x1.62e430p-1f), x);
  r = fma_(n, splat(0x1.05c610p-29f), r);
  // q is the minimax polynomial of degree 5, coefficients rounded one after another: 4.3e-10
  // relative to r, 0.007 ulp.
  vf q = splat(0x1.a242f8p-13f);
  q = fma_(q, r, splat(0x1.6d3c98p-10f));
  q = fma_(q, r, splat(0x1.111004p-7f));
  q = fma_(q, r, splat(0x1.5554f6p-5f));
  q = fma_(q, r, splat(0x1.555556p-3f));
  q = fma_(q, r, splat(0.5f));
  const vi bits = (vi)shifted - (vi)magic;
  return (struct reduced){n, bits, fma_(r * r, q, r)};
}

// 2^n for -126 <= n <= 127. The cast of a vector keeps its bits.
INLINE vf power_of_two(vi n) { return (vf)((n + 127) << 23); }

INLINE vf exp_(vf x) {
  // Outside, the result is 0 or infinity, and comes out so.
  const struct reduced reduced = reduce(at_most(at_least(x, -104.0f), 89.0f));
  // Two factors, since 2^n itself may be too large or too small; only the last product rounds.
  const vi half = reduced.bits >> 1;
  const vf e_r = splat(1.0f) + reduced.e_r_m1;
  return e_r * power_of_two(half) * power_of_two(reduced.bits - half);
}

// 1 / (1 + e^-x), written so that neither side loses its small values.
INLINE vf sigmoid_(vf x) {
  const vf e = exp_(-__builtin_elementwise_abs(x));
  const vf numerator = x < 0.0f ? e : splat(1.0f);
  return numerator / (splat(1.0f) + e);
}

// With e = expm1(-2|x|): tanh |x| = -e / (2 + e).
INLINE vf tanh_(vf x) {
  // tanh 10 is 1 in single precision.
  const vf a = at_most(__builtin_elementwise_abs(x), 10.0f);
  const struct reduced reduced = reduce(a * -2.0f);
  const vf scale = power_of_two(reduced.bits);
  const vf e = fma_(scale, reduced.e_r_m1, scale - 1.0f);
  return __builtin_elementwise_copysign(e / (splat(2.0f) + e), x);
}

// Keras's: clip(0.2 x + 0.5, 0, 1).
INLINE vf hard_sigmoid(vf x) {
  return at_most(at_least(fma_(splat(0.2f), x, splat(0.5f)), 0.0f), 1.0f);
}

INLINE vf relu_(vf x) { return at_least(x, 0.0f); }

INLINE void map(size_t n, const float *x, float *y, vf (*function)(vf)) {
  for (size_t i = 0; i < n; i += LANES)
    store_some(y + i, n - i, function(load_some(x + i, n - i, 0.0f)));
}

static void exp_all(size_t n, const float *x, float *y) { map(n, x, y, exp_); }
static void sigmoid_all(size_t n, const float *x, float *y) { map(n, x, y, sigmoid_); }
static void tanh_all(size_t n, const float *x, float *y) { map(n, x, y, tanh_); }
static void relu_all(size_t n, const float *x, float *y) { map(n, x, y, relu_); }

static void widen(size_t n, const uint16_t *x, float *y) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(y + i, load_half(x + i));
  if (i == n) return;
  uint16_t halves[LANES] = {0};
  memcpy(halves, x + i, (n - i) * sizeof *x);
  store_some(y + i, n - i, load_half(halves));
}

static bool narrow(size_t n, const float *x, uint16_t *y) {
  vi differs = {0};
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    store_half(y + i, load(x + i));
    differs |= load(x + i) != load_half(y + i);
  }
  uint16_t halves[LANES];
  const vf rest = load_some(x + i, n - i, 0.0f);
  if (i < n) {
    store_half(halves, rest);
    differs |= rest != load_half(halves);
    memcpy(y + i, halves, (n - i) * sizeof *y);
  }
  return __builtin_reduce_or(differs) == 0;
}
