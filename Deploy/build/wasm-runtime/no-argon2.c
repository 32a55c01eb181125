// For the reader's module, which stretches nothing: sodium_init asks Argon2 to choose among its
// implementations, and all of them would come along.
int _crypto_pwhash_argon2_pick_best_implementation(void) { return 0; }
