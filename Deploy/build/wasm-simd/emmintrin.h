// The SSE2 intrinsics that libsodium's sources for SSSE3 use, in WebAssembly's 128-bit SIMD.
//
// The two instruction sets agree lane by lane on everything here. Macros where libsodium asks
// with #ifndef, or where an operand has to be constant.
#ifndef PDE_WASM_EMMINTRIN_H
#define PDE_WASM_EMMINTRIN_H

#include <stdint.h>
#include <wasm_simd128.h>

typedef v128_t __m128i;

#define _mm_loadu_si128(p) wasm_v128_load(p)
#define _mm_storeu_si128(p, a) wasm_v128_store((p), (a))
#define _mm_setzero_si128() wasm_i64x2_splat(0)

#define _mm_set_epi64x(high, low) wasm_i64x2_make((low), (high))
#define _mm_set1_epi64x(a) wasm_i64x2_splat(a)
#define _mm_cvtsi64_si128(a) wasm_i64x2_make((a), 0)
#define _mm_set1_epi32(a) wasm_i32x4_splat(a)
#define _mm_set_epi32(d, c, b, a) wasm_i32x4_make((a), (b), (c), (d))
#define _mm_setr_epi32(a, b, c, d) wasm_i32x4_make((a), (b), (c), (d))
#define _mm_setr_epi8(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) \
    wasm_i8x16_make(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
#define _mm_set_epi8(p, o, n, m, l, k, j, i, h, g, f, e, d, c, b, a) \
    wasm_i8x16_make(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)

#define _mm_xor_si128(a, b) wasm_v128_xor((a), (b))
#define _mm_or_si128(a, b) wasm_v128_or((a), (b))
#define _mm_and_si128(a, b) wasm_v128_and((a), (b))
#define _mm_add_epi32(a, b) wasm_i32x4_add((a), (b))
#define _mm_add_epi64(a, b) wasm_i64x2_add((a), (b))
#define _mm_slli_epi32(a, n) wasm_i32x4_shl((a), (n))
#define _mm_srli_epi32(a, n) wasm_u32x4_shr((a), (n))
#define _mm_slli_epi64(a, n) wasm_i64x2_shl((a), (n))
#define _mm_srli_epi64(a, n) wasm_u64x2_shr((a), (n))

// The products of lanes 0 and 2, whole.
static inline __m128i
_mm_mul_epu32(__m128i a, __m128i b)
{
    return wasm_u64x2_extmul_low_u32x4(wasm_i32x4_shuffle(a, a, 0, 2, 0, 2),
                                       wasm_i32x4_shuffle(b, b, 0, 2, 0, 2));
}

#define _MM_SHUFFLE(d, c, b, a) (((d) << 6) | ((c) << 4) | ((b) << 2) | (a))
#define _mm_shuffle_epi32(v, n) \
    wasm_i32x4_shuffle((v), (v), (n) & 3, ((n) >> 2) & 3, ((n) >> 4) & 3, ((n) >> 6) & 3)
#define _mm_unpacklo_epi32(a, b) wasm_i32x4_shuffle((a), (b), 0, 4, 1, 5)
#define _mm_unpackhi_epi32(a, b) wasm_i32x4_shuffle((a), (b), 2, 6, 3, 7)
#define _mm_unpacklo_epi64(a, b) wasm_i64x2_shuffle((a), (b), 0, 2)
#define _mm_unpackhi_epi64(a, b) wasm_i64x2_shuffle((a), (b), 1, 3)

#endif
