#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Filled in by the kernels.
bool ck_supports_avx2(void);

#endif
