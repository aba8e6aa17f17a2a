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
