// Vectors of LANES floats and the few operations on them that the kernels are made of.
// Part of every instruction set's source: see implementation.h.

// -0 and exact zeros matter to the contract: nothing here may be contracted or reassociated.
#pragma STDC FP_CONTRACT OFF
#pragma clang fp contract(off)

#define INLINE static inline __attribute__((always_inline))

typedef float vf __attribute__((ext_vector_type(LANES)));
typedef int32_t vi __attribute__((ext_vector_type(LANES)));
typedef vf vf_in_memory __attribute__((aligned(sizeof(float)), may_alias));

INLINE vf splat(float x) { return (vf)x; }
INLINE vf fma_(vf a, vf b, vf c) { return __builtin_elementwise_fma(a, b, c); }

INLINE vf load(const float *p) { return *(const vf_in_memory *)p; }
/// LANES numbers of half precision, widened; they may begin at any byte.
INLINE vf load_half(const uint16_t *p) {
#ifdef HALF_VECTORS
  typedef _Float16 vh __attribute__((ext_vector_type(LANES), aligned(1), may_alias));
  return __builtin_convertvector(*(const vh *)p, vf);
#else
  // The exponent is 112 too low where the fraction is in its place: one exact product mends that,
  // subnormal numbers and zeros included. Infinities and NaNs have the largest exponent in both.
  typedef uint16_t vh __attribute__((ext_vector_type(LANES), aligned(1), may_alias));
  typedef uint32_t vu __attribute__((ext_vector_type(LANES)));
  const vu bits = __builtin_convertvector(*(const vh *)p, vu);
  const vu magnitude = (bits & 0x7FFF) << 13;
  const vu sign = (bits & 0x8000) << 16;
  const vu finite = __builtin_bit_cast(vu, __builtin_bit_cast(vf, magnitude) * 0x1p112f);
  const vu wide = magnitude < 0x0F800000 ? finite : magnitude | 0x7F800000;
  return __builtin_bit_cast(vf, wide | sign);
#endif
}

/// LANES numbers in half precision, rounded to nearest. Without vectors of it they have to be such
/// numbers already, or become any.
INLINE void store_half(uint16_t *p, vf x) {
#ifdef HALF_VECTORS
  typedef _Float16 vh __attribute__((ext_vector_type(LANES), aligned(sizeof(uint16_t)), may_alias));
  *(vh *)p = __builtin_convertvector(x, vh);
#else
  typedef uint16_t vh __attribute__((ext_vector_type(LANES), aligned(sizeof(uint16_t)), may_alias));
  typedef uint32_t vu __attribute__((ext_vector_type(LANES)));
  const vf narrow = __builtin_elementwise_abs(x) * 0x1p-112f;
  const vu bits = __builtin_bit_cast(vu, narrow) >> 13;
  const vu sign = (__builtin_bit_cast(vu, x) & 0x80000000) >> 16;
  *(vh *)p = __builtin_convertvector((bits < 0x7C00 ? bits : 0x7C00) | sign, vh);
#endif
}

INLINE void store(float *p, vf x) { *(vf_in_memory *)p = x; }

/// The first `n` floats at p; where n is less than a vector the rest is `fill`.
INLINE vf load_some(const float *p, size_t n, float fill) {
  if (n >= LANES) return load(p);
  float lanes[LANES];
  for (size_t i = 0; i < LANES; i++) lanes[i] = i < n ? p[i] : fill;
  return load(lanes);
}

INLINE void store_some(float *p, size_t n, vf x) {
  if (n >= LANES) {
    store(p, x);
    return;
  }
  float lanes[LANES];
  store(lanes, x);
  for (size_t i = 0; i < n; i++) p[i] = lanes[i];
}

// The comparisons are false for NaN, which thus passes through.
INLINE vf at_least(vf x, float low) { return x < low ? (vf)low : x; }
INLINE vf at_most(vf x, float high) { return x > high ? (vf)high : x; }
