#if defined(__x86_64__)

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kernels.h"

// 32 registers: 28 chains, 2 vectors of weights, a factor.
#define DOT_INSTRUCTION
#define TARGET "avx512bf16,avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,f16c"
#define HALF_VECTORS
#define LANES 16
#define DOT_ROWS 14
#define DOT_VECTORS 2

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)
#include "vector.h"
#include "bfloat16.h"
#pragma clang attribute pop

const struct bfloat16_kernels ck_kernels_avx512_bf16 = {
    .pack = pack_bfloat16,
    .pack_transposed = pack_bfloat16_transposed,
    .multiply = multiply_bfloat16,
};

#endif
