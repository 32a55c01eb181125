#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <malloc.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/// Reads of a file that never wait for the disk: at most `count` bytes at `offset`
/// (preadv2 with RWF_NOWAIT). Less, or -1, if more is not in memory.
static inline ssize_t linux_pread_cached(int file, void *bytes, size_t count, int64_t offset) {
  struct {
    void *base;
    size_t count;
  } piece = {bytes, count};
  const int no_wait = 8; /* RWF_NOWAIT of linux/fs.h */
  return syscall(SYS_preadv2, file, &piece, 1UL, offset, 0L, no_wait);
}

/// A flag of `open`: reading leaves no time at the file, whatever its file system does otherwise.
enum { LINUX_NOATIME = 01000000 };

/// Opens the file `path` below `folder` for reading without waiting for the disk (openat2
/// with RESOLVE_CACHED). -1 if it would have to wait, if there is no such file, or if the
/// kernel knows no such call.
static inline int linux_open_cached(int folder, const char *path) {
  struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | LINUX_NOATIME, .resolve = RESOLVE_CACHED};
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

/// Keeps what this process has in memory out of core dumps, by whatever the system would write them
/// with, and away from other programs of the same user. 0 if it is done.
///
/// It also takes away Swift's handlers of signals that end a process: what they print has values in it,
/// and the program that they start to print it, which may not look into this one, leaves it hanging.
static inline int linux_forbid_dumps(void) {
  const int fatal[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) signal(fatal[i], SIG_DFL);
  const struct rlimit none = {0, 0};
  const int limited = setrlimit(RLIMIT_CORE, &none);
  // A program to which dumps are piped is not bound by the limit.
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) | limited;
}

#endif
