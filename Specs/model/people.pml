/* What people do. Specs/model.md, "The holder", "The coercer". */

/* The papers that don't count are thrown away. */
inline leave_change() {
  step = EASE; ordered = 0; nextPhrase = false; nextShares = false; nextSheets = false; entriesRead = 0
}

inline forget() { headRead = false; slotsRead = false }
inline close() { key[HOLDER] = noKey; forget() }

/* The client ends, or wipes itself. */
inline wipe() { close(); leave_change() }

/* Nothing more can come: one state, whatever went before. */
inline nothing_left() {
  lock = 0; rank = 0; card = false; shares = false; asked = false; since = 0; journal = 0;
  forget_copy(); late = 0;
  grant[HOLDER] = none; grant[COERCER] = none; squatter = false; squatterRank = 0; wipe(); key[COERCER] = noKey;
  phrase = false; sheets = false; lost = true; sharesLost = true; promised = 0; stood = 0;
  entered[HOLDER] = false; entered[COERCER] = false; tokenIsOld[HOLDER] = false; tokenIsOld[COERCER] = false;
  gone = false; rescue = true
}

/* The client ends in the middle of something, or can't find out what came of it: all that may count stays on paper. */
inline end_in_doubt() {
  close();
  if
  :: step >= READ && step <= SHARES_SENT -> step = PAPERS
  :: else -> leave_change()
  fi;
  if :: late != WORDS -> nextShares = false; entriesRead = 0 :: else fi
}

/* The client reads its space; at a refusal it wipes itself. */
inline open_or_wipe() {
  call_open(HOLDER);
  if :: served == REFUSED -> wipe() :: else fi
}

/* Of two phrases, or two sets of shares, the one that opens counts; but not while what was sent may still come: then both
   stay, and it is tried again. */
#ifdef TOO_SOON
#define CERTAIN true
#else
#define CERTAIN !late
#endif
inline enter() {
  if
  :: served == WALLET && (step != PAPERS || CERTAIN) -> leave_change(); key[HOLDER] = inForce; open_or_wipe()
  :: else
  fi
}

/* After a refusal: 409, and it reads again, or 404. */
inline unless_refused() { if :: served == REFUSED -> open_or_wipe() :: else fi }

/* What is to be is on paper first. */
inline begin_change(prepared) {
#ifndef SHOWN_LATE
  nextPhrase = true;
#endif
  nextShares = prepared; nextSheets = prepared; forget(); step = READ
}

/* rekey; what was to be is in force then. */
inline send_change() {
  call_rekey(HOLDER, nextPhrase, nextShares, nextSheets, entriesRead);
  if :: served == WALLET -> changed(); nextPhrase = false; nextSheets = false; lost = false :: else fi
}

/* slots, with other shares, which are on paper. */
inline send_shares() {
  nextSheets = true;
  begin_slots(HOLDER);
  if :: served == WALLET -> write_shares(true, true); nextSheets = false :: else fi
}

inline lock_answered(days) {
  if :: served == WALLET -> says_locked(days) :: else fi;
  wipe()
}

#define AT_EASE (key[HOLDER] != noKey && step == EASE)

/* A client that keeps to Specs/: it shows on paper what is to be, before that is in force; it enters a grant before it
   publishes it; it revokes all before it changes all. Each call that changes something may be done or not without an answer:
   then it says nothing before it knows. What is not done, and leaves no doubt, is not written here. */
