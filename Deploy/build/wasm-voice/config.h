// SPDX-License-Identifier: GPL-3.0-or-later
// espeak-ng with its own voices alone: no threads, no audio device, no other synthesiser.
#define HAVE_MKSTEMP 0
#define USE_ASYNC 0
#define USE_KLATT 0
#define USE_LIBPCAUDIO 0
#define USE_LIBSONIC 0
#define USE_MBROLA 0
#define USE_SPEECHPLAYER 0
#define PACKAGE_VERSION "1.52.0"
#define PATH_ESPEAK_DATA "data"
