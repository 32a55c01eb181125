// heif.wasm: the pictures of a HEIC or HEIF file, by libheif and libde265. libheif turns and
// crops as the file says, so its pages are upright; what EXIF says besides is not looked at.

#include "picture.h"

#include <libde265/de265.h>
#include <libheif/heif.h>

namespace {
heif_context *context;
heif_image_handle *handle;
heif_item_id pages[MOST_PAGES];
uint32_t page_count;

void close_page() {
  if (handle) heif_image_handle_release(handle);
  handle = nullptr;
}
}  // namespace

// In the place of de265_start_worker_threads: there are none.
extern "C" de265_error no_worker_threads(de265_decoder_context *, int) { return DE265_OK; }

#ifdef __wasm__
// What throws traps: the instance ends, and the picture is unreadable. What malformed files are
// known for, both libraries return as errors; memory that is not there is thrown.
extern "C" void *__cxa_allocate_exception(size_t) { __builtin_trap(); }
extern "C" void __cxa_throw(void *, void *, void (*)(void *)) { __builtin_trap(); }
#endif

uint32_t picture_open() {
  close_page();
  if (context) heif_context_free(context);
  page_count = 0;
  context = heif_context_alloc();
  if (!context) return 0;
  heif_context_set_max_decoding_threads(context, 0);
  heif_error error = heif_context_read_from_memory_without_copy(context, room, room_bytes, nullptr);
  if (error.code != heif_error_Ok) return 0;
  int count = heif_context_get_number_of_top_level_images(context);
  if (count <= 0) return 0;
  file_is_cut = count > MOST_PAGES;
  if (file_is_cut) count = MOST_PAGES;
  page_count = heif_context_get_list_of_top_level_image_IDs(context, pages, count);
  // The one that the file names first, first.
  heif_item_id primary;
  if (heif_context_get_primary_image_ID(context, &primary).code == heif_error_Ok)
    for (uint32_t i = 1; i < page_count; i++)
      if (pages[i] == primary) {
        for (; i > 0; i--) pages[i] = pages[i - 1];
        pages[0] = primary;
      }
  return page_count;
}

int picture_page(uint32_t page) {
  close_page();
  if (page >= page_count) return 0;
  if (heif_context_get_image_handle(context, pages[page], &handle).code != heif_error_Ok) return 0;
  page_now.width = heif_image_handle_get_width(handle);
  page_now.height = heif_image_handle_get_height(handle);
  page_orientation = 1;
  return picture_may_be(page_now.width, page_now.height);
}

uint8_t *picture_pixels(uint32_t factor) {
  if (!handle) return nullptr;
  heif_decoding_options *options = heif_decoding_options_alloc();
  heif_image *image = nullptr;
  options->convert_hdr_to_8bit = 1;
  heif_error error = heif_decode_image(handle, &image, heif_colorspace_RGB,
                                       heif_chroma_interleaved_RGBA, options);
  heif_decoding_options_free(options);
  if (error.code != heif_error_Ok || !image) return nullptr;
  int stride = 0;
  const uint8_t *rows = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
  int width = heif_image_get_width(image, heif_channel_interleaved);
  int height = heif_image_get_height(image, heif_channel_interleaved);
  uint8_t *pixels = nullptr;
  if (rows && width > 0 && height > 0 && stride >= width * 4 &&
      picture_begin(width, height, factor)) {
    picture_rows(rows, height, stride);
    pixels = picture_end();
  }
  heif_image_release(image);
  return pixels;
}
