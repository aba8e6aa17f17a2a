// Tells the thread sanitizer of locks that threads wait for: Swift's library, which is not built with it, takes those.
//
//   clang -O2 -shared -fPIC -o mutex.so thread-check-mutex.c
//   LD_PRELOAD=mutex.so program
//
// Both functions are those of Synchronization.Mutex on Linux.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

typedef __attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) void *handle);
typedef __attribute__((swiftcall)) void unlock_slow(__attribute__((swift_context)) void *handle);

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

static lock_slow *lock;
static unlock_slow *unlock;

__attribute__((constructor)) static void find(void) {
  lock = (lock_slow *)dlsym(RTLD_NEXT, LOCK);
  unlock = (unlock_slow *)dlsym(RTLD_NEXT, UNLOCK);
}

__attribute__((swiftcall)) void wrapped_lock(uint32_t thread, __attribute__((swift_context)) void *handle) __asm__(LOCK);
__attribute__((swiftcall)) void wrapped_lock(uint32_t thread, __attribute__((swift_context)) void *handle) {
  lock(thread, handle);
  __tsan_acquire(handle);
}

__attribute__((swiftcall)) void wrapped_unlock(__attribute__((swift_context)) void *handle) __asm__(UNLOCK);
__attribute__((swiftcall)) void wrapped_unlock(__attribute__((swift_context)) void *handle) {
  __tsan_release(handle);
  unlock(handle);
}
