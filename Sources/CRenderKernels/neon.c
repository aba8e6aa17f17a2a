#if defined(__aarch64__)

// 32 registers: 24 chains, 4 vectors of weights, a factor.
#define KERNELS ck_kernels_neon
#define HALF_VECTORS
#define LANES 4
#define TILE_ROWS 6
#define TILE_VECTORS 4
// 24 chains, 4 vectors of weights, 2 factors. BFDOT, where a processor has it, rounds otherwise.
#define DOT_ROWS 12
#define DOT_VECTORS 2

#include "implementation.h"

#endif
