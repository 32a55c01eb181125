// For the reader's module: two things that libsodium names and the module never uses.

// sodium_init asks Argon2 to choose among its implementations, and all of them would come along.
int _crypto_pwhash_argon2_pick_best_implementation(void) { return 0; }

// X25519 of a base point by table, beside the X25519 that is used: the table is 30 kB.
_Noreturn void ge25519_scalarmult_base(void *h, const unsigned char *a) {
  (void)h, (void)a;
  __builtin_trap();
}
