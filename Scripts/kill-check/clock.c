/* A clock that stands elsewhere, runs faster or jumps, for programs that are started with this library in LD_PRELOAD.
   CLOCK_OFFSET: seconds to add. CLOCK_RATE: times as fast. CLOCK_JUMPS: an hour to and fro, several times a second.
   The clock that never goes back by itself is left as it is: the system waits by it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static double setting(const char *name) {
  const char *text = getenv(name);
  return text ? atof(text) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, time);
  if (result != 0 || clock != CLOCK_REALTIME) return result;
  static double start;
  double now = time->tv_sec + time->tv_nsec * 1e-9;
  if (!start) start = now;
  if (setting("CLOCK_RATE")) now = start + (now - start) * setting("CLOCK_RATE");
  if (setting("CLOCK_JUMPS")) now += 3600 * (time->tv_nsec / 100000000 % 3 - 1);
  now += setting("CLOCK_OFFSET");
  time->tv_sec = (time_t)now;
  time->tv_nsec = (long)((now - (double)time->tv_sec) * 1e9);
  return 0;
}

int gettimeofday(struct timeval *restrict value, void *restrict zone) {
  struct timespec time;
  int result = clock_gettime(CLOCK_REALTIME, &time);
  value->tv_sec = time.tv_sec;
  value->tv_usec = time.tv_nsec / 1000;
  return result;
}

time_t time(time_t *value) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (value) *value = now.tv_sec;
  return now.tv_sec;
}
