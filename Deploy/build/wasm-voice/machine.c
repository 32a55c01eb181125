// SPDX-License-Identifier: GPL-3.0-or-later
// What espeak-ng would ask of a machine besides: there is none.
#include <stddef.h>

char *no_environment(const char *name) {
  (void)name;
  return NULL;
}

char *no_locale(int category, const char *name) {
  (void)category, (void)name;
  return "C";
}

// Of a file for sounds of signs, which there aren't.
char *no_name(char *into) {
  (void)into;
  return "";
}

// For its seed of chance alone, which voice.c sets.
long long no_time(long long *into) {
  if (into) *into = 0;
  return 0;
}

_Noreturn void no_exit(int status) {
  (void)status;
  __builtin_trap();
}
