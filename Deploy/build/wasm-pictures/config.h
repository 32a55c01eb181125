/* libheif and libde265 as they are built here: HEVC is decoded, nothing is encoded, one thread. */
#define HAVE_LIBDE265 1
#define HAVE_STDINT_H 1
#define HAVE_ALLOCA_H 1
#define HAVE_POSIX_MEMALIGN 1
