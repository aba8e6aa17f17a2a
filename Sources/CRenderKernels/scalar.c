// What compilers take for granted: on x86-64 SSE2, with the fused multiply-adds as calls to fmaf; on
// arm64 vectors of its own, of which neon.c makes more.
#define KERNELS ck_kernels_scalar
#define LANES 4
#define TILE_ROWS 4
#define TILE_VECTORS 4
#define DOT_ROWS 4
#define DOT_VECTORS 2

#include "implementation.h"
