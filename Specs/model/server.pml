/* What the server does, each inline one transaction. PROTOCOL.md, S5, S7, S8; Specs/slots.md, Specs/http.md. */

/* The check of every signed call. */
#ifdef OLD_KEY
#define SIGNED(i) (key[i] != noKey && lock == 0)
#elif defined(OPEN_IN_LOCK)
#define SIGNED(i) (key[i] == inForce)
#else
#define SIGNED(i) (key[i] == inForce && lock == 0)
#endif

/* Grants and their tokens */

/* A grant ends; the entry of one that has ended stands for nothing. */
inline end_grant(i) {
  grant[i] = none; tokenIsOld[i] = false; entered[i] = false;
  journal = journal & ~ENTRY(i); entriesRead = entriesRead & ~ENTRY(i)
}

/* The upload tokens of the space's unpublished grants end. */
inline end_tokens() {
  if :: grant[HOLDER] == reserved -> end_grant(HOLDER) :: else fi;
  if :: grant[COERCER] == reserved -> end_grant(COERCER) :: else fi
}

/* grants: for a space that is not locked. In the place of one that was only reserved. */
inline call_reserve(i) {
  served = REFUSED;
  if
  :: SIGNED(i) && grant[i] != live ->
    served = WALLET; end_grant(i); grant[i] = reserved
  :: else
  fi
}

/* grants/publish: not signed, the token counts. */
inline call_publish(i) {
  if
  :: grant[i] == reserved -> published(i); grant[i] = live
  :: else
  fi
}

/* revoke: not signed, by the code on the stub. */
inline call_revoke(i) { end_grant(i) }

/* Slots */

/* Whether a restore lacks what is written from now on. */
#ifdef RESTORE_WITHOUT_CHANGE
#define LACKING copied
#else
#define LACKING (copied == OLDER)
#endif

/* Writes the row of the phrase in force again. A space that writes an identifier that it has keeps its rank. */
inline write_again() {
#ifdef LOST_RANK
  rank = (squatter -> squatterRank + 1 : 0)
#else
  skip
#endif
}

/* Writes the row of another phrase in its place; the holder has it on paper, or not. Who is on the old words is looked at no
   more. */
inline write_words(onPaper) {
  rank = 0; squatter = false; squatterRank = 0; phrase = onPaper;
  behind = (LACKING -> WORDS : 0)
}

/* Writes the row that waits: other shares, or a filler. */
inline write_shares(prepared, onPaper) {
  shares = prepared; sheets = onPaper; sharesLost = false; asked = false; since = 0; stood = 0;
  if :: copied == WHOLE -> copyAsked = false; copySince = 0; copyStood = 0 :: else fi;
  behind = (LACKING && behind < SHARES -> SHARES : behind)
}

/* slots/read of a phrase: the lowest rank of a space that is not locked. */
inline read_words() {
  served = (lock == 0 -> WALLET : REFUSED);
  if
  :: squatter && (served == REFUSED || squatterRank < rank) -> served = OTHER
  :: else
  fi
}

/* slots/read of the card. */
inline read_card() { served = (card && lock == 0 -> WALLET : REFUSED) }

/* slots/read of the slot that waits. The first reading begins the wait, during a lock at its end. */
#define RUNNING (asked && since < WAIT + WINDOW)
#define RELEASED (WAIT == 0 || RUNNING && since >= WAIT)
inline read_shares() {
  if
#ifdef READING_RESTARTS
  :: WAIT > 0 && !RELEASED ->
#else
  :: WAIT > 0 && !RUNNING ->
#endif
    asked = true; stood = 0;
#ifdef WAIT_FROM_READING
    since = 0
#else
    since = -lock
#endif
  :: else
  fi;
  served = (RELEASED && lock == 0 -> WALLET : REFUSED)
}

/* Signed calls of a space */

/* What the holder sent, and has no answer to, may still be done, for the wallet as it is then. */
#ifdef LATE_UNCHECKED
#define IN_TIME true
#else
#define IN_TIME (lock == 0)
#endif
inline comes_no_more() {
  late = 0;
  if :: step == PAPERS -> nextShares = false; entriesRead = 0 :: else fi
}

