// What has to be known before the libraries of the program are initialized.
//
// OpenBLAS asks for its memory when it is loaded, for each of its threads, and asks for ever where there is none
// (blas_memory_alloc in its memory.c). A program with too low a limit on memory would wait before its first line,
// so this runs earlier: an executable's .preinit_array comes before all its libraries (gABI, "Initialization and
// Termination Functions").

#include "CRenderStart.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

// OpenBLAS's buffer of 128 MiB, a model and a soundfont.
static const size_t needed = (size_t)384 << 20;
static const int missing_resource = 71;

static int is_set(char **environment, const char *variable) {
  const size_t length = strlen(variable);
  for (; *environment; environment++)
    if (strncmp(*environment, variable, length) == 0) return 1;
  return 0;
}

// Starts the program anew with variables by which its libraries take less; goes on as it is where that fails.
static void save_memory(char **arguments, char **environment) {
  // OpenBLAS's threads are ended at once, in any case; and each thread that allocates would reserve 128 MiB.
  char *const variables[] = {"OPENBLAS_NUM_THREADS=1", "MALLOC_ARENA_MAX=1"};
  if (is_set(environment, "OPENBLAS_NUM_THREADS=") || is_set(environment, "MALLOC_ARENA_MAX=")) return;
  size_t count = 0;
  while (environment[count]) count++;
  char *extended[count + 3];
  memcpy(extended, environment, count * sizeof *extended);
  extended[count] = variables[0];
  extended[count + 1] = variables[1];
  extended[count + 2] = NULL;
  execve("/proc/self/exe", arguments, extended);
}

static void check_memory(int count, char **arguments, char **environment) {
  (void)count;
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  void *room = mmap(NULL, needed, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) {
    static const char sentence[] =
        "render: the limit on memory is too low: 384 MiB are needed beside the program; raise it (ulimit -v)\n";
    if (write(STDERR_FILENO, sentence, sizeof sentence - 1) < 0) _exit(missing_resource);
    _exit(missing_resource);
  }
  munmap(room, needed);
  save_memory(arguments, environment);
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = check_memory;
