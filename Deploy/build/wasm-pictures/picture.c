/* What the three modules have in common: the room for a file, and reducing rows as they come. */

#include "picture.h"
#include <string.h>

uint8_t *room;
uint32_t room_bytes;
picture page_now;
uint32_t page_orientation = 1;
int file_is_cut;

/* What comes: its size, the factor, and the sums of the squares that are not whole yet. */
static struct {
  uint32_t width, height, factor, row;
  uint32_t *sums;
} coming;

#ifdef __wasm__
/* In the place of libc's: nothing is told to a system, the instance ends. */
_Noreturn void _Exit(int status) { __builtin_trap(); }
/* There is no environment. */
char *getenv(const char *name) { return NULL; }
#endif

uint8_t *picture_room(uint32_t bytes) {
  free(room);
  room = bytes ? malloc(bytes) : NULL;
  room_bytes = room ? bytes : 0;
  return room;
}

int picture_is_cut(void) { return file_is_cut; }
uint32_t picture_width(void) { return page_now.width; }
uint32_t picture_height(void) { return page_now.height; }
uint32_t picture_orientation(void) { return page_orientation; }

int picture_may_be(uint32_t width, uint32_t height) {
  return width > 0 && height > 0 && width <= MOST_SIDE && height <= MOST_SIDE &&
         height <= MOST_PIXELS / width;
}

int picture_begin(uint32_t width, uint32_t height, uint32_t factor) {
  if (!picture_may_be(width, height) || factor == 0 || factor > 64) return 0;
  free(page_now.pixels);
  free(coming.sums);
  coming.width = width;
  coming.height = height;
  coming.factor = factor;
  coming.row = 0;
  coming.sums = NULL;
  /* What is left over at the right and below makes squares that are smaller. */
  page_now.width = (width + factor - 1) / factor;
  page_now.height = (height + factor - 1) / factor;
  page_now.pixels = malloc((size_t)page_now.width * page_now.height * 4);
  if (factor > 1) coming.sums = calloc((size_t)page_now.width * 4, sizeof(uint32_t));
  return page_now.pixels && (factor == 1 || coming.sums);
}

/* The sums of one row of squares become their means. */
static void finish_row(uint32_t out_row, uint32_t rows) {
  uint8_t *out = page_now.pixels + (size_t)out_row * page_now.width * 4;
  for (uint32_t x = 0; x < page_now.width; x++) {
    uint32_t from = x * coming.factor;
    uint32_t columns = coming.width - from < coming.factor ? coming.width - from : coming.factor;
    uint32_t count = columns * rows;
    for (int i = 0; i < 4; i++) out[x * 4 + i] = (coming.sums[x * 4 + i] + count / 2) / count;
  }
  memset(coming.sums, 0, (size_t)page_now.width * 4 * sizeof(uint32_t));
}

void picture_rows(const uint8_t *rows, uint32_t count, uint32_t stride) {
  for (; count > 0 && coming.row < coming.height; count--, rows += stride) {
    if (coming.factor == 1) {
      memcpy(page_now.pixels + (size_t)coming.row * coming.width * 4, rows,
             (size_t)coming.width * 4);
      coming.row++;
      continue;
    }
    const uint8_t *in = rows;
    uint32_t *sum = coming.sums;
    for (uint32_t x = 0; x < coming.width; sum += 4)
      for (uint32_t i = 0; i < coming.factor && x < coming.width; i++, x++, in += 4) {
        sum[0] += in[0];
        sum[1] += in[1];
        sum[2] += in[2];
        sum[3] += in[3];
      }
    coming.row++;
    if (coming.row % coming.factor == 0)
      finish_row(coming.row / coming.factor - 1, coming.factor);
    else if (coming.row == coming.height)
      finish_row(coming.row / coming.factor, coming.row % coming.factor);
  }
}

uint8_t *picture_end(void) {
  if (coming.row != coming.height) return NULL;
  return page_now.pixels;
}