/* space/open, and journal/get. Only the holder's reading may grow stale: Specs/model.md, "The coercer". */
inline call_open(i) {
  served = REFUSED;
  if
  :: SIGNED(i) ->
    served = WALLET; opened();
    if :: i == HOLDER -> headRead = true; slotsRead = true :: else fi
  :: else
  fi
}
#define HEAD(i) (i == COERCER || headRead)
#define SLOTS(i) (i == COERCER || slotsRead)

/* space/journal: an entry after the head that the client read. */
inline call_append(i, entry) {
  served = REFUSED;
  if
  :: SIGNED(i) && HEAD(i) ->
    served = WALLET; written(i);
    journal = journal | entry;
    if :: late == WORDS -> comes_no_more() :: else fi;
    if :: i == COERCER -> headRead = false :: else fi
  :: else
  fi
}

/* space/lock: L = now + days. */
inline call_lock(i, days) {
  served = REFUSED;
  if
#ifdef LOWERED_LOCK
  :: key[i] == inForce ->
#else
  :: SIGNED(i) ->
#endif
    served = WALLET;
#ifndef NO_SHIFT
    if :: asked && since < WAIT -> since = since - days :: else fi;
#endif
#ifndef RESTORE_WITHOUT_SHIFT
    if :: copied == WHOLE && copyAsked && copySince < WAIT -> copySince = copySince - days :: else fi;
#endif
#ifndef RESTORE_WITHOUT_LOCK
    if :: copied == WHOLE && copyLock < days -> copyLock = days :: else fi;
#endif
    lock = days;
#ifndef TOKENS_OUTLIVE_LOCK
    end_tokens();
#endif
    promised = (promised > days -> promised : days)
  :: else
  fi
}

/* space/slots: the four rows as the client read them, with one of them written: again, or another. */
inline begin_slots(i) {
  served = REFUSED;
  if
  :: SIGNED(i) && SLOTS(i) ->
    served = WALLET; written(i);
    if :: late == SHARES -> comes_no_more() :: else fi;
    if :: i == COERCER -> slotsRead = false :: else fi
  :: else
  fi
}

/* space/rekey: a new key, four new slots, and the journal as the client read it for a new base: all, or nothing. */
inline call_rekey(i, onPaper, prepared, sharesOnPaper, entries) {
  served = REFUSED;
  if
#ifdef NO_HEAD
  :: SIGNED(i) ->
#else
  :: SIGNED(i) && HEAD(i) ->
#endif
    served = WALLET; written(i);
    change(i, onPaper, prepared, sharesOnPaper, entries);
    headRead = i == HOLDER; slotsRead = i == HOLDER
  :: else
  fi
}
inline change(i, onPaper, prepared, sharesOnPaper, entries) {
  write_words(onPaper); card = false; write_shares(prepared, sharesOnPaper);
  journal = entries; comes_no_more();
  key[1 - i] = (key[1 - i] == noKey -> noKey : old);
#ifdef TOKENS_OUTLIVE_REKEY
  tokenIsOld[HOLDER] = grant[HOLDER] == reserved; tokenIsOld[COERCER] = grant[COERCER] == reserved
#else
  end_tokens()
#endif
}

/* space/delete, at once. */
inline call_remove(i) {
  served = REFUSED;
  if
  :: SIGNED(i) -> served = WALLET; gone = true
  :: else
  fi
}

/* The rest */

/* spaces: another wallet on the words. */
inline call_create() { squatter = true; squatterRank = rank + 1 }

/* delete: it goes. Ranks matter only between rows that are there. */
inline call_delete() { squatter = false; squatterRank = 0; rank = 0 }

