// Softmax. Part of every instruction set's source: see implementation.h.

// Maximum and sum of a row run in 16 interleaved chains (element j in chain j mod 16), joined as a
// tree, whatever the width of the vectors.
enum { CHAINS = 16, CHAIN_VECTORS = CHAINS / LANES };

INLINE float larger(float a, float b) { return b > a ? b : a; }

// ln x for x >= 1, accurate far beyond single precision.
INLINE double log_(double x) {
  if (!(x < (double)__builtin_inff())) return x;
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  // x = 2^exponent m with m in [0.7, 1.4).
  const uint64_t offset = 0x3fe6666666666666;  // 0.7
  const int64_t exponent = (int64_t)(bits - offset) >> 52;
  bits -= (uint64_t)exponent << 52;
  double m;
  memcpy(&m, &bits, sizeof m);
  // ln m = 2 artanh z; z² < 0.032, so that the first term left out is below 1e-13 of the result.
  const double z = (m - 1.0) / (m + 1.0);
  const double z2 = z * z;
  double series = 0.0;
  for (int k = 15; k >= 1; k -= 2) series = series * z2 + 2.0 / k;
  return (double)exponent * 0x1.62e42fefa39efp-1 + z * series;
}

static void softmax(size_t rows, size_t columns, float *logits, size_t ld, float *lse) {
  const float infinity = __builtin_inff();
  for (size_t row = 0; row < rows; row++, logits += ld) {
    float chains[CHAINS];

    vf maxima[CHAIN_VECTORS];
    for (size_t v = 0; v < CHAIN_VECTORS; v++) maxima[v] = splat(-infinity);
    for (size_t j = 0; j < columns; j += CHAINS) {
      for (size_t v = 0; v < CHAIN_VECTORS; v++) {
        const size_t at = j + v * LANES;
        if (at >= columns) break;
        const vf x = load_some(logits + at, columns - at, -infinity);
        maxima[v] = x > maxima[v] ? x : maxima[v];
      }
    }
    for (size_t v = 0; v < CHAIN_VECTORS; v++) store(chains + v * LANES, maxima[v]);
    for (size_t half = CHAINS / 2; half > 0; half /= 2)
      for (size_t i = 0; i < half; i++) chains[i] = larger(chains[i], chains[i + half]);
    const float maximum = chains[0];

    vf sums[CHAIN_VECTORS];
    for (size_t v = 0; v < CHAIN_VECTORS; v++) sums[v] = splat(0.0f);
    for (size_t j = 0; j < columns; j += CHAINS) {
      for (size_t v = 0; v < CHAIN_VECTORS; v++) {
        const size_t at = j + v * LANES;
        if (at >= columns) break;
        // What is filled in behind the row's end adds exactly 0.
        const vf x = load_some(logits + at, columns - at, -infinity);
        const vf e = exp_(x - maximum);
        sums[v] = sums[v] + e;
        store_some(logits + at, columns - at, e);
      }
    }
    for (size_t v = 0; v < CHAIN_VECTORS; v++) store(chains + v * LANES, sums[v]);
    for (size_t half = CHAINS / 2; half > 0; half /= 2)
      for (size_t i = 0; i < half; i++) chains[i] = chains[i] + chains[i + half];
    const float sum = chains[0];

    for (size_t j = 0; j < columns; j += LANES)
      store_some(logits + j, columns - j, load_some(logits + j, columns - j, 0.0f) / sum);
    if (lse) lse[row] = (float)((double)maximum + log_((double)sum));
  }
}