proctype holder() provided (!rescue) {
  do
  /* Opening. */
  :: d_step { key[HOLDER] == noKey && phrase -> read_words(); answered(); enter() }
  :: d_step { key[HOLDER] == noKey && phrase && card -> read_card(); enter() }
  :: d_step { key[HOLDER] == noKey && sheets ->
      read_shares();
      if :: served == WALLET -> released() :: else fi;
      enter() }
  :: d_step { key[HOLDER] == noKey && sheets -> read_shares() } /* no answer; the wait may have begun */
  :: d_step { AT_EASE -> open_or_wipe() }

  /* A lock; the client wipes itself. Without an answer it is sent again: 404 says nothing then. */
  :: d_step { AT_EASE -> call_lock(HOLDER, 1); lock_answered(1) }
  :: d_step { AT_EASE -> call_lock(HOLDER, LONGEST); lock_answered(LONGEST) }
  :: d_step { AT_EASE -> call_lock(HOLDER, LONGEST); forget(); step = LOCK_SENT; ordered = LONGEST }
  :: d_step { AT_EASE -> forget(); step = LOCK_SENT; ordered = LONGEST }
  :: d_step { step == LOCK_SENT && ordered > 0 ->
      call_lock(HOLDER, ordered);
#ifdef LOCK_BELIEVED
      served = WALLET;
#endif
      lock_answered(ordered) }

  /* Deletion. Once it is done there is nothing, heard or not; else, without an answer, it is sent again, and 404 says nothing. */
  :: d_step { AT_EASE || step == DELETE_SENT ->
      call_remove(HOLDER);
#ifdef DONE_BELIEVED
      if :: step == DELETE_SENT -> served = WALLET :: else fi;
#endif
      if :: served == WALLET -> says_deleted(); nothing_left() :: else -> wipe() fi }
  :: d_step { AT_EASE -> forget(); step = DELETE_SENT }

  /* A grant: reserved, entered, published; revoked, with the stub, open or not. Without an answer it is reserved, published or
     revoked again, and is as before; the client looks for its entry. */
  :: d_step { AT_EASE && grant[HOLDER] == none -> call_reserve(HOLDER); unless_refused() }
  :: d_step { AT_EASE && grant[HOLDER] == reserved && !entered[HOLDER] ->
      if
      :: headRead && (journal & HOLDERS) -> entered[HOLDER] = true
      :: else ->
        call_append(HOLDER, HOLDERS);
#ifdef CONFLICT_BELIEVED
        if :: SIGNED(HOLDER) -> served = WALLET :: else fi;
#endif
        if :: served == WALLET -> entered[HOLDER] = true :: else fi;
        unless_refused()
      fi }
  :: d_step { AT_EASE && grant[HOLDER] == reserved && !(journal & HOLDERS) -> call_append(HOLDER, HOLDERS); headRead = false }
  :: d_step { AT_EASE && entered[HOLDER] -> call_publish(HOLDER) }
#ifdef UNSHARED_BELIEVED
  :: d_step { AT_EASE && entered[HOLDER] ->
      call_publish(HOLDER); journal = journal & ~HOLDERS; entered[HOLDER] = false; says_revoked() }
#endif
  :: d_step { grant[HOLDER] != none && (step == EASE || step == PAPERS) -> call_revoke(HOLDER); says_revoked() }

  /* Slots: the same phrase again, the card voided. Without an answer the client looks what they are. */
  :: d_step { AT_EASE ->
      begin_slots(HOLDER);
      if :: served == WALLET -> write_again() :: else fi;
      unless_refused() }
  :: d_step { AT_EASE && card ->
      begin_slots(HOLDER);
      if :: served == WALLET -> card = false :: else fi;
      unless_refused() }
  :: d_step { AT_EASE && card ->
      begin_slots(HOLDER);
      if :: served == WALLET -> card = false :: else fi;
      slotsRead = false }

  /* Other shares in the place of the old: both are on paper until it knows. */
  :: d_step { AT_EASE -> send_shares(); nextSheets = false; unless_refused() }
  :: d_step { AT_EASE -> send_shares(); forget(); step = SHARES_SENT }
  :: d_step { AT_EASE ->
      nextSheets = true; step = SHARES_SENT;
      late = (SIGNED(HOLDER) && slotsRead -> SHARES : 0); headRead = false }
  /* The same again; at 409 it looks whether the slots are as they were to be. */
  :: d_step { step == SHARES_SENT ->
      if
      :: nextSheets -> send_shares()
      :: else -> call_open(HOLDER)
      fi;
      if
      :: SIGNED(HOLDER) -> leave_change(); forget()
      :: else ->
#ifdef SHARES_BELIEVED
        sheets = sheets && nextSheets; wipe()
#else
        end_in_doubt()
#endif
      fi }

  /* "Change everything": on paper, read, revoke, revoke, rekey; once it is known to be done the old paper goes. What is
     revoked without an answer is revoked again. */
  :: d_step { AT_EASE -> begin_change(true) }
  :: d_step { AT_EASE -> begin_change(false) }
  :: d_step { step == READ ->
      open_or_wipe();
      if :: served == WALLET -> entriesRead = journal; slotsRead = false; step = REVOKE :: else fi }
  :: d_step { step == REVOKE ->
      if :: entriesRead & HOLDERS -> call_revoke(HOLDER) :: else fi;
      step = REVOKE_TOO }
  :: d_step { step == REVOKE_TOO ->
      if :: entriesRead & COERCERS -> call_revoke(COERCER) :: else fi;
      step = SEND }
  :: d_step { step == REVOKE && (entriesRead & HOLDERS) -> call_revoke(HOLDER) }
  :: d_step { step == REVOKE_TOO && (entriesRead & COERCERS) -> call_revoke(COERCER) }
#ifdef REVOCATION_BELIEVED
  :: d_step { step == REVOKE_TOO -> step = SEND }
#endif
  :: d_step { step == SEND ->
      send_change();
      if
      :: served == WALLET -> step = CHANGED
      :: else ->
#ifdef REVOKED_ONCE
        open_or_wipe();
        entriesRead = (step == SEND -> journal : 0)
#else
        step = READ
#endif
      fi }
  :: d_step { step == SEND || step == SENT && nextPhrase ->
      send_change();
      if :: served == WALLET -> forget() :: else fi;
      step = SENT }
  :: d_step { step == SEND -> step = SENT; late = (SIGNED(HOLDER) && headRead -> WORDS : 0) }
  /* It asks by the new key. If that opens nothing, it asks by the old one, or sends the same again by it. What opens by that one
     says that nothing is changed, unless what was sent may still come; so does 409. 404 says nothing. */
#ifdef OLD_ANSWERS
  :: d_step { step == SENT && nextPhrase ->
#else
  :: d_step { step == SENT && nextPhrase && CERTAIN ->
#endif
      call_open(HOLDER);
      if :: served == WALLET -> leave_change() :: else -> end_in_doubt() fi }
  :: d_step { step == SENT ->
      if
      :: nextPhrase -> send_change()
      :: else -> call_open(HOLDER)
      fi;
      if
      :: served == WALLET -> step = CHANGED
      :: served == REFUSED && SIGNED(HOLDER) -> step = READ
      :: else ->
#ifdef OLD_BELIEVED
        phrase = phrase && nextPhrase; wipe()
#elif defined(NEW_BELIEVED)
        phrase = phrase && !nextPhrase; wipe()
#else
        end_in_doubt()
#endif
      fi }
  :: d_step { step == CHANGED ->
#ifdef SHOWN_LATE
      phrase = true;
#endif
      leave_change() }

  /* The terminal loses power; the phrase and the card are lost. */
  :: d_step { key[HOLDER] != noKey -> end_in_doubt() }
  :: d_step { key[HOLDER] == noKey && !lost -> phrase = false; nextPhrase = false; lost = true }
  od
}

/* He knows every secret in force, has a client of his own, and whatever keys it was given. What he reads and what he writes
   is one step: a write after a stale reading is refused. */
proctype coercer() provided (!rescue) {
  do
  :: d_step { key[COERCER] != inForce -> read_words(); answered();
      if :: served == WALLET -> key[COERCER] = inForce :: else fi }
  :: d_step { key[COERCER] != inForce && card -> read_card();
      if :: served == WALLET -> key[COERCER] = inForce :: else fi }
  :: d_step { shares -> read_shares();
      if :: served == WALLET -> released(); key[COERCER] = inForce :: else fi }
  :: d_step { key[COERCER] != noKey -> call_open(COERCER) }
  :: d_step { key[COERCER] != noKey -> call_lock(COERCER, 1) }
  :: d_step { key[COERCER] != noKey -> call_lock(COERCER, LONGEST) }

  /* A grant, entered or not. */
  :: d_step { key[COERCER] != noKey -> call_reserve(COERCER) }
  :: d_step { grant[COERCER] == reserved && !entered[COERCER] -> call_append(COERCER, COERCERS);
      if :: served == WALLET -> entered[COERCER] = true :: else fi }
  :: d_step { grant[COERCER] == reserved -> call_publish(COERCER) }
  :: d_step { grant[COERCER] != none -> call_revoke(COERCER) }

  /* Credentials: the same again, or his own. */
  :: d_step { key[COERCER] != noKey -> begin_slots(COERCER);
      if :: served == WALLET -> write_again() :: else fi }
  :: d_step { key[COERCER] != noKey -> begin_slots(COERCER);
      if :: served == WALLET -> write_words(false); lost = true :: else fi }
  :: d_step { key[COERCER] != noKey -> begin_slots(COERCER);
      if :: served == WALLET -> write_shares(true, false); sharesLost = true :: else fi }
  :: d_step { key[COERCER] != noKey -> call_rekey(COERCER, false, true, false, journal);
      if :: served == WALLET -> lost = true; sharesLost = true :: else fi }

  /* A wallet of his own on the words. */
  :: d_step { !squatter -> call_create() }
  :: d_step { squatter -> call_delete() }
  od
}

proctype world() provided (!rescue) {
  do
  :: d_step { day() }
  :: d_step { day_off() }
  :: d_step { restart() }
  /* What the holder sent comes late. */
  :: d_step { late == SHARES && IN_TIME ->
      written_late(); write_shares(true, nextSheets); nextSheets = false; comes_no_more(); forget() }
  :: d_step { late == WORDS && IN_TIME ->
      written_late(); change(HOLDER, nextPhrase, nextShares, nextSheets, entriesRead); changed();
      lost = lost && !nextPhrase; nextPhrase = false; nextSheets = false; forget() }
  /* The rows are copied; the copy, with the ledger or with a part of it, takes their place. */
  :: d_step { backup(WHOLE) }
  :: d_step { backup(OLDER) }
  :: d_step { copied == WHOLE -> restore() }
  :: d_step { copied == WHOLE -> restore_unwitnessed() }
  :: d_step { copied == OLDER -> restore_older() }
  od
}
