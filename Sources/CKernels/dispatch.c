#include "CKernels.h"

bool ck_supports_avx2(void) { return __builtin_cpu_supports("avx2"); }
