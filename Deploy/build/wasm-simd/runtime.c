// In the place of libsodium's sodium/runtime.c, which asks the processor: a WebAssembly module
// has 128-bit SIMD or does not start.
#define ANSWER(name, value) int sodium_runtime_has_##name(void) { return value; }

ANSWER(sse2, 1)
ANSWER(sse3, 1)
ANSWER(ssse3, 1)
ANSWER(neon, 0)
ANSWER(sse41, 0)
ANSWER(avx, 0)
ANSWER(avx2, 0)
ANSWER(avx512f, 0)
ANSWER(pclmul, 0)
ANSWER(aesni, 0)
ANSWER(rdrand, 0)

int _sodium_runtime_get_cpu_features(void) { return 0; }
