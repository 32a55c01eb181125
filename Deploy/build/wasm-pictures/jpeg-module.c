/* jpeg.wasm: a JPEG to pixels and pixels to a JPEG, by libjpeg-turbo, for browsers that change
   what a canvas gives back, for pictures that one can't decode, and to look at what one made. */

#include "picture.h"
#include <stdio.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

static struct jpeg_decompress_struct in;
static struct jpeg_error_mgr faults;
static int is_open;
/* Data of the picture is missing. */
static int is_short;

/* No way back: the instance ends. */
static void fatal(j_common_ptr c) { __builtin_trap(); }
static void quiet(j_common_ptr c) {}
static void count(j_common_ptr c, int level) {
  if (level >= 0) return;
  c->err->num_warnings++;
  if (c->err->msg_code == JWRN_HIT_MARKER) is_short = 1;
}

/* A file of a thousand scans would be decoded a thousand times. */
static void watch(j_common_ptr c) {
  if (c->is_decompressor && ((j_decompress_ptr)c)->input_scan_number > 200) fatal(c);
}
static struct jpeg_progress_mgr progress = {.progress_monitor = watch};

static struct jpeg_error_mgr *handlers(void) {
  jpeg_std_error(&faults);
  faults.error_exit = fatal;
  faults.output_message = quiet;
  faults.emit_message = count;
  return &faults;
}

uint32_t picture_open(void) {
  if (is_open) jpeg_destroy_decompress(&in);
  in.err = handlers();
  jpeg_create_decompress(&in);
  is_open = 1;
  is_short = 0;
  in.progress = &progress;
  jpeg_mem_src(&in, room, room_bytes);
  return jpeg_read_header(&in, TRUE) == JPEG_HEADER_OK;
}

int picture_page(uint32_t page) {
  if (!is_open || page != 0) return 0;
  page_now.width = in.image_width;
  page_now.height = in.image_height;
  return picture_may_be(in.image_width, in.image_height);
}

/* Inverted, as those who write such JPEGs have it. */
static void from_cmyk(uint8_t *row, uint32_t width) {
  for (; width > 0; width--, row += 4) {
    for (int i = 0; i < 3; i++) row[i] = row[i] * row[3] / 255;
    row[3] = 255;
  }
}

/* Whether a component never came, or not to its last bit; of arithmetic coding nobody knows. */
static int lacks_scans(void) {
  if (in.arith_code) return 1;
  for (int i = 0; i < in.num_components; i++) {
    if (!in.comp_info[i].quant_table) return 1;
    for (int k = 0; in.progressive_mode && k < DCTSIZE2; k++)
      if (in.coef_bits[i][k] != 0) return 1;
  }
  return 0;
}

/* The factor is 1, 2, 4 or 8: the transform itself makes the smaller picture. */
uint8_t *picture_pixels(uint32_t factor) {
  if (!is_open || (factor != 1 && factor != 2 && factor != 4 && factor != 8)) return NULL;
  int is_cmyk = in.jpeg_color_space == JCS_CMYK || in.jpeg_color_space == JCS_YCCK;
  in.out_color_space = is_cmyk ? JCS_CMYK : JCS_EXT_RGBA;
  in.scale_num = 1;
  in.scale_denom = factor;
  jpeg_start_decompress(&in);
  if (!picture_begin(in.output_width, in.output_height, 1)) return NULL;
  uint8_t *row = malloc((size_t)in.output_width * 4);
  if (!row) return NULL;
  while (in.output_scanline < in.output_height) {
    jpeg_read_scanlines(&in, &row, 1);
    if (is_cmyk) from_cmyk(row, in.output_width);
    picture_rows(row, 1, in.output_width * 4);
  }
  free(row);
  if (lacks_scans()) is_short = 1;
  return picture_end();
}

/* Whether the file ended before the picture that picture_pixels has made. */
PICTURE_EXPORT(jpeg_is_short) int jpeg_is_short(void) { return is_short; }

static unsigned char *made;
static unsigned long made_bytes;

/* A JPEG of the pixels in the room, of this size; where it begins, until the next call. */
PICTURE_EXPORT(jpeg_encode) uint8_t *jpeg_encode(uint32_t width, uint32_t height, uint32_t quality) {
  struct jpeg_compress_struct out;
  if (!picture_may_be(width, height) || (uint64_t)width * height * 4 != room_bytes) return NULL;
  memset(&out, 0, sizeof out);
  out.err = handlers();
  jpeg_create_compress(&out);
  free(made);
  made = NULL;
  made_bytes = 0;
  jpeg_mem_dest(&out, &made, &made_bytes);
  out.image_width = width;
  out.image_height = height;
  out.input_components = 4;
  out.in_color_space = JCS_EXT_RGBX;
  jpeg_set_defaults(&out);
  jpeg_set_quality(&out, quality, TRUE);
  out.optimize_coding = TRUE;
  jpeg_start_compress(&out, TRUE);
  while (out.next_scanline < height) {
    uint8_t *row = room + (size_t)out.next_scanline * width * 4;
    jpeg_write_scanlines(&out, &row, 1);
  }
  jpeg_finish_compress(&out);
  jpeg_destroy_compress(&out);
  return made;
}
PICTURE_EXPORT(jpeg_bytes) uint32_t jpeg_bytes(void) { return made_bytes; }
