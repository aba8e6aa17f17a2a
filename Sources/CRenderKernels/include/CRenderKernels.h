#ifndef CRENDERKERNELS_H
#define CRENDERKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The inner loops of generation, of pointwise training arithmetic and of rooms, in single precision.
//
// Contract: every function gives the same bits whatever the instruction set, the vector width, the
// number of rows in the call and the way the work is split between calls. Each output is one fixed
// sequence of IEEE operations (fused multiply-adds are explicit), sums run in a fixed order.
// The floating-point environment is used as found and left as found; the promise holds for the
// default one (round to nearest, denormals kept). NaNs stay NaNs; their payload is not promised.
//
// Matrices are row-major; `ldx` is the distance between rows of `x` in floats. Nothing allocates.

/// The instruction sets the kernels are compiled for, ascending.
typedef enum {
  CK_SCALAR = 0,  ///< What compilers take for granted; fmaf where that lacks fma.
  CK_NEON = 1,    ///< The vectors of every arm64.
  CK_AVX2 = 2,    ///< AVX2, FMA and F16C.
  CK_AVX512 = 3,  ///< AVX-512 F, VL, DQ and BW.
  CK_AVX512_BF16 = 4  ///< The same, and its products of bf16 (Zen 4, Cooper Lake, Sapphire Rapids).
} ck_isa;

/// Columns of one panel of packed weights.
enum { CK_PANEL = 32 };

/// The best instruction set that processor and operating system support. Any `ck_isa` argument
/// beyond it means it.
ck_isa ck_best_isa(void);

// Affine maps

/// Floats that `ck_pack` writes for weights of this shape.
size_t ck_packed_count(size_t inputs, size_t outputs);

/// Packs weights [inputs, outputs] in panels of `CK_PANEL` columns, each [inputs, CK_PANEL] and
/// contiguous, the last one padded with zeros: the order in which `ck_affine` reads.
void ck_pack(const float *weights, size_t inputs, size_t outputs, float *packed);

/// The same of weights that lie transposed, [outputs, inputs].
void ck_pack_transposed(const float *weights, size_t inputs, size_t outputs, float *packed);

/// The same as `ck_pack` of weights in half precision.
void ck_pack_half(const uint16_t *weights, size_t inputs, size_t outputs, uint16_t *packed);

/// y += x · W, for the columns of panels `first_panel ..< last_panel`.
/// Each element of y [rows, outputs] is the chain `y = fma(x[k], W[k][j], y)` over k ascending,
/// begun with the value that stands in y. x is [rows, inputs]; `packed` is all of W.
void ck_affine(ck_isa isa, size_t rows, size_t inputs, size_t outputs, const float *x, size_t ldx,
               const float *packed, float *y, size_t ldy, size_t first_panel, size_t last_panel);

/// The same with weights of half precision, which are widened exactly: the same bits.
void ck_affine_half(ck_isa isa, size_t rows, size_t inputs, size_t outputs, const float *x,
                    size_t ldx, const uint16_t *packed, float *y, size_t ldy, size_t first_panel,
                    size_t last_panel);

// Products of numbers that are rounded to bf16 (8 bits of precision, the exponents of single) and
// added up in single precision, in one order that depends on `inner` alone: the same bits for any
// panels and threads, and on all instruction sets but CK_AVX512_BF16: how that adds a pair is the
// processor's, and numbers below 2^-126 are zero for it. All matrices are contiguous, `inner` is above 0.

/// Numbers of 32 bits that `ck_bfloat16_pack` writes for a matrix [inner, columns].
size_t ck_bfloat16_count(size_t inner, size_t columns);

/// Rounds and packs the columns of panels `first_panel ..< last_panel` of b [inner, columns], or of one
/// that lies transposed, [columns, inner], in the order in which `ck_bfloat16_multiply` reads. The
/// last panel is padded with zeros.
void ck_bfloat16_pack(ck_isa isa, const float *b, size_t inner, size_t columns, bool transposed,
                      uint32_t *packed, size_t first_panel, size_t last_panel);

/// c = a · b, or c += a · b where it accumulates, for the columns of panels
/// `first_panel ..< last_panel`. a is [rows, inner], or [inner, rows] where it lies transposed, and is
/// rounded on the way; `packed` is all of b; c is [rows, columns].
void ck_bfloat16_multiply(ck_isa isa, size_t rows, size_t inner, size_t columns, const float *a,
                          bool transposed, const uint32_t *packed, float *c, bool accumulates,
                          size_t first_panel, size_t last_panel);

// LSTM. Gates are [rows, 4 * units] in the order input, forget, candidate, output.
// `hard` other than 0 takes clip(0.2 x + 0.5, 0, 1) for the gates instead of the logistic function.

/// One step of inference: c and h [rows, units] are brought forward in place from the
/// pre-activations in `gates`.
void ck_lstm_step(ck_isa isa, size_t rows, size_t units, const float *gates, size_t ldg, float *c,
                  size_t ldc, float *h, size_t ldh, int hard);

/// One step of training, forward. `gates` holds pre-activations and receives the activated gates;
/// c_out, tanh_c = tanh(c_out) and h_out receive the new state. All contiguous; c_out may be c_in.
/// The state has the same bits as that of `ck_lstm_step`.
void ck_lstm_forward(ck_isa isa, size_t rows, size_t units, float *gates, const float *c_in,
                     float *c_out, float *tanh_c, float *h_out, int hard);

