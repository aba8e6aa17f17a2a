// Prints a fingerprint of what each kernel makes of numbers that are the same everywhere, a line a call:
//   kernel-bits INSTRUCTIONS    a ck_isa; Scripts/arm-check compares the lines of processors
//
// The first lines are those of Tests/RenderNetworkTests/KernelsRecordedTests.swift, which records them.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CRenderKernels.h"

static ck_isa isa;

// SplitMix64.
static uint64_t state;

static uint64_t next_bits(void) {
  state += 0x9e3779b97f4a7c15;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static size_t below(size_t end) { return next_bits() % end; }

static float from_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static uint32_t to_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return x == x ? bits : 0x7fc00000;
}

// A zero, infinity, NaN, the smallest and largest numbers, where functions turn, or any pattern of bits.
static float edge(void) {
  static const float edges[] = {
      0.0f, 1.0f, 0x1p-149f, 0x1.fffffcp-127f, 0x1p-126f, 0x1.fffffep127f, __builtin_inff(),
      __builtin_nanf(""), 0x1.62e430p-2f, 9.0f, 10.0f, 88.72284f, 88.72283f, 103.97208f, 104.0f,
      2.5f, 65504.0f, 65520.0f, 0x1p-24f, 0x1p-25f, 0x1.01p0f, 0x1.03p0f, 0x1.ffp127f};
  const size_t index = below(sizeof edges / sizeof *edges + 8);
  if (index >= sizeof edges / sizeof *edges) return from_bits((uint32_t)next_bits());
  return next_bits() & 1 ? edges[index] : -edges[index];
}

// Evenly spread over -scale ..< scale. Of `one_in` numbers one is an edge, where that is not 0.
static float *numbers(size_t n, float scale, size_t one_in) {
  float *x = malloc((n + 1) * sizeof *x);
  for (size_t i = 0; i < n; i++) {
    x[i] = ((float)(next_bits() >> 40) * 0x1p-23f - 1.0f) * scale;
    if (one_in && below(one_in) == 0) x[i] = edge();
  }
  return x;
}

// FNV-1a over the bit patterns, all NaNs as one.
static uint64_t hash;

static void add_word(uint32_t word) { hash = (hash ^ word) * 0x100000001b3; }
static void add(const float *x, size_t n) {
  for (size_t i = 0; i < n; i++) add_word(to_bits(x[i]));
}

static void begin(void) { hash = 0xcbf29ce484222325; }
static void end(const char *name) { printf("%s %016" PRIx64 "\n", name, hash); }

static void record(const char *name, const float *x, size_t n) {
  begin();
  add(x, n);
  end(name);
}

// The calls of KernelsRecordedTests.

static void recorded_functions(void) {
  const size_t n = 1 << 16;
  state = 2024;
  float *x = numbers(n, 128, 0), *y = malloc(n * sizeof *y), lse[10];
  ck_exp(isa, n, x, y);
  record("recorded", y, n);
  ck_sigmoid(isa, n, x, y);
  record("recorded", y, n);
  for (size_t i = 0; i < n; i++) x[i] *= 0x1p-4f;
  ck_tanh(isa, n, x, y);
  record("recorded", y, n);
  ck_softmax(isa, 10, 400, x, 400, lse);
  begin();
  add(x, 4000);
  add(lse, 10);
  end("recorded");
  free(x);
  free(y);
}

static void recorded_products(void) {
  const size_t rows = 13, inputs = 300, outputs = 131;
  state = rows * 1000000 + inputs * 1000 + outputs;
  float *x = numbers(rows * inputs, 1, 0), *w = numbers(inputs * outputs, 1, 0);
  float *y = numbers(rows * outputs, 4, 0);
  float *packed = malloc(ck_packed_count(inputs, outputs) * sizeof *packed);
  ck_pack(w, inputs, outputs, packed);
  ck_affine(isa, rows, inputs, outputs, x, inputs, packed, y, outputs, 0, 5);
  record("recorded", y, rows * outputs);
  free(x), free(w), free(y), free(packed);
}

