/* tiff.wasm: the pages of a TIFF file, by libtiff, from memory. A page is read in bands, so that
   a large one never stands in memory as pixels. */

#include "picture.h"
#include <string.h>
#include <tiffio.h>

/* Pixels of a band. */
#define BAND (8u * 1024 * 1024)
#define MOST_MEMORY (256u * 1024 * 1024)

static TIFF *tiff;
static uint64_t at;
static tdir_t pages[MOST_PAGES];
static uint32_t page_count;

static tmsize_t read_some(thandle_t file, void *to, tmsize_t count) {
  if (at >= room_bytes || count <= 0) return 0;
  if ((uint64_t)count > room_bytes - at) count = room_bytes - at;
  memcpy(to, room + at, count);
  at += count;
  return count;
}
static tmsize_t write_none(thandle_t file, void *from, tmsize_t count) { return 0; }
static toff_t seek(thandle_t file, toff_t offset, int whence) {
  if (whence == SEEK_CUR) offset += at;
  if (whence == SEEK_END) offset += room_bytes;
  at = offset;
  return at;
}
static int close_none(thandle_t file) { return 0; }
static toff_t size(thandle_t file) { return room_bytes; }
static int map(thandle_t file, void **base, toff_t *bytes) {
  *base = room;
  *bytes = room_bytes;
  return 1;
}
static void unmap(thandle_t file, void *base, toff_t bytes) {}
static int quiet(TIFF *file, void *data, const char *module, const char *format, va_list list) {
  return 1;
}

#ifdef __wasm__
/* In the place of tif_unix.c, which opens files. */
void *_TIFFmalloc(tmsize_t bytes) { return bytes > 0 ? malloc(bytes) : NULL; }
void *_TIFFcalloc(tmsize_t count, tmsize_t bytes) {
  return count > 0 && bytes > 0 ? calloc(count, bytes) : NULL;
}
void _TIFFfree(void *memory) { free(memory); }
void *_TIFFrealloc(void *memory, tmsize_t bytes) { return realloc(memory, bytes); }
void _TIFFmemset(void *to, int value, tmsize_t bytes) { memset(to, value, bytes); }
void _TIFFmemcpy(void *to, const void *from, tmsize_t bytes) { memcpy(to, from, bytes); }
int _TIFFmemcmp(const void *a, const void *b, tmsize_t bytes) { return memcmp(a, b, bytes); }
TIFFErrorHandler _TIFFwarningHandler, _TIFFerrorHandler;
#endif

/* A page, not the small picture of one, nor a mask. */
static int is_page(void) {
  uint32_t kind = 0;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
  return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0;
}

uint32_t picture_open(void) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return 0;
  if (tiff) TIFFClose(tiff);
  at = 0;
  page_count = 0;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, MOST_MEMORY);
  TIFFOpenOptionsSetErrorHandlerExtR(options, quiet, NULL);
  TIFFOpenOptionsSetWarningHandlerExtR(options, quiet, NULL);
  tiff = TIFFClientOpenExt("", "r", NULL, read_some, write_none, seek, close_none, size, map, unmap,
                           options);
  TIFFOpenOptionsFree(options);
  if (!tiff) return 0;
  do {
    if (is_page()) pages[page_count++] = TIFFCurrentDirectory(tiff);
    file_is_cut = !TIFFLastDirectory(tiff);
  } while (file_is_cut && page_count < MOST_PAGES && TIFFReadDirectory(tiff));
  return page_count;
}

/* A pixel may be that much longer than wide, or wider than long; less than that is not seen. */
#define MOST_STRETCH 4.0f
#define LEAST_STRETCH 1.05f

/* The page in pixels that are square: a fax has twice as many of them across as down. */
static void make_square(uint32_t *width, uint32_t *height) {
  float across = 0, down = 0;
  TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &across);
  TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &down);
  if (!(across > 0 && down > 0)) return;
  float ratio = across / down, stretch = ratio > 1 ? ratio : 1 / ratio;
  if (!(stretch >= LEAST_STRETCH && stretch <= MOST_STRETCH)) return;
  float to_width = ratio < 1 ? *width / ratio : *width, to_height = ratio > 1 ? *height * ratio : *height;
  if (to_width > MOST_SIDE || to_height > MOST_SIDE || to_width * to_height > MOST_PIXELS) return;
  *width = to_width;
  *height = to_height;
}

int picture_page(uint32_t page) {
  uint32_t width = 0, height = 0;
  uint16_t orientation = 1;
  if (page >= page_count || !TIFFSetDirectory(tiff, pages[page])) return 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
  make_square(&width, &height);
  page_now.width = width;
  page_now.height = height;
  page_orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  return picture_may_be(width, height);
}

/* Colours into which their opacity was multiplied, as they were before. */
static void divide_by_opacity(uint8_t *pixel, size_t count) {
  for (; count > 0; count--, pixel += 4) {
    uint32_t opacity = pixel[3];
    for (int i = 0; i < 3 && opacity > 0 && opacity < 255; i++) {
      uint32_t colour = (pixel[i] * 255 + opacity / 2) / opacity;
      pixel[i] = colour < 255 ? colour : 255;
    }
  }
}

/* A row of the file as the rows that it stands for: number `row` of `height`, in a page of `to` pixels. */
static void stretched_row(const uint32_t *pixels, uint32_t width, uint32_t row, uint32_t height, uint32_t *line, picture to) {
  uint32_t from = (uint64_t)row * to.height / height, end = (uint64_t)(row + 1) * to.height / height;
  for (uint32_t x = 0; x < to.width; x++) line[x] = pixels[(uint64_t)x * width / to.width];
  for (; from < end; from++) picture_rows((const uint8_t *)line, 1, 0);
}

uint8_t *picture_pixels(uint32_t factor) {
  char why[1024];
  TIFFRGBAImage image;
  uint32_t *band, *line;
  uint32_t rows, width, height;
  picture whole;
  uint8_t *pixels = NULL;
  if (!tiff || !TIFFRGBAImageOK(tiff, why) || !TIFFRGBAImageBegin(&image, tiff, 1, why)) return NULL;
  width = image.width;
  height = image.height;
  /* As it is stored; who shows it turns it. */
  image.req_orientation = image.orientation;
  /* libtiff multiplies, but of grey that was not. */
  int is_multiplied = image.alpha == EXTRASAMPLE_ASSOCALPHA || (image.alpha && image.samplesperpixel > 2);
  whole = (picture){.width = width, .height = height};
  make_square(&whole.width, &whole.height);
  if (picture_begin(whole.width, whole.height, factor)) {
    rows = BAND / width;
    if (rows > height) rows = height;
    band = malloc((size_t)width * rows * sizeof(uint32_t));
    line = malloc((size_t)whole.width * sizeof(uint32_t));
    for (uint32_t row = 0; band && line && row < height; row += rows) {
      uint32_t count = height - row < rows ? height - row : rows;
      image.row_offset = row;
      image.height = count;
      if (!TIFFRGBAImageGet(&image, band, width, count)) break;
      if (is_multiplied) divide_by_opacity((uint8_t *)band, (size_t)width * count);
      if (whole.width == width && whole.height == height)
        picture_rows((const uint8_t *)band, count, width * 4);
      else for (uint32_t i = 0; i < count; i++)
        stretched_row(band + (size_t)i * width, width, row + i, height, line, whole);
    }
    free(line);
    free(band);
    pixels = picture_end();
  }
  TIFFRGBAImageEnd(&image);
  return pixels;
}
