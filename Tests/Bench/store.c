/* Stores blocks as the server has to, with libsodium and the system's calls and nothing else: no
 * HTTP, no rows. No durable PUT of signed blocks can take less; the benchmark shows it beside ours.
 *
 *   store THREADS COUNT FOLDER        FOLDER: a new one
 *
 * For each block its SHA-512, one Ed25519 signature verified and its name hashed; then a temporary
 * file is written, made durable and renamed, and its folder made durable. Prints one line of JSON:
 * blocks a second, and the microseconds of processor that each took.
 */
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 131072, FOLDERS = 256, TEMPORARY = 16, SIGNED = 250 };

static int root;
static long count;
static atomic_long next_block;
static unsigned char public_key[32], signature[64], signed_text[SIGNED];

static void check(int is_right, const char *what) {
  if (is_right) return;
  perror(what);
  exit(1);
}

static void make_folders(const char *format, int number) {
  char path[32];
  for (int i = 0; i < number; i++) {
    snprintf(path, sizeof path, format, i);
    check(mkdirat(root, path, 0700) == 0, path);
  }
}

static void store(long number, const unsigned char *block) {
  unsigned char digest[64], name[32];
  check(crypto_hash_sha512(digest, block, BLOCK) == 0, "sha512");
  check(crypto_sign_verify_detached(signature, signed_text, SIGNED, public_key) == 0, "ed25519");
  check(crypto_generichash(name, sizeof name, digest, sizeof digest, NULL, 0) == 0, "blake2b");

  char temporary[32], folder[8], path[48];
  snprintf(temporary, sizeof temporary, "t%lx/%lx", number % TEMPORARY, number);
  snprintf(folder, sizeof folder, "%02x", name[0]);
  snprintf(path, sizeof path, "%s/%lx", folder, number);
  int file = openat(root, temporary, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  check(file >= 0, temporary);
  check(write(file, block, BLOCK) == BLOCK, "write");
  check(fsync(file) == 0 && close(file) == 0, "fsync");
  check(renameat(root, temporary, root, path) == 0, path);
  file = openat(root, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  check(file >= 0 && fsync(file) == 0 && close(file) == 0, folder);
}

static void *run(void *unused) {
  (void)unused;
  unsigned char *block = malloc(BLOCK);
  check(block != NULL, "malloc");
  randombytes_buf(block, BLOCK);
  for (long number; (number = atomic_fetch_add(&next_block, 1)) < count;) {
    memcpy(block, &number, sizeof number);
    store(number, block);
  }
  free(block);
  return NULL;
}

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  if (argc != 4 || sodium_init() < 0) {
    fprintf(stderr, "usage: store THREADS COUNT FOLDER\n");
    return 64;
  }
  int threads = atoi(argv[1]);
  count = atol(argv[2]);
  check(mkdir(argv[3], 0700) == 0, argv[3]);
  root = open(argv[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  check(root >= 0, argv[3]);
  make_folders("%02x", FOLDERS);
  make_folders("t%x", TEMPORARY);
  unsigned char secret_key[64];
  crypto_sign_keypair(public_key, secret_key);
  crypto_sign_detached(signature, NULL, signed_text, SIGNED, secret_key);

  pthread_t *running = calloc(threads, sizeof *running);
  check(running != NULL, "calloc");
  double start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < threads; i++)
    check(pthread_create(&running[i], NULL, run, NULL) == 0, "pthread_create");
  for (int i = 0; i < threads; i++) pthread_join(running[i], NULL);
  double seconds = now(CLOCK_MONOTONIC) - start;
  cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  printf("{\"perSecond\": %.1f, \"cpu\": %.1f}\n", count / seconds, cpu * 1e6 / count);
  free(running);
  return 0;
}