/* A day passes in which the server runs. In an older copy none does. */
#ifdef LOST_TIME_COUNTED
#define PASSES copied
#else
#define PASSES (copied == WHOLE)
#endif
inline day() {
  comes_no_more(); ordered = (ordered > 0 -> ordered - 1 : 0);
  if :: lock == 0 && promised == 0 && asked && stood < WAIT -> stood++ :: else fi;
  if :: lock == 0 && promised == 0 && PASSES && copyAsked && copyStood < WAIT -> copyStood++ :: else fi;
  lock = (lock > 0 -> lock - 1 : 0);
  promised = (promised > 0 -> promised - 1 : 0);
  wait_goes_on(1);
  copySince = (copyAsked && PASSES && (copied == WHOLE || copyLock == 0) -> copySince + 1 : copySince);
  copyLock = (copyLock > 0 -> copyLock - 1 : 0);
  if :: copySince >= WAIT + WINDOW -> copyAsked = false; copySince = 0; copyStood = 0 :: else fi
}
inline wait_goes_on(days) {
  since = (asked -> since + days : 0);
  if :: asked && !RUNNING -> asked = false; since = 0; stood = 0 :: else fi
}

/* The server stops and starts, with any clock. Locks and waits know of none: only the upload tokens end. */
inline restart() {
  end_tokens()
#ifdef LOCK_BY_CLOCK
  ; lock = 0
#endif
#ifdef WAIT_BY_CLOCK
  ; wait_goes_on(WAIT)
#endif
}

/* A day passes in which it does not run: for people, not for locks and waits. */
inline day_off() {
  end_tokens(); comes_no_more(); ordered = (ordered > 0 -> ordered - 1 : 0);
  promised = (promised > 0 -> promised - 1 : 0)
#ifdef OFF_COUNTED
  ; lock = (lock > 0 -> lock - 1 : 0); wait_goes_on(1)
#endif
}

/* A backup: with the whole ledger, or for a restore without its end. Of the latter the locks don't matter, only how long a wait
   has run without them. */
inline backup(kind) {
  copied = kind; copyAsked = asked; copyStood = stood;
  if
  :: kind == WHOLE -> copyLock = lock; copySince = since
  :: else -> copyLock = (PASSES -> lock : 0); copySince = (since < WAIT -> since + lock : since)
  fi;
  behind = 0
#ifdef REST_WITH_GRANTS
  ; copyGrant = grant[HOLDER]
#endif
}
inline forget_copy() { copied = 0; copyLock = 0; copyAsked = false; copySince = 0; copyStood = 0; behind = 0 }

/* A restore, of it and of the whole ledger: grants, openings and tokens are in neither, nor are the entries since. */
inline restore() {
  lock = copyLock; asked = copyAsked; since = copySince; stood = copyStood;
  end_grant(HOLDER); end_grant(COERCER); headRead = false; comes_no_more()
#ifdef RESTORE_WITHOUT_CHANGE
  ; if :: behind == WORDS -> phrase = false; older_keys() :: else fi
#endif
}

/* Keys of the generation that is over count again; those since don't. What he ever had, the coercer has. */
inline older_keys() {
  key[HOLDER] = (key[HOLDER] == noKey -> noKey : old);
  key[COERCER] = (key[COERCER] == noKey -> noKey : inForce)
}

/* Nobody knows who is locked, so all are, for the longest lock; waits stand still. */
inline rest() {
#ifndef REST_WITHOUT_SHIFT
  if :: asked && since < WAIT -> since = since - (LONGEST - lock) :: else fi;
#endif
  lock = LONGEST
}

/* The same, when nothing says that the ledger is whole. The ledger goes on with the rest. */
inline restore_unwitnessed() { restore(); rest(); backup(WHOLE) }

/* A restore of it and of a ledger that ends with it, or an older disk. The time since was not served. After the rest what was
   void counts again (a card and shares, if there were any: at worst there were), and what the holder has on paper of what was
   written since opens nothing. */
inline restore_older() {
  lock = 0; asked = copyAsked; since = copySince; stood = copyStood;
#ifndef RESTORE_WITHOUT_REST
  rest();
#endif
  end_grant(HOLDER); end_grant(COERCER); headRead = false; slotsRead = false; comes_no_more();
#ifdef REST_WITH_GRANTS
  grant[HOLDER] = copyGrant; still_revoked();
#endif
  card = true;
  if
  :: behind -> promised = LONGEST; shares = true; sheets = false; sharesLost = true
  :: else
  fi;
  if
  :: behind == WORDS -> phrase = false; nextPhrase = false; lost = true; older_keys()
  :: else
  fi;
  forget_copy()
}
