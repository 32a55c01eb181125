/* Seals and opens files as the project does, with libsodium and nothing else: what the benchmark
 * compares the Swift code with. The same blocks, hashes and cipher, the same reads and writes.
 *
 *   seal seal IN OUT [IN OUT]...
 *   seal open BYTES IN OUT [IN OUT]...    BYTES: the length of every content
 *
 * Prints {"seconds": S}: the time from before the first file is opened to after the last is
 * closed. Key and place are fixed: this measures, it protects nothing.
 */
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 131072, OVERHEAD = 80, PART = BLOCK - OVERHEAD };

static const unsigned char nonce[24];
static unsigned char key[32];
static unsigned char part[PART], block[BLOCK];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

/* The head of a CBOR item. */
static size_t head(unsigned char *out, int major, uint32_t value) {
  if (value < 24) {
    out[0] = major << 5 | value;
    return 1;
  }
  int width = value < 0x100 ? 1 : value < 0x10000 ? 2 : 4;
  out[0] = major << 5 | (width == 1 ? 24 : width == 2 ? 25 : 26);
  for (int i = 0; i < width; i++) out[1 + i] = value >> 8 * (width - 1 - i);
  return 1 + width;
}

/* CBOR[["doc", spaceId, documentId, 1], index, count], identifiers 16 times 1 and 16 times 2. */
static size_t context(unsigned char *out, uint32_t index, uint32_t count) {
  size_t n = head(out, 4, 3);
  n += head(out + n, 4, 4);
  n += head(out + n, 3, 3);
  memcpy(out + n, "doc", 3), n += 3;
  for (int id = 1; id <= 2; id++) {
    n += head(out + n, 2, 16);
    memset(out + n, id, 16), n += 16;
  }
  n += head(out + n, 0, 1);
  n += head(out + n, 0, index);
  return n + head(out + n, 0, count);
}

/* h of the seal: the commitment, 32 bytes, and the one-time key, 32 bytes. */
static void keys(unsigned char h[64], const unsigned char *salt, uint32_t index, uint32_t count) {
  unsigned char place[1 + 8 + 80], message[1 + 10 + 32 + 32];
  memcpy(place, "\x08pde1/ctx", 9);
  size_t n = 9 + context(place + 9, index, count);
  memcpy(message, "\x0apde1/block", 11);
  memcpy(message + 11, salt, 32);
  crypto_generichash(message + 43, 32, place, n, NULL, 0);
  crypto_generichash(h, 64, message, sizeof message, key, sizeof key);
}

static void seal_block(uint32_t index, uint32_t count) {
  unsigned char h[64];
  randombytes_buf(block, 32);
  keys(h, block, index, count);
  memcpy(block + 32, h, 32);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      block + 64, NULL, part, PART, NULL, 0, NULL, nonce, h + 32);
  sodium_memzero(h, sizeof h);
}

static void open_block(uint32_t index, uint32_t count) {
  unsigned char h[64];
  keys(h, block, index, count);
  if (sodium_memcmp(h, block + 32, 32) != 0 ||
      crypto_aead_xchacha20poly1305_ietf_decrypt(
          part, NULL, NULL, block + 64, BLOCK - 64, NULL, 0, nonce, h + 32) != 0) {
    fprintf(stderr, "seal: block %u does not open\n", index);
    exit(1);
  }
  sodium_memzero(h, sizeof h);
}

static void read_all(int file, unsigned char *out, size_t n) {
  for (size_t done = 0; done < n;) {
    ssize_t got = read(file, out + done, n - done);
    if (got <= 0) fail("read");
    done += got;
  }
}

static void write_all(int file, const unsigned char *bytes, size_t n) {
  for (size_t done = 0; done < n;) {
    ssize_t put = write(file, bytes + done, n - done);
    if (put <= 0) fail("write");
    done += put;
  }
}

static void run(const char *in_path, const char *out_path, int opens, uint64_t length) {
  int in = open(in_path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (in < 0 || fstat(in, &status) != 0) fail(in_path);
  int out = open(out_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (out < 0) fail(out_path);
  if (!opens) length = status.st_size;
  uint32_t count = length == 0 ? 1 : (length + PART - 1) / PART;
  for (uint32_t index = 0; index < count; index++) {
    uint64_t rest = length - (uint64_t)index * PART;
    size_t used = rest < PART ? rest : PART;
    if (opens) {
      read_all(in, block, BLOCK);
      open_block(index, count);
      if (!sodium_is_zero(part + used, PART - used)) {
        fprintf(stderr, "seal: bytes behind the end\n");
        exit(1);
      }
      write_all(out, part, used);
    } else {
      read_all(in, part, used);
      memset(part + used, 0, PART - used);
      seal_block(index, count);
      write_all(out, block, BLOCK);
    }
  }
  close(in);
  close(out);
}

int main(int argc, char **argv) {
  int opens = argc > 1 && strcmp(argv[1], "open") == 0;
  int first = opens ? 3 : 2;
  if (argc < first + 2 || (argc - first) % 2 != 0) {
    fprintf(stderr, "usage: seal seal|open BYTES IN OUT...\n");
    return 64;
  }
  if (sodium_init() < 0) return 1;
  memset(key, 7, sizeof key);
  double start = now();
  for (int i = first; i < argc; i += 2) {
    run(argv[i], argv[i + 1], opens, opens ? strtoull(argv[2], NULL, 10) : 0);
  }
  printf("{\"seconds\": %.9f}\n", now() - start);
  return 0;
}
