#if defined(__x86_64__)

// 32 registers: 16 chains, 2 vectors of weights; the factors are broadcast from memory.
#define KERNELS ck_kernels_avx512
#define TARGET "avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,f16c"
#define HALF_VECTORS
#define LANES 16
#define TILE_ROWS 8
#define TILE_VECTORS 2
// 24 chains, 4 vectors of weights, 2 factors.
#define DOT_ROWS 12
#define DOT_VECTORS 2

#include "implementation.h"

#endif
