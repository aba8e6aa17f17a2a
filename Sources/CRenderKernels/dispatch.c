#include <stdatomic.h>

#include "kernels.h"

static ck_isa detect(void) {
#if defined(__x86_64__)
  // These ask for the operating system's support of the registers too.
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") ||
      !__builtin_cpu_supports("f16c"))
    return CK_SCALAR;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
    return __builtin_cpu_supports("avx512bf16") ? CK_AVX512_BF16 : CK_AVX512;
  return CK_AVX2;
#elif defined(__aarch64__)
  return CK_NEON;
#else
  return CK_SCALAR;
#endif
}

ck_isa ck_best_isa(void) {
  static _Atomic(int) cached = -1;
  int best = atomic_load_explicit(&cached, memory_order_relaxed);
  if (best < 0) {
    best = (int)detect();
    atomic_store_explicit(&cached, best, memory_order_relaxed);
  }
  return (ck_isa)best;
}

static const struct kernels *kernels_for(ck_isa isa) {
#if defined(__x86_64__)
  const ck_isa best = ck_best_isa();
  switch (isa < best ? isa : best) {
    case CK_AVX512_BF16:
    case CK_AVX512: return &ck_kernels_avx512;
    case CK_AVX2: return &ck_kernels_avx2;
    default: break;
  }
#elif defined(__aarch64__)
  if (isa >= CK_NEON) return &ck_kernels_neon;
#else
  (void)isa;
#endif
  return &ck_kernels_scalar;
}

static const struct bfloat16_kernels *bfloat16_kernels_for(ck_isa isa) {
#if defined(__x86_64__)
  if (isa >= CK_AVX512_BF16 && ck_best_isa() >= CK_AVX512_BF16) return &ck_kernels_avx512_bf16;
#endif
  return &kernels_for(isa)->bfloat16;
}

void ck_affine(ck_isa isa, size_t rows, size_t inputs, size_t outputs, const float *x, size_t ldx,
               const float *packed, float *y, size_t ldy, size_t first_panel, size_t last_panel) {
  kernels_for(isa)->affine(rows, inputs, outputs, x, ldx, packed, y, ldy, first_panel, last_panel);
}

void ck_affine_half(ck_isa isa, size_t rows, size_t inputs, size_t outputs, const float *x,
                    size_t ldx, const uint16_t *packed, float *y, size_t ldy, size_t first_panel,
                    size_t last_panel) {
  kernels_for(isa)->affine_half(rows, inputs, outputs, x, ldx, packed, y, ldy, first_panel,
                                last_panel);
}

void ck_lstm_step(ck_isa isa, size_t rows, size_t units, const float *gates, size_t ldg, float *c,
                  size_t ldc, float *h, size_t ldh, int hard) {
  kernels_for(isa)->lstm_step(rows, units, gates, ldg, c, ldc, h, ldh, hard);
}

void ck_lstm_forward(ck_isa isa, size_t rows, size_t units, float *gates, const float *c_in,
                     float *c_out, float *tanh_c, float *h_out, int hard) {
  kernels_for(isa)->lstm_forward(rows, units, gates, c_in, c_out, tanh_c, h_out, hard);
}

void ck_lstm_backward(ck_isa isa, size_t rows, size_t units, const float *gates, const float *c_in,
                      const float *tanh_c, const float *dh, float *dc, float *dgates, int hard) {
  kernels_for(isa)->lstm_backward(rows, units, gates, c_in, tanh_c, dh, dc, dgates, hard);
}

void ck_exp(ck_isa isa, size_t n, const float *x, float *y) { kernels_for(isa)->exp(n, x, y); }

void ck_sigmoid(ck_isa isa, size_t n, const float *x, float *y) {
  kernels_for(isa)->sigmoid(n, x, y);
}

void ck_tanh(ck_isa isa, size_t n, const float *x, float *y) { kernels_for(isa)->tanh(n, x, y); }

void ck_relu(ck_isa isa, size_t n, const float *x, float *y) { kernels_for(isa)->relu(n, x, y); }

void ck_widen(ck_isa isa, size_t n, const uint16_t *x, float *y) {
  kernels_for(isa)->widen(n, x, y);
}

bool ck_narrow(ck_isa isa, size_t n, const float *x, uint16_t *y) {
  return kernels_for(isa)->narrow(n, x, y);
}

void ck_softmax(ck_isa isa, size_t rows, size_t columns, float *logits, size_t ld, float *lse) {
  kernels_for(isa)->softmax(rows, columns, logits, ld, lse);
}

void ck_adam(ck_isa isa, size_t n, float *w, const float *g, float *m, float *v, float *average,
             float rate, float beta1, float beta2, float epsilon, float bias_correction1,
             float bias_correction2, float share) {
  kernels_for(isa)->adam(n, w, g, m, v, average, rate, beta1, beta2, epsilon, bias_correction1,
                         bias_correction2, share);
}

void ck_rmsprop(ck_isa isa, size_t n, float *w, const float *g, float *v, float *average,
                float rate, float rho, float epsilon, float share) {
  kernels_for(isa)->rmsprop(n, w, g, v, average, rate, rho, epsilon, share);
}

double ck_sum_of_squares(ck_isa isa, size_t n, const float *x) {
  return kernels_for(isa)->sum_of_squares(n, x);
}

void ck_axpy(ck_isa isa, size_t n, float a, const float *x, float *y) {
  kernels_for(isa)->axpy(n, a, x, y);
}

void ck_room(ck_isa isa, const struct ck_room *room, size_t blocks, const float *sound,
             float *output) {
  kernels_for(isa)->room(room, blocks, sound, output);
}

size_t ck_bfloat16_count(size_t inner, size_t columns) {
  return (columns + CK_PANEL - 1) / CK_PANEL * CK_PANEL * ((inner + 1) / 2);
}

void ck_bfloat16_pack(ck_isa isa, const float *b, size_t inner, size_t columns, bool transposed,
                      uint32_t *packed, size_t first_panel, size_t last_panel) {
  const struct bfloat16_kernels *kernels = bfloat16_kernels_for(isa);
  (transposed ? kernels->pack_transposed : kernels->pack)(b, inner, columns, packed, first_panel,
                                                          last_panel);
}

void ck_bfloat16_multiply(ck_isa isa, size_t rows, size_t inner, size_t columns, const float *a,
                          bool transposed, const uint32_t *packed, float *c, bool accumulates,
                          size_t first_panel, size_t last_panel) {
  bfloat16_kernels_for(isa)->multiply(rows, inner, columns, a, transposed, packed, c, accumulates,
                                      first_panel, last_panel);
}
