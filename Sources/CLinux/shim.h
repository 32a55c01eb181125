#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
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

/// Opens the file `path` below `folder` for reading without waiting for the disk (openat2
/// with RESOLVE_CACHED). -1 if it would have to wait, if there is no such file, or if the
/// kernel knows no such call.
static inline int linux_open_cached(int folder, const char *path) {
  struct open_how how = {.flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_CACHED};
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

#endif
