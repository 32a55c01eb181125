// The SSSE3 intrinsics that libsodium's sources use; see emmintrin.h beside this.
#ifndef PDE_WASM_TMMINTRIN_H
#define PDE_WASM_TMMINTRIN_H

#include "emmintrin.h"

// Indices are below 16 wherever libsodium shuffles bytes; there pshufb and swizzle are the same.
#define _mm_shuffle_epi8(a, indices) wasm_i8x16_swizzle((a), (indices))

// Only by 8 bytes, in libsodium.
#define _mm_alignr_epi8(high, low, n) \
    wasm_i64x2_shuffle((low), (high), ((n) == 8 ? 1 : -1), 2)

#endif
