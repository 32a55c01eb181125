/* One of the modules that decode pictures, native, with each input as a file: every page is decoded, as a
   browser's worker does, small enough that an input takes little time. FUZZ_MODULE is the module's source.

   A fault ends an instance in WebAssembly. Here it goes back to the next input, and what was
   allocated meanwhile is given back. */

#include "picture.h"
#include <setjmp.h>
#include <string.h>

#ifndef __cplusplus
typedef struct block {
  struct block *before, *after;
  size_t size;
} block;
static block first = {&first, &first, 0};

static void *tracked(block *one, size_t size) {
  if (!one) return NULL;
  one->size = size;
  one->before = &first;
  one->after = first.after;
  first.after->before = one;
  first.after = one;
  return one + 1;
}
static void untrack(block *one) {
  one->before->after = one->after;
  one->after->before = one->before;
}
void *fuzz_malloc(size_t size) {
  return size > 1u << 30 ? NULL : tracked((block *)malloc(size + sizeof(block)), size);
}
void *fuzz_calloc(size_t count, size_t size) {
  if (size && count > (1u << 30) / size) return NULL;
  return tracked((block *)calloc(1, count * size + sizeof(block)), count * size);
}
void fuzz_free(void *place) {
  if (!place) return;
  untrack((block *)place - 1);
  free((block *)place - 1);
}
void *fuzz_realloc(void *place, size_t size) {
  void *made = fuzz_malloc(size);
  if (!place || !made) return made;
  size_t had = ((block *)place - 1)->size;
  memcpy(made, place, had < size ? had : size);
  fuzz_free(place);
  return made;
}
static void free_all(void) {
  while (first.after != &first) fuzz_free(first.after + 1);
}
#define malloc fuzz_malloc
#define calloc fuzz_calloc
#define realloc fuzz_realloc
#define free fuzz_free
#endif

static jmp_buf next;
PICTURE_C void fuzz_fault(void) { longjmp(next, 1); }

#ifndef __cplusplus
#include "picture.c"
#endif
#include FUZZ_MODULE

static void decode(const uint8_t *bytes, size_t count) {
  uint8_t *to = picture_room(count);
  if (!to) return;
  memcpy(to, bytes, count);
  uint32_t pages = picture_open();
  for (uint32_t page = 0; page < pages && page < 4; page++) {
    if (!picture_page(page)) continue;
    if ((uint64_t)picture_width() * picture_height() > 1u << 22) continue;
    picture_orientation();
    picture_pixels(page % 2 ? 1 : 4);
    /* The same once more, as a page that is shown again. */
    if (page == 0 && picture_page(0)) picture_pixels(2);
  }
}

PICTURE_C int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
#ifdef __cplusplus
  try {
    decode(bytes, count);
  } catch (...) {
  }
#else
  if (setjmp(next) == 0) decode(bytes, count);
  FUZZ_RESET
  room = NULL;
  page_now.pixels = NULL;
  coming.sums = NULL;
  free_all();
#endif
  return 0;
}