/// One step of training, backward, from activated gates. dh is the gradient of h_out; dc holds the
/// gradient that the future sends to c_out and receives that of c_in; dgates receives the gradient
/// of the pre-activations (it may be `gates`). All contiguous.
void ck_lstm_backward(ck_isa isa, size_t rows, size_t units, const float *gates, const float *c_in,
                      const float *tanh_c, const float *dh, float *dc, float *dgates, int hard);

// Pointwise functions; y may be x.

void ck_exp(ck_isa isa, size_t n, const float *x, float *y);
void ck_sigmoid(ck_isa isa, size_t n, const float *x, float *y);
void ck_tanh(ck_isa isa, size_t n, const float *x, float *y);
/// max(x, 0); NaN stays NaN.
void ck_relu(ck_isa isa, size_t n, const float *x, float *y);

/// Numbers of half precision, widened exactly; they may begin at any byte.
void ck_widen(ck_isa isa, size_t n, const uint16_t *x, float *y);
/// Numbers in half precision. False where one of them is none: then y is of no use.
bool ck_narrow(ck_isa isa, size_t n, const float *x, uint16_t *y);

/// Softmax of each row in place, its maximum taken off first. `lse` (or NULL) receives each row's
/// log-sum-exp. Logits of minus infinity get probability 0; a row of nothing else becomes NaN.
void ck_softmax(ck_isa isa, size_t rows, size_t columns, float *logits, size_t ld, float *lse);

// Optimizers over flat buffers of n parameters w and gradients g. Where `average` is not NULL, it
// follows the new parameters in the same pass: average += share (w - average).

/// Adam: m += (1 - beta1) (g - m); v += (1 - beta2) (g² - v);
/// w -= rate (m / bias_correction1) / (sqrt(v / bias_correction2) + epsilon).
void ck_adam(ck_isa isa, size_t n, float *w, const float *g, float *m, float *v, float *average,
             float rate, float beta1, float beta2, float epsilon, float bias_correction1,
             float bias_correction2, float share);

/// RMSprop as in Keras 3: v = rho v + (1 - rho) g²; w -= rate g / sqrt(v + epsilon).
void ck_rmsprop(ck_isa isa, size_t n, float *w, const float *g, float *v, float *average,
                float rate, float rho, float epsilon, float share);

/// Sum of squares in double precision.
double ck_sum_of_squares(ck_isa isa, size_t n, const float *x);

/// y = fma(a, x, y).
void ck_axpy(ck_isa isa, size_t n, float a, const float *x, float *y);

/// Tells the processor that this thread only looks out for what another one writes.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// Rooms

enum {
  CK_ROOM_BLOCK = 64,       ///< Frames of a block.
  CK_ROOM_LINES = 16,       ///< Delays of the network.
  CK_ROOM_MODULATED = 6,    ///< Those that change: the first ones.
  CK_ROOM_REFLECTIONS = 8,  ///< Early reflections of each side.
  CK_ROOM_DIFFUSERS = 3,    ///< Allpass filters of each side.
  CK_ROOM_DELAYS = CK_ROOM_LINES + 2 * CK_ROOM_DIFFUSERS + 2  ///< All of these, and what entered at each side.
};

/// A level far below every sound, added to what enters a room: numbers that decay towards nothing would become
/// denormal, with which processors are slow.
#define CK_ROOM_FLOOR 1e-18f
/// The gain of the allpass filters.
#define CK_ROOM_DIFFUSION 0.6f

/// A delay: a ring of `length` frames, whole blocks, whose first two blocks stand once more behind its end.
struct ck_delay {
  float *ring;
  uint32_t length;
  /// Where the next block enters.
  uint32_t position;
  /// Frames, a block at least.
  uint32_t frames;
};

/// A slow change of a delay, which becomes longer by 0 to 2 `depth` frames: its phase, in parts of 2^32 of a period, and
/// the phase of a block.
struct ck_modulation {
  uint32_t phase, step;
  float depth, change;
};

/// The absorption of eight lines: y = direct x + low + high, low' = low_pole low + low_gain x, the same of high.
struct ck_absorption {
  float direct[8], low_gain[8], low_pole[8], high_gain[8], high_pole[8];
};

/// A room, in memory of the caller's.
struct ck_room {
  /// `CK_ROOM_DELAYS`: the lines, the allpass filters of left and right, what entered at left and right, delayed.
  struct ck_delay *delays;
  /// `CK_ROOM_MODULATED`.
  struct ck_modulation *modulations;
  /// `CK_ROOM_REFLECTIONS` of left, then of right: frames, a block at least, and gains.
  const uint32_t *reflections;
  const float *reflection_gains;
  /// Of the first eight lines, and of the others.
  const struct ck_absorption *absorption;
  /// The states of the absorption: `low` of all lines, then `high`.
  float *states;
  /// The gains of the network beside the reflections, and of both.
  float late_gain, gain;
};

/// Adds to `output` what a room makes of blocks of sound, left and right interleaved: the reflections, and a feedback
/// delay network of 16 lines that Hadamard's matrix mixes, left entering the even ones and right the odd ones. Both may
/// be the same.
void ck_room(ck_isa isa, const struct ck_room *room, size_t blocks, const float *sound, float *output);

#endif
