// Every kernel for one instruction set. The source that includes this defines
//   KERNELS                  the name of the table it makes
//   LANES                    floats of a vector
//   TILE_ROWS, TILE_VECTORS  the block of chains that ck_affine keeps in registers
//   DOT_ROWS, DOT_VECTORS    the same of products of bf16
//   TARGET                   the `target` attribute, or nothing
//   HALF_VECTORS             where vectors of half precision are converted by instructions
// Nothing here depends on them but speed.

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kernels.h"

#ifdef TARGET
#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)
#endif

#include "vector.h"
#include "affine.h"
#include "elementary.h"
#include "lstm.h"
#include "softmax.h"
#include "optimizers.h"
#include "bfloat16.h"
#include "room.h"

#ifdef TARGET
#pragma clang attribute pop
#endif

const struct kernels KERNELS = {
    .affine = affine,
    .affine_half = affine_half,
    .lstm_step = lstm_step,
    .lstm_forward = lstm_forward,
    .lstm_backward = lstm_backward,
    .exp = exp_all,
    .sigmoid = sigmoid_all,
    .tanh = tanh_all,
    .relu = relu_all,
    .widen = widen,
    .narrow = narrow,
    .softmax = softmax,
    .adam = adam,
    .rmsprop = rmsprop,
    .sum_of_squares = sum_of_squares,
    .axpy = axpy,
    .room = room,
    .bfloat16 = {
        .pack = pack_bfloat16,
        .pack_transposed = pack_bfloat16_transposed,
        .multiply = multiply_bfloat16,
    },
};
