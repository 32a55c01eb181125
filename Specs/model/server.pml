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
inline write_words(onPaper) { rank = 0; squatter = false; squatterRank = 0; phrase = onPaper }

/* Writes the row that waits: other shares, or a filler. */
inline write_shares(prepared, onPaper) {
  shares = prepared; sheets = onPaper; asked = false; since = 0; stood = 0;
  copyAsked = false; copySince = 0; copyStood = 0
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
    if :: copyAsked && copySince < WAIT -> copySince = copySince - days :: else fi;
#endif
#ifndef RESTORE_WITHOUT_LOCK
    if :: copied && copyLock < days -> copyLock = days :: else fi;
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
    write_words(onPaper); card = false; write_shares(prepared, sharesOnPaper);
    journal = entries;
    key[1 - i] = (key[1 - i] == noKey -> noKey : old);
    headRead = i == HOLDER; slotsRead = i == HOLDER;
#ifdef TOKENS_OUTLIVE_REKEY
    tokenIsOld[HOLDER] = grant[HOLDER] == reserved; tokenIsOld[COERCER] = grant[COERCER] == reserved
#else
    end_tokens()
#endif
  :: else
  fi
}

/* The rest */

/* spaces: another wallet on the words. */
inline call_create() { squatter = true; squatterRank = rank + 1 }

/* delete: it goes. Ranks matter only between rows that are there. */
inline call_delete() { squatter = false; squatterRank = 0; rank = 0 }

/* A day passes. */
inline day() {
  if :: promised == 0 && asked && stood < WAIT -> stood++ :: else fi;
  if :: promised == 0 && copyAsked && copyStood < WAIT -> copyStood++ :: else fi;
  lock = (lock > 0 -> lock - 1 : 0);
  promised = (promised > 0 -> promised - 1 : 0);
  since = (asked -> since + 1 : 0);
  if :: asked && !RUNNING -> asked = false; since = 0; stood = 0 :: else fi;
  copyLock = (copyLock > 0 -> copyLock - 1 : 0);
  copySince = (copyAsked -> copySince + 1 : 0);
  if :: copySince >= WAIT + WINDOW -> copyAsked = false; copySince = 0; copyStood = 0 :: else fi
}

/* A backup; and a restore, of it and of the ledger: grants, openings and tokens are in neither, nor are the entries since. */
inline backup() {
  copied = true; copyLock = lock; copyAsked = asked; copySince = since; copyStood = stood
}
inline restore() {
  lock = copyLock; asked = copyAsked; since = copySince; stood = copyStood;
  end_grant(HOLDER); end_grant(COERCER); headRead = false
}
