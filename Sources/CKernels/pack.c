#include "CKernels.h"

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
