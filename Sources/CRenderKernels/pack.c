#include <string.h>

#include "CRenderKernels.h"

size_t ck_packed_count(size_t inputs, size_t outputs) {
  return (outputs + CK_PANEL - 1) / CK_PANEL * CK_PANEL * inputs;
}

void ck_pack(const float *weights, size_t inputs, size_t outputs, float *packed) {
  for (size_t column = 0; column < outputs; column += CK_PANEL) {
    for (size_t k = 0; k < inputs; k++) {
      for (size_t j = column; j < column + CK_PANEL; j++)
        *packed++ = j < outputs ? weights[k * outputs + j] : 0.0f;
    }
  }
}

void ck_pack_half(const uint16_t *weights, size_t inputs, size_t outputs, uint16_t *packed) {
  for (size_t column = 0; column < outputs; column += CK_PANEL) {
    const size_t columns = outputs - column < CK_PANEL ? outputs - column : CK_PANEL;
    for (size_t k = 0; k < inputs; k++, packed += CK_PANEL) {
      memcpy(packed, weights + k * outputs + column, columns * sizeof *packed);
      memset(packed + columns, 0, (CK_PANEL - columns) * sizeof *packed);
    }
  }
}

void ck_pack_transposed(const float *weights, size_t inputs, size_t outputs, float *packed) {
  for (size_t column = 0; column < outputs; column += CK_PANEL) {
    // Blocks of few rows, so that what is written stays in the first cache until it is whole.
    for (size_t start = 0; start < inputs; start += CK_PANEL) {
      const size_t end = inputs - start < CK_PANEL ? inputs : start + CK_PANEL;
      for (size_t j = 0; j < CK_PANEL; j++) {
        const float *row = weights + (column + j) * inputs;
        for (size_t k = start; k < end; k++)
          packed[k * CK_PANEL + j] = column + j < outputs ? row[k] : 0.0f;
      }
    }
    packed += inputs * CK_PANEL;
  }
}
