// The arithmetic of a room. Part of every instruction set's source: see implementation.h.
//
// Vectors are of eight frames, or of eight lines at one frame, whatever the instruction set: compilers make several of
// one where it has smaller ones.

typedef float vf8 __attribute__((ext_vector_type(8)));
typedef vf8 vf8_in_memory __attribute__((aligned(sizeof(float)), may_alias));

// No function returns eight: how it would depends on the instruction set.
#define EIGHT(p) (*(vf8_in_memory *)(p))

/// Eight rows become eight columns.
INLINE void transpose8(vf8 *r) {
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define LOW_HALVES(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define HIGH_HALVES(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15)
  vf8 s[8], t[8];
  for (int i = 0; i < 8; i += 2) {
    s[i] = LOW(r[i], r[i + 1]);
    s[i + 1] = HIGH(r[i], r[i + 1]);
  }
  for (int i = 0; i < 8; i += 4) {
    for (int j = 0; j < 2; j++) {
      t[i + 2 * j] = LOW_PAIRS(s[i + j], s[i + j + 2]);
      t[i + 2 * j + 1] = HIGH_PAIRS(s[i + j], s[i + j + 2]);
    }
  }
  for (int i = 0; i < 4; i++) {
    r[i] = LOW_HALVES(t[i], t[i + 4]);
    r[i + 4] = HIGH_HALVES(t[i], t[i + 4]);
  }
#undef LOW
#undef HIGH
#undef LOW_PAIRS
#undef HIGH_PAIRS
#undef LOW_HALVES
#undef HIGH_HALVES
}

/// What eight lines keep, at eight frames: a quarter of it, since the matrix makes it four times as large.
INLINE void absorb(const struct ck_absorption *f, vf8 *low, vf8 *high, vf8 *frames) {
  const vf8 direct = 0.25f * EIGHT(f->direct);
  const vf8 low_gain = 0.25f * EIGHT(f->low_gain), low_pole = EIGHT(f->low_pole);
  const vf8 high_gain = 0.25f * EIGHT(f->high_gain), high_pole = EIGHT(f->high_pole);
  transpose8(frames);
  for (int i = 0; i < 8; i++) {
    const vf8 x = frames[i];
    frames[i] = (direct * x + *low) + *high;
    *low = low_pole * *low + low_gain * x;
    *high = high_pole * *high + high_gain * x;
  }
  transpose8(frames);
}

/// The block that entered so many frames before the next one.
INLINE const float *past(const struct ck_delay *delay, uint32_t frames) {
  const uint32_t position = delay->position;
  return delay->ring + (position >= frames ? position - frames : position + delay->length - frames);
}

/// Goes on to the next block, once this one has entered.
INLINE void step_on(struct ck_delay *delay) {
  float *const entered = delay->ring + delay->position;
  if (delay->position < 2 * CK_ROOM_BLOCK)
    memcpy(entered + delay->length, entered, CK_ROOM_BLOCK * sizeof(float));
  delay->position += CK_ROOM_BLOCK;
  if (delay->position == delay->length) delay->position = 0;
}

/// A delay through a block: the frame before the first that leaves it, how far behind the first the place is, and how
/// much that grows from frame to frame.
struct glide {
  const float *past;
  float fraction, slope;
};

INLINE struct glide glide(const struct ck_delay *delay, struct ck_modulation *modulation) {
  const float change = modulation->change;
  modulation->phase += modulation->step;
  // Two parabolas, close to a sine.
  const float place = (float)(int32_t)modulation->phase * 0x1p-31f;
  const float wave = 4.0f * place * (1.0f - (place < 0 ? -place : place));
  modulation->change = modulation->depth * (1.0f + wave);
  const uint32_t whole = (uint32_t)change + 1;
  const struct glide result = {
      .past = past(delay, delay->frames + whole + 1),
      .fraction = (float)whole - change,
      .slope = (change - modulation->change) * (1.0f / CK_ROOM_BLOCK),
  };
  return result;
}

/// Eight frames between those of a line, by Lagrange's polynomial through four.
INLINE void interpolate(const struct glide *line, int frame, vf8 *result) {
  const vf8 ramp = {0, 1, 2, 3, 4, 5, 6, 7};
  const float *p = line->past + frame;
  const vf8 f = line->fraction + line->slope * (ramp + (float)frame);
  const vf8 f1 = f + 1.0f, f2 = f - 1.0f, f3 = f - 2.0f;
  const vf8 outer = (f * f2) * (1.0f / 6), inner = (f1 * f3) * 0.5f;
  *result = outer * (f1 * EIGHT(p + 3) - f3 * EIGHT(p)) +
            inner * (f2 * EIGHT(p + 1) - f * EIGHT(p + 2));
}

/// Allpass filters, one after the other, of a block.
INLINE void diffuse(struct ck_delay *filters, float *block) {
  for (int i = 0; i < CK_ROOM_DIFFUSERS; i++) {
    const float *const before = past(&filters[i], filters[i].frames);
    float *const next = filters[i].ring + filters[i].position;
    for (int frame = 0; frame < CK_ROOM_BLOCK; frame += 8) {
      const vf8 old = EIGHT(before + frame);
      const vf8 kept = EIGHT(block + frame) + CK_ROOM_DIFFUSION * old;
      EIGHT(next + frame) = kept;
      EIGHT(block + frame) = old - CK_ROOM_DIFFUSION * kept;
    }
  }
}

/// What enters at a side, and what the walls reflect of it.
INLINE void enter(const struct ck_room *room, int side, const float *sound, float *entering,
                  float *heard) {
  struct ck_delay *const entrance = &room->delays[CK_ROOM_DELAYS - 2 + side];
  float *const next = entrance->ring + entrance->position;
  for (int frame = 0; frame < CK_ROOM_BLOCK; frame++)
    next[frame] = sound[2 * frame + side] + CK_ROOM_FLOOR;
  const float *walls[CK_ROOM_REFLECTIONS];
  for (int i = 0; i < CK_ROOM_REFLECTIONS; i++)
    walls[i] = past(entrance, room->reflections[side * CK_ROOM_REFLECTIONS + i]);
  const float *const gains = room->reflection_gains + side * CK_ROOM_REFLECTIONS;
  for (int frame = 0; frame < CK_ROOM_BLOCK; frame += 8) {
    vf8 sum = (vf8)0.0f;
    for (int i = 0; i < CK_ROOM_REFLECTIONS; i++) sum = sum + gains[i] * EIGHT(walls[i] + frame);
    EIGHT(heard + frame) = sum;
  }
  memcpy(entering, past(entrance, entrance->frames), CK_ROOM_BLOCK * sizeof(float));
  diffuse(room->delays + CK_ROOM_LINES + side * CK_ROOM_DIFFUSERS, entering);
}

/// The network, at a block.
INLINE void circulate(const struct ck_room *room, const float *entering, float *heard) {
  struct glide glides[CK_ROOM_MODULATED];
  const float *from[CK_ROOM_LINES];
  float *to[CK_ROOM_LINES];
  for (int i = 0; i < CK_ROOM_LINES; i++) {
    const struct ck_delay *const line = &room->delays[i];
    to[i] = line->ring + line->position;
    if (i < CK_ROOM_MODULATED)
      glides[i] = glide(line, &room->modulations[i]);
    else
      from[i] = past(line, line->frames);
  }
  float *const states = room->states;
  vf8 low[2] = {EIGHT(states), EIGHT(states + 8)};
  vf8 high[2] = {EIGHT(states + 16), EIGHT(states + 24)};
  const float late_gain = 4.0f * room->late_gain;
  for (int frame = 0; frame < CK_ROOM_BLOCK; frame += 8) {
    vf8 v[CK_ROOM_LINES];
    for (int i = 0; i < CK_ROOM_MODULATED; i++) interpolate(&glides[i], frame, &v[i]);
    for (int i = CK_ROOM_MODULATED; i < CK_ROOM_LINES; i++) v[i] = EIGHT(from[i] + frame);
    absorb(&room->absorption[0], &low[0], &high[0], v);
    absorb(&room->absorption[1], &low[1], &high[1], v + 8);
    // Hadamard's matrix of order 16.
    for (int span = 1; span < CK_ROOM_LINES; span *= 2) {
      for (int i = 0; i < CK_ROOM_LINES; i++) {
        if (i & span) continue;
        const vf8 sum = v[i] + v[i + span];
        v[i + span] = v[i] - v[i + span];
        v[i] = sum;
      }
    }
    // Two of its rows, in which even lines and odd ones are apart and not alike.
    const vf8 left = EIGHT(heard + frame), right = EIGHT(heard + CK_ROOM_BLOCK + frame);
    EIGHT(heard + frame) = left + late_gain * v[5];
    EIGHT(heard + CK_ROOM_BLOCK + frame) = right + late_gain * v[10];
    const vf8 l = EIGHT(entering + frame), r = EIGHT(entering + CK_ROOM_BLOCK + frame);
    for (int i = 0; i < CK_ROOM_LINES; i++)
      EIGHT(to[i] + frame) = v[i] + (i & 1 ? r : l);
  }
  EIGHT(states) = low[0];
  EIGHT(states + 8) = low[1];
  EIGHT(states + 16) = high[0];
  EIGHT(states + 24) = high[1];
}

static void room(const struct ck_room *room, size_t blocks, const float *sound, float *output) {
  for (; blocks > 0; blocks--) {
    // Left, then right.
    float entering[2 * CK_ROOM_BLOCK], heard[2 * CK_ROOM_BLOCK];
    enter(room, 0, sound, entering, heard);
    enter(room, 1, sound, entering + CK_ROOM_BLOCK, heard + CK_ROOM_BLOCK);
    circulate(room, entering, heard);
    for (int i = 0; i < CK_ROOM_DELAYS; i++) step_on(&room->delays[i]);
    for (int frame = 0; frame < CK_ROOM_BLOCK; frame++) {
      output[2 * frame] = output[2 * frame] + room->gain * heard[frame];
      output[2 * frame + 1] = output[2 * frame + 1] + room->gain * heard[CK_ROOM_BLOCK + frame];
    }
    sound += 2 * CK_ROOM_BLOCK;
    output += 2 * CK_ROOM_BLOCK;
  }
}
