#ifndef KERNELS_H
#define KERNELS_H

#include "CRenderKernels.h"

enum { CACHE_LINE = 64 };

// One instruction set's products of bf16; the members are the functions of CRenderKernels.h.
struct bfloat16_kernels {
  void (*pack)(const float *b, size_t inner, size_t columns, uint32_t *packed, size_t first_panel,
               size_t last_panel);
  void (*pack_transposed)(const float *b, size_t inner, size_t columns, uint32_t *packed,
                          size_t first_panel, size_t last_panel);
  void (*multiply)(size_t rows, size_t inner, size_t columns, const float *a, bool transposed,
                   const uint32_t *packed, float *c, bool accumulates, size_t first_panel,
                   size_t last_panel);
};

// One instruction set's kernels; the members are the functions of CRenderKernels.h.
struct kernels {
  void (*affine)(size_t rows, size_t inputs, size_t outputs, const float *x, size_t ldx,
                 const float *packed, float *y, size_t ldy, size_t first_panel, size_t last_panel);
  void (*affine_half)(size_t rows, size_t inputs, size_t outputs, const float *x, size_t ldx,
                      const uint16_t *packed, float *y, size_t ldy, size_t first_panel,
                      size_t last_panel);
  void (*lstm_step)(size_t rows, size_t units, const float *gates, size_t ldg, float *c,
                    size_t ldc, float *h, size_t ldh, int hard);
  void (*lstm_forward)(size_t rows, size_t units, float *gates, const float *c_in, float *c_out,
                       float *tanh_c, float *h_out, int hard);
  void (*lstm_backward)(size_t rows, size_t units, const float *gates, const float *c_in,
                        const float *tanh_c, const float *dh, float *dc, float *dgates, int hard);
  void (*exp)(size_t n, const float *x, float *y);
  void (*sigmoid)(size_t n, const float *x, float *y);
  void (*tanh)(size_t n, const float *x, float *y);
  void (*relu)(size_t n, const float *x, float *y);
  void (*widen)(size_t n, const uint16_t *x, float *y);
  bool (*narrow)(size_t n, const float *x, uint16_t *y);
  void (*softmax)(size_t rows, size_t columns, float *logits, size_t ld, float *lse);
  void (*adam)(size_t n, float *w, const float *g, float *m, float *v, float *average, float rate,
               float beta1, float beta2, float epsilon, float bias_correction1,
               float bias_correction2, float share);
  void (*rmsprop)(size_t n, float *w, const float *g, float *v, float *average, float rate,
                  float rho, float epsilon, float share);
  double (*sum_of_squares)(size_t n, const float *x);
  void (*axpy)(size_t n, float a, const float *x, float *y);
  void (*room)(const struct ck_room *room, size_t blocks, const float *sound, float *output);
  struct bfloat16_kernels bfloat16;
};

extern const struct kernels ck_kernels_scalar;
#if defined(__x86_64__)
extern const struct kernels ck_kernels_avx2;
extern const struct kernels ck_kernels_avx512;
extern const struct bfloat16_kernels ck_kernels_avx512_bf16;
#elif defined(__aarch64__)
extern const struct kernels ck_kernels_neon;
#endif

#endif
