/* What heif.wasm, tiff.wasm and jpeg.wasm offer alike: a file goes in, its pages come out as
   pixels. Memory is the module's; a pointer is an offset in it. A fault that a library can't
   return from traps, and the instance is thrown away with all that it holds. */

#ifndef PICTURE_H
#define PICTURE_H

#include <stdint.h>
#include <stdlib.h>

#ifdef __cplusplus
#define PICTURE_C extern "C"
#else
#define PICTURE_C
#endif
#ifdef __wasm__
#define PICTURE_EXPORT(name) PICTURE_C __attribute__((export_name(#name)))
#else
#define PICTURE_EXPORT(name) PICTURE_C
#endif

/* A side, and the pixels of a page, beyond which nothing is decoded. */
#define MOST_SIDE 65500
#define MOST_PIXELS 220000000u
#define MOST_PAGES 200

/* Pixels as they are made: red, green, blue, opacity. */
typedef struct {
  uint32_t width, height;
  uint8_t *pixels;
} picture;

/* Room for a file of so many bytes. */
PICTURE_EXPORT(picture_room) uint8_t *picture_room(uint32_t bytes);
/* Opens what is in the room; how many pages it has, 0 if it can't be read. */
PICTURE_EXPORT(picture_open) uint32_t picture_open(void);
/* Whether it has more pages than that: some can't be read, or they are too many. */
PICTURE_EXPORT(picture_is_cut) int picture_is_cut(void);
/* Turns to a page, counted from 0; whether its size is known and small enough. */
PICTURE_EXPORT(picture_page) int picture_page(uint32_t page);
/* The page's size as it is stored, and after picture_pixels that of its pixels. */
PICTURE_EXPORT(picture_width) uint32_t picture_width(void);
PICTURE_EXPORT(picture_height) uint32_t picture_height(void);
/* How it has to be turned, as EXIF counts: 1 is upright. */
PICTURE_EXPORT(picture_orientation) uint32_t picture_orientation(void);
/* The page's pixels, each the mean of a square of `factor` by `factor`; 0 if it can't be read. */
PICTURE_EXPORT(picture_pixels) uint8_t *picture_pixels(uint32_t factor);

/* The room, for the files that define the functions above. */
extern uint8_t *room;
extern uint32_t room_bytes;
/* The page turned to, and what has been made of it. */
extern picture page_now;
extern uint32_t page_orientation;
extern int file_is_cut;

/* Whether a page of this size may be decoded. */
PICTURE_C int picture_may_be(uint32_t width, uint32_t height);
/* Makes the pixels' place for a page reduced by `factor`; 0 if there is no memory. */
PICTURE_C int picture_begin(uint32_t width, uint32_t height, uint32_t factor);
/* Takes the rows that come next, from the top; `stride` in bytes. */
PICTURE_C void picture_rows(const uint8_t *rows, uint32_t count, uint32_t stride);
/* The pixels of all rows. */
PICTURE_C uint8_t *picture_end(void);

#endif
