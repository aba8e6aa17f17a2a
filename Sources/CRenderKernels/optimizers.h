// Optimizers and the sums they need. Part of every instruction set's source: see implementation.h.

// Stores up to LANES new parameters and brings their average, where there is one, nearer to them.
INLINE void store_parameters(float *w, float *average, size_t at, size_t left, vf w_new,
                             float share) {
  store_some(w + at, left, w_new);
  if (!average) return;
  const vf old = load_some(average + at, left, 0.0f);
  store_some(average + at, left, fma_(splat(share), w_new - old, old));
}

static void adam(size_t n, float *w, const float *g, float *m, float *v, float *average,
                 float rate, float beta1, float beta2, float epsilon, float bias_correction1,
                 float bias_correction2, float share) {
  const vf share1 = splat(1.0f - beta1);
  const vf share2 = splat(1.0f - beta2);
  for (size_t i = 0; i < n; i += LANES) {
    const size_t left = n - i;
    const vf gradient = load_some(g + i, left, 0.0f);
    const vf m_old = load_some(m + i, left, 0.0f);
    const vf v_old = load_some(v + i, left, 0.0f);
    const vf m_new = fma_(share1, gradient - m_old, m_old);
    const vf v_new = fma_(share2, fma_(gradient, gradient, -v_old), v_old);
    const vf root = __builtin_elementwise_sqrt(v_new / bias_correction2);
    const vf step = (m_new / bias_correction1) / (root + epsilon);
    store_some(m + i, left, m_new);
    store_some(v + i, left, v_new);
    const vf w_new = fma_(splat(-rate), step, load_some(w + i, left, 0.0f));
    store_parameters(w, average, i, left, w_new, share);
  }
}

static void rmsprop(size_t n, float *w, const float *g, float *v, float *average, float rate,
                    float rho, float epsilon, float share) {
  const vf new_share = splat(1.0f - rho);
  for (size_t i = 0; i < n; i += LANES) {
    const size_t left = n - i;
    const vf gradient = load_some(g + i, left, 0.0f);
    const vf v_old = load_some(v + i, left, 0.0f);
    const vf v_new = fma_(new_share, fma_(gradient, gradient, -v_old), v_old);
    const vf step = gradient / __builtin_elementwise_sqrt(v_new + epsilon);
    store_some(v + i, left, v_new);
    const vf w_new = fma_(splat(-rate), step, load_some(w + i, left, 0.0f));
    store_parameters(w, average, i, left, w_new, share);
  }
}

// Squares of floats are exact in double precision. As in softmax: interleaved chains, then a tree.
static double sum_of_squares(size_t n, const float *x) {
  typedef double vd __attribute__((ext_vector_type(LANES)));
  vd sums[CHAIN_VECTORS];
  for (size_t v = 0; v < CHAIN_VECTORS; v++) sums[v] = (vd)0.0;
  for (size_t j = 0; j < n; j += CHAINS) {
    for (size_t v = 0; v < CHAIN_VECTORS; v++) {
      const size_t at = j + v * LANES;
      if (at >= n) break;
      const vd wide = __builtin_convertvector(load_some(x + at, n - at, 0.0f), vd);
      sums[v] = sums[v] + wide * wide;
    }
  }
  double chains[CHAINS];
  for (size_t v = 0; v < CHAIN_VECTORS; v++) memcpy(chains + v * LANES, &sums[v], sizeof(vd));
  for (size_t half = CHAINS / 2; half > 0; half /= 2)
    for (size_t i = 0; i < half; i++) chains[i] = chains[i] + chains[i + half];
  return chains[0];
}

static void axpy(size_t n, float a, const float *x, float *y) {
  for (size_t i = 0; i < n; i += LANES) {
    const size_t left = n - i;
    store_some(y + i, left,
               fma_(splat(a), load_some(x + i, left, 0.0f), load_some(y + i, left, 0.0f)));
  }
}
