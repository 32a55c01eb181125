/* What must hold when something happens. Specs/model.md, "Properties". */

/* P1. No session gets its space while a lock holds. */
inline opened() { assert(promised == 0) }

/* P2. No grant goes live while a lock holds, nor by a key that is not in force. */
inline published(i) { assert(promised == 0); assert(!tokenIsOld[i]) }

/* P4. The slot that waits gives its record only when the holder had all the days to see it and stop it. */
inline released() { assert(promised == 0); assert(stood == WAIT) }

/* P5. Who reads the slot of the phrase in force gets the wallet, whoever made another on its words. */
inline answered() { assert(lock > 0 || served == WALLET) }

/* P6. Nothing of the space changes while a lock holds, nor by a key that is not in force. */
inline written(i) { assert(promised == 0); assert(key[i] == inForce) }
inline written_late() { assert(promised == 0) }

/* P8. When everything is changed, no grant that the wallet knows lives on. */
inline changed() {
  assert(!(grant[HOLDER] == live && entered[HOLDER]));
  assert(!(grant[COERCER] == live && entered[COERCER]))
}

/* P11. What the holder's client says is so. */
inline says_locked(days) { assert(lock >= days) }
inline says_deleted() { assert(gone) }
#ifdef REST_WITH_GRANTS
inline still_revoked() { assert(!(revoked && grant[HOLDER] == live)) }
#endif
inline says_revoked() {
  assert(grant[HOLDER] == none)
#ifdef REST_WITH_GRANTS
  ; revoked = true
#endif
}
