#if defined(__x86_64__)

// 16 registers: 12 chains, 2 vectors of weights, a factor.
#define KERNELS ck_kernels_avx2
#define TARGET "avx2,fma,f16c"
#define HALF_VECTORS
#define LANES 8
#define TILE_ROWS 6
#define TILE_VECTORS 2
// Each vector of weights becomes two, each factor too.
#define DOT_ROWS 4
#define DOT_VECTORS 2

#include "implementation.h"

#endif