static void recorded_steps(void) {
  state = 9 * 1000 + 101;
  float *gates = numbers(9 * 4 * 101, 4, 0), *c = numbers(9 * 101, 2, 0);
  float *h = malloc(9 * 101 * sizeof *h);
  ck_lstm_step(isa, 9, 101, gates, 4 * 101, c, 101, h, 101, 0);
  record("recorded", h, 9 * 101);
  free(gates), free(c), free(h);

  enum { N = 777, BYTES = N * sizeof(float) };
  state = N;
  float *w = numbers(N, 1, 0), *g = numbers(N, 1, 0), *m = numbers(N, 1, 0), *v = numbers(N, 1, 0);
  for (size_t i = 0; i < N; i++) v[i] = __builtin_fabsf(v[i]);
  float w2[N], v2[N], a[N] = {0};
  memcpy(w2, w, BYTES), memcpy(v2, v, BYTES);
  begin();
  const float *m_old = memcpy(malloc(BYTES), m, BYTES);
  ck_adam(isa, N, w, g, m, v, a, 1e-3f, 0.9f, 0.999f, 1e-7f, 0.271f, 0.002997f, 0.25f);
  add(w, N), add(g, N), add(m, N), add(v, N);
  ck_rmsprop(isa, N, w2, g, v2, a, 1e-3f, 0.9f, 1e-7f, 0.25f);
  add(w2, N), add(g, N), add(m_old, N), add(v2, N);
  end("recorded");
  free(w), free(g), free(m), free(v), free((void *)m_old);
}

// Any shapes and numbers.

static void functions(size_t n, size_t one_in) {
  float *x = numbers(n, 16, one_in), *y = malloc((n + 1) * sizeof *y);
  ck_exp(isa, n, x, y);
  record("exp", y, n);
  ck_sigmoid(isa, n, x, y);
  record("sigmoid", y, n);
  ck_tanh(isa, n, x, y);
  record("tanh", y, n);
  ck_relu(isa, n, x, y);
  record("relu", y, n);
  const double sum = ck_sum_of_squares(isa, n, x);
  uint64_t bits;
  memcpy(&bits, &sum, sizeof bits);
  begin();
  if (sum == sum) add_word((uint32_t)bits), add_word((uint32_t)(bits >> 32));
  end("sum_of_squares");
  ck_axpy(isa, n, edge(), x, y);
  record("axpy", y, n);
  free(x), free(y);
}

static void halves(void) {
  enum { N = 1 << 16 };
  static unsigned char bytes[2 * N + 1];
  static uint16_t half[N];
  static float wide[N];
  for (size_t offset = 0; offset < 2; offset++) {
    for (uint32_t i = 0; i < N; i++) {
      const uint16_t pattern = (uint16_t)i;
      memcpy(bytes + offset + 2 * i, &pattern, sizeof pattern);
    }
    ck_widen(isa, N, (const uint16_t *)(const void *)(bytes + offset), wide);
    record("widen", wide, N);
  }
  size_t count = 0;
  for (size_t i = 0; i < N; i++)
    if (__builtin_isfinite(wide[i])) wide[count++] = wide[i];
  begin();
  add_word(ck_narrow(isa, count, wide, half));
  for (size_t i = 0; i < count; i++) add_word(half[i]);
  end("narrow");
  // Whether all of a few numbers are of half precision; some are.
  begin();
  for (size_t i = 0; i < 20000; i++) {
    float x[19] = {0};
    x[below(19)] = edge();
    add_word(ck_narrow(isa, 1 + below(19), x, half));
  }
  end("narrow");
}

