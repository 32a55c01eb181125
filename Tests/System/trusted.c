/* Preloaded, it lets a program read PDE_TRUSTED in the place of the certificates that the system trusts: `pde` has no
   option for others. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef FILE *opener(const char *path, const char *mode);

static FILE *open_as(const char *name, const char *path, const char *mode) {
  const char *trusted = getenv("PDE_TRUSTED");
  if (trusted && strcmp(path, "/etc/ssl/certs/ca-certificates.crt") == 0) path = trusted;
  return ((opener *)dlsym(RTLD_NEXT, name))(path, mode);
}

FILE *fopen(const char *path, const char *mode) { return open_as("fopen", path, mode); }
FILE *fopen64(const char *path, const char *mode) { return open_as("fopen64", path, mode); }
