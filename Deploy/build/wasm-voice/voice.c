// SPDX-License-Identifier: GPL-3.0-or-later
// What a page says, as sound: espeak-ng behind four functions. Samples are 16 bits, one channel.
#include <stdlib.h>
#include <string.h>

#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>

enum { max_text_bytes = 4096, max_samples = 22050 * 300, words_a_minute = 130 };

// A byte behind the text ends it.
static char text[max_text_bytes + 1];
static short *samples;
static size_t sample_count, sample_room;
static int is_ready;

static int heard(short *wave, int count, espeak_EVENT *events) {
  (void)events;
  if (wave == NULL || count <= 0) return 0;
  if (sample_count + count > max_samples) return 1;
  if (sample_count + count > sample_room) {
    size_t room = (sample_count + count) * 2;
    short *more = realloc(samples, room * sizeof(short));
    if (more == NULL) return 1;
    samples = more;
    sample_room = room;
  }
  memcpy(samples + sample_count, wave, count * sizeof(short));
  sample_count += count;
  return 0;
}

// Where a text of so many bytes of UTF-8 goes; 0 if it is too long.
__attribute__((export_name("voice_room"))) char *voice_room(unsigned byte_count) {
  if (byte_count > max_text_bytes) return NULL;
  memset(text, 0, sizeof text);
  return text;
}

// Speaks the text in room, in French (0), Dutch (1) or English (2). How many samples that is; 0 if
// there is nothing to be heard, or it can't be said. The same text gives the same samples.
__attribute__((export_name("voice_speak"))) unsigned voice_speak(unsigned language) {
  static const char *const names[] = {"fr", "nl", "en"};
  if (language > 2) return 0;
  sample_count = 0;
  if (!is_ready) {
    espeak_ng_InitializePath("data");
    if (espeak_ng_Initialize(NULL) != ENS_OK) return 0;
    if (espeak_ng_InitializeOutput(ENOUTPUT_MODE_SYNCHRONOUS, 200, NULL) != ENS_OK) return 0;
    espeak_SetSynthCallback(heard);
    is_ready = 1;
  }
  if (espeak_ng_SetVoiceByName(names[language]) != ENS_OK) return 0;
  espeak_ng_SetParameter(espeakRATE, words_a_minute, 0);
  espeak_ng_SetRandSeed(1);
  espeak_ng_Synthesize(text, sizeof text, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, NULL);
  return sample_count;
}

__attribute__((export_name("voice_samples"))) short *voice_samples(void) { return samples; }

__attribute__((export_name("voice_rate"))) int voice_rate(void) { return espeak_ng_GetSampleRate(); }