static void products(size_t one_in) {
  const size_t rows = 1 + (next_bits() & 1 ? below(8) : below(140));
  const size_t inputs = below(300), outputs = 1 + below(300);
  const size_t ldx = inputs + below(9), ldy = outputs + below(9);
  const size_t panels = (outputs + CK_PANEL - 1) / CK_PANEL, cut = below(panels + 1);
  const size_t count = ck_packed_count(inputs, outputs);
  float *x = numbers(rows * ldx, 1, one_in), *w = numbers(inputs * outputs, 1, one_in);
  float *y = numbers(rows * ldy, 4, one_in), *packed = malloc((count + 1) * sizeof *packed);
  float *y2 = memcpy(malloc(rows * ldy * sizeof *y), y, rows * ldy * sizeof *y);
  (next_bits() & 1 ? ck_pack : ck_pack_transposed)(w, inputs, outputs, packed);
  ck_affine(isa, rows, inputs, outputs, x, ldx, packed, y, ldy, 0, cut);
  ck_affine(isa, rows, inputs, outputs, x, ldx, packed, y, ldy, cut, panels);
  record("affine", y, rows * ldy);
  uint16_t *half = malloc((inputs * outputs + 1) * sizeof *half);
  uint16_t *packed_half = malloc((count + 1) * sizeof *packed_half);
  // Numbers of half precision below 2, but for one in some, which may be any.
  for (size_t i = 0; i < inputs * outputs; i++)
    half[i] = (uint16_t)next_bits() & (one_in && below(one_in) == 0 ? 0xFFFF : 0xBFFF);
  ck_pack_half(half, inputs, outputs, packed_half);
  ck_affine_half(isa, rows, inputs, outputs, x, ldx, packed_half, y2, ldy, 0, panels);
  record("affine_half", y2, rows * ldy);
  free(x), free(w), free(y), free(y2), free(packed), free(half), free(packed_half);
}

static void products_of_bfloat16(size_t one_in) {
  const size_t rows = 1 + below(140), inner = 1 + below(600), columns = 1 + below(150);
  const size_t panels = (columns + CK_PANEL - 1) / CK_PANEL, cut = below(panels + 1);
  const bool first = next_bits() & 1, second = next_bits() & 1, accumulates = next_bits() & 1;
  float *a = numbers(rows * inner, 1, one_in), *b = numbers(inner * columns, 1, one_in);
  float *c = numbers(rows * columns, 1, one_in);
  uint32_t *packed = malloc(ck_bfloat16_count(inner, columns) * sizeof *packed);
  ck_bfloat16_pack(isa, b, inner, columns, second, packed, 0, cut);
  ck_bfloat16_pack(isa, b, inner, columns, second, packed, cut, panels);
  ck_bfloat16_multiply(isa, rows, inner, columns, a, first, packed, c, accumulates, 0, cut);
  ck_bfloat16_multiply(isa, rows, inner, columns, a, first, packed, c, accumulates, cut, panels);
  record("bfloat16", c, rows * columns);
  free(a), free(b), free(c), free(packed);
}

static void steps(size_t one_in) {
  const size_t rows = 1 + below(20), units = 1 + below(140), n = rows * units;
  const size_t ldg = 4 * units + below(5), ldc = units + below(5), ldh = units + below(5);
  const int hard = next_bits() & 1;
  float *gates = numbers(rows * ldg, 4, one_in), *c = numbers(rows * ldc, 2, one_in);
  float *h = numbers(rows * ldh, 1, 0);
  ck_lstm_step(isa, rows, units, gates, ldg, c, ldc, h, ldh, hard);
  begin();
  add(c, rows * ldc), add(h, rows * ldh);
  end("lstm_step");
  float *c_out = numbers(n, 1, 0), *tanh_c = numbers(n, 1, 0), *h_out = numbers(n, 1, 0);
  ck_lstm_forward(isa, rows, units, gates, c, c_out, tanh_c, h_out, hard);
  begin();
  add(gates, 4 * n), add(c_out, n), add(tanh_c, n), add(h_out, n);
  end("lstm_forward");
  float *dh = numbers(n, 1, one_in), *dc = numbers(n, 1, one_in), *dgates = numbers(4 * n, 1, 0);
  ck_lstm_backward(isa, rows, units, gates, c, tanh_c, dh, dc, dgates, hard);
  begin();
  add(dc, n), add(dgates, 4 * n);
  end("lstm_backward");
  free(gates), free(c), free(h), free(c_out), free(tanh_c), free(h_out), free(dh), free(dc);
  free(dgates);
}

static void softmaxes(size_t one_in) {
  const size_t rows = 1 + below(12), columns = 1 + below(420), ld = columns + below(5);
  float *x = numbers(rows * ld, 16, one_in), *lse = numbers(rows, 1, 0);
  for (size_t i = 0; i < rows * ld; i++)
    if (below(3) == 0 && one_in) x[i] = -__builtin_inff();
  ck_softmax(isa, rows, columns, x, ld, lse);
  begin();
  add(x, rows * ld), add(lse, rows);
  end("softmax");
  free(x), free(lse);
}

