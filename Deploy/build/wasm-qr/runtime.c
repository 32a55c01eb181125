/* In the place of what zbar takes from a system: there is no clock, and of all character sets
   only ASCII, which all codes of this project are in. Another text is no text. */

#include <errno.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/time.h>


int gettimeofday(struct timeval *now, void *zone) {
  now->tv_sec = 0;
  now->tv_usec = 0;
  return 0;
}

iconv_t iconv_open(const char *to, const char *from) { return (iconv_t)1; }
int iconv_close(iconv_t set) { return 0; }

size_t iconv(iconv_t set, char **in, size_t *in_left, char **out, size_t *out_left) {
  if (!in) return 0;
  for (; *in_left > 0; ++*in, --*in_left, ++*out, --*out_left) {
    if ((unsigned char)**in >= 0x80) {
      errno = EILSEQ;
      return (size_t)-1;
    }
    if (*out_left == 0) {
      errno = E2BIG;
      return (size_t)-1;
    }
    **out = **in;
  }
  return 0;
}

/* The name of a character set, which is not looked at. */
int sprintf(char *text, const char *format, ...) {
  *text = 0;
  return 0;
}
