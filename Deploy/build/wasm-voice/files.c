// SPDX-License-Identifier: GPL-3.0-or-later
// The files that espeak-ng reads, in memory: there is no other file for it.
#include <errno.h>
#include <stdio.h>
#include <string.h>

// Of files.inc, which wasm-voice.sh makes of the data.
struct file {
  const char *name;
  const unsigned char *bytes;
  unsigned byte_count;
};
#include "files.inc"

static const struct file *file_named(const char *path) {
  if (strncmp(path, "data/", 5) != 0) return NULL;
  for (unsigned i = 0; i < sizeof files / sizeof files[0]; i++)
    if (strcmp(files[i].name, path + 5) == 0) return &files[i];
  return NULL;
}

// As espeak-ng's own: a folder is minus EISDIR.
int GetFileLength(const char *path) {
  if (strcmp(path, "data") == 0) return -EISDIR;
  const struct file *file = file_named(path);
  return file ? (int)file->byte_count : -ENOENT;
}

FILE *file_in_memory(const char *path, const char *mode) {
  const struct file *file = file_named(path);
  if (file == NULL || mode[0] != 'r') return NULL;
  return fmemopen((void *)file->bytes, file->byte_count, "r");
}

void *no_folder(const char *path) {
  (void)path;
  return NULL;
}

int no_removal(const char *path) {
  (void)path;
  return -1;
}