static void optimizers(size_t one_in) {
  const size_t n = below(400);
  float *w = numbers(n, 1, one_in), *g = numbers(n, 1, one_in), *m = numbers(n, 1, one_in);
  float *v = numbers(n, 1, one_in), *a = numbers(n, 1, one_in);
  float *average = next_bits() & 1 ? a : NULL;
  ck_adam(isa, n, w, g, m, v, average, 1e-3f, 0.9f, 0.999f, 1e-7f, 0.271f, 0.002997f, 0.25f);
  begin();
  add(w, n), add(m, n), add(v, n), add(a, n);
  end("adam");
  ck_rmsprop(isa, n, w, g, v, average, 1e-3f, 0.9f, 1e-7f, 0.25f);
  begin();
  add(w, n), add(v, n), add(a, n);
  end("rmsprop");
  free(w), free(g), free(m), free(v), free(a);
}

// Random delays and filters that keep less than they get.
static void rooms(void) {
  struct ck_delay delays[CK_ROOM_DELAYS];
  struct ck_modulation modulations[CK_ROOM_MODULATED];
  struct ck_absorption absorption[2];
  uint32_t reflections[2 * CK_ROOM_REFLECTIONS];
  for (size_t i = 0; i < CK_ROOM_DELAYS; i++) {
    const uint32_t frames = CK_ROOM_BLOCK + (uint32_t)below(2000);
    const uint32_t length = (2100 / CK_ROOM_BLOCK + 3) * CK_ROOM_BLOCK;
    delays[i] = (struct ck_delay){
        .ring = numbers(length + 2 * CK_ROOM_BLOCK, 0, 0), .length = length, .frames = frames};
  }
  for (size_t i = 0; i < CK_ROOM_MODULATED; i++) {
    delays[i].frames += 64;
    modulations[i] = (struct ck_modulation){
        .phase = (uint32_t)next_bits(), .step = (uint32_t)below(1 << 24), .depth = 8, .change = 8};
  }
  for (size_t i = 0; i < 2 * CK_ROOM_REFLECTIONS; i++)
    reflections[i] = CK_ROOM_BLOCK + (uint32_t)below(2000);
  float *gains = numbers(2 * CK_ROOM_REFLECTIONS, 1, 0), *states = numbers(2 * CK_ROOM_LINES, 0, 0);
  float *factors = numbers(5 * CK_ROOM_LINES, 0.3f, 0);
  memcpy(absorption, factors, sizeof absorption);
  const struct ck_room room = {delays, modulations, reflections, gains, absorption, states, 0.3f, 0.7f};
  const size_t blocks = 1 + below(60);
  float *sound = numbers(2 * CK_ROOM_BLOCK * blocks, 1, 0);
  float *output = numbers(2 * CK_ROOM_BLOCK * blocks, 1, 0);
  ck_room(isa, &room, blocks, sound, output);
  begin();
  add(output, 2 * CK_ROOM_BLOCK * blocks), add(states, 2 * CK_ROOM_LINES);
  end("room");
  for (size_t i = 0; i < CK_ROOM_DELAYS; i++) free(delays[i].ring);
  free(gains), free(states), free(factors), free(sound), free(output);
}

int main(int count, char **arguments) {
  isa = (ck_isa)(count == 2 ? atoi(arguments[1]) : 0);
  if (isa > ck_best_isa()) {
    fprintf(stderr, "this processor does not have instruction set %d\n", (int)isa);
    return 1;
  }
  recorded_functions();
  recorded_products();
  recorded_steps();
  state = 1;
  halves();
  for (size_t call = 0; call < 200; call++) {
    // Every other call is of plain numbers, or NaNs would hide the others.
    const size_t one_in = call % 2 ? 0 : 1 + below(1000);
    functions(below(3000), one_in);
    products(one_in);
    products_of_bfloat16(one_in);
    steps(one_in);
    softmaxes(one_in);
    optimizers(one_in);
    rooms();
  }
  // Nothing but edges, which are patterns of bits in four of fifteen.
  functions(1 << 20, 1);
  return 0;
}
