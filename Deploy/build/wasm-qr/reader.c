/* What the module offers: a picture in grey goes in, the text of the first QR code in it comes
   out. Memory is the module's; a pointer is an offset in it. */

#include <stdlib.h>
#include <string.h>
#include <zbar.h>

#define MOST_PIXELS (16 * 1024 * 1024)

static zbar_image_scanner_t *scanner;
static zbar_image_t *image;
static unsigned char *pixels;
static unsigned width, height;

/* Room for a picture of this size, a byte a pixel, 0 is black; nothing if it is too large. */
__attribute__((export_name("qr_picture"))) unsigned char *qr_picture(unsigned w, unsigned h) {
  if (w == 0 || h == 0 || w > MOST_PIXELS / h) return NULL;
  if (w * h != width * height) {
    free(pixels);
    pixels = malloc(w * h);
  }
  width = pixels ? w : 0;
  height = pixels ? h : 0;
  return pixels;
}

/* The text of the first QR code of the picture, ended by a zero, until the next call; nothing
   if there is none. */
__attribute__((export_name("qr_read"))) const char *qr_read(void) {
  const zbar_symbol_t *symbol;
  if (!pixels) return NULL;
  if (!scanner) {
    scanner = zbar_image_scanner_create();
    image = zbar_image_create();
    if (!scanner || !image) return NULL;
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
  }
  zbar_image_set_size(image, width, height);
  zbar_image_set_data(image, pixels, width * height, NULL);
  if (zbar_scan_image(scanner, image) <= 0) return NULL;
  for (symbol = zbar_image_first_symbol(image); symbol; symbol = zbar_symbol_next(symbol))
    if (zbar_symbol_get_type(symbol) == ZBAR_QRCODE) return zbar_symbol_get_data(symbol);
  return NULL;
}
