// One step of an LSTM, after its products. Part of every instruction set's source: see
// implementation.h.

// A vector of units: the four gates activated, and the state they lead to.
struct cell {
  vf input, forget, candidate, output;
  vf c, tanh_c, h;
};

// `gates` points at the input gate's first unit of the vector, `n` units are left in the row.
INLINE struct cell advance(const float *gates, size_t units, size_t n, vf c, int hard) {
  struct cell cell;
  cell.input = load_some(gates, n, 0.0f);
  cell.forget = load_some(gates + units, n, 0.0f);
  cell.candidate = tanh_(load_some(gates + 2 * units, n, 0.0f));
  cell.output = load_some(gates + 3 * units, n, 0.0f);
  if (hard) {
    cell.input = hard_sigmoid(cell.input);
    cell.forget = hard_sigmoid(cell.forget);
    cell.output = hard_sigmoid(cell.output);
  } else {
    cell.input = sigmoid_(cell.input);
    cell.forget = sigmoid_(cell.forget);
    cell.output = sigmoid_(cell.output);
  }
  cell.c = fma_(cell.forget, c, cell.input * cell.candidate);
  cell.tanh_c = tanh_(cell.c);
  cell.h = cell.output * cell.tanh_c;
  return cell;
}

static void lstm_step(size_t rows, size_t units, const float *gates, size_t ldg, float *c,
                      size_t ldc, float *h, size_t ldh, int hard) {
  for (size_t row = 0; row < rows; row++, gates += ldg, c += ldc, h += ldh) {
    for (size_t u = 0; u < units; u += LANES) {
      const size_t n = units - u;
      const struct cell cell = advance(gates + u, units, n, load_some(c + u, n, 0.0f), hard);
      store_some(c + u, n, cell.c);
      store_some(h + u, n, cell.h);
    }
  }
}

static void lstm_forward(size_t rows, size_t units, float *gates, const float *c_in, float *c_out,
                         float *tanh_c, float *h_out, int hard) {
  for (size_t row = 0; row < rows; row++) {
    for (size_t u = 0; u < units; u += LANES) {
      const size_t n = units - u;
      const struct cell cell = advance(gates + u, units, n, load_some(c_in + u, n, 0.0f), hard);
      store_some(gates + u, n, cell.input);
      store_some(gates + units + u, n, cell.forget);
      store_some(gates + 2 * units + u, n, cell.candidate);
      store_some(gates + 3 * units + u, n, cell.output);
      store_some(c_out + u, n, cell.c);
      store_some(tanh_c + u, n, cell.tanh_c);
      store_some(h_out + u, n, cell.h);
    }
    gates += 4 * units;
    c_in += units;
    c_out += units;
    tanh_c += units;
    h_out += units;
  }
}

// The derivative of a gate, from its activated value.
INLINE vf gate_slope(vf gate, int hard) {
  const vf one = splat(1.0f);
  const vf zero = splat(0.0f);
  if (hard) return gate > zero ? (gate < one ? splat(0.2f) : zero) : zero;
  return gate * (one - gate);
}

static void lstm_backward(size_t rows, size_t units, const float *gates, const float *c_in,
                          const float *tanh_c, const float *dh, float *dc, float *dgates,
                          int hard) {
  const vf one = splat(1.0f);
  for (size_t row = 0; row < rows; row++) {
    for (size_t u = 0; u < units; u += LANES) {
      const size_t n = units - u;
      const vf input = load_some(gates + u, n, 0.0f);
      const vf forget = load_some(gates + units + u, n, 0.0f);
      const vf candidate = load_some(gates + 2 * units + u, n, 0.0f);
      const vf output = load_some(gates + 3 * units + u, n, 0.0f);
      const vf tanh_new = load_some(tanh_c + u, n, 0.0f);
      const vf c_old = load_some(c_in + u, n, 0.0f);
      const vf dh_here = load_some(dh + u, n, 0.0f);
      // h = output tanh(c), c = forget c_in + input candidate.
      const vf dtanh = dh_here * output;
      const vf dc_here =
          fma_(dtanh, fma_(-tanh_new, tanh_new, one), load_some(dc + u, n, 0.0f));
      const vf dinput = dc_here * candidate * gate_slope(input, hard);
      const vf dforget = dc_here * c_old * gate_slope(forget, hard);
      const vf dcandidate = dc_here * input * fma_(-candidate, candidate, one);
      const vf doutput = dh_here * tanh_new * gate_slope(output, hard);
      store_some(dgates + u, n, dinput);
      store_some(dgates + units + u, n, dforget);
      store_some(dgates + 2 * units + u, n, dcandidate);
      store_some(dgates + 3 * units + u, n, doutput);
      store_some(dc + u, n, dc_here * forget);
    }
    gates += 4 * units;
    dgates += 4 * units;
    c_in += units;
    tanh_c += units;
    dh += units;
    dc += units;
  }
}
