/* What people do. Specs/model.md, "The holder", "The coercer". */

inline leave_change() {
  step = 0; nextPhrase = false; nextShares = false; nextSheets = false; entriesRead = 0
}

/* The client ends, or wipes itself. */
inline wipe() { key[HOLDER] = noKey; headRead = false; slotsRead = false; leave_change() }

/* The client reads its space; at a refusal it wipes itself. */
inline open_or_wipe() {
  call_open(HOLDER);
  if :: served == REFUSED -> wipe() :: else fi
}

inline enter() {
  if :: served == WALLET -> key[HOLDER] = inForce; open_or_wipe() :: else fi
}

/* After a refusal: 409, and it reads again, or 404. */
inline unless_refused() { if :: served == REFUSED -> open_or_wipe() :: else fi }

/* What is to be is on paper first. */
inline begin_change(prepared) {
#ifndef SHOWN_LATE
  nextPhrase = true;
#endif
  nextShares = prepared; nextSheets = prepared; step = 1
}

#define AT_EASE (key[HOLDER] != noKey && step == 0)

/* A client that keeps to Specs/: it shows on paper what is to be, before that is in force; it enters a grant before it
   publishes it; it revokes all before it changes all. */
proctype holder() provided (!rescue) {
  do
  /* Opening. */
  :: d_step { key[HOLDER] == noKey && phrase -> read_words(); answered(); enter() }
  :: d_step { key[HOLDER] == noKey && phrase && card -> read_card(); enter() }
  :: d_step { key[HOLDER] == noKey && sheets ->
      read_shares();
      if :: served == WALLET -> released() :: else fi;
      enter() }
  :: d_step { AT_EASE -> open_or_wipe() }

  /* A lock; the client wipes itself. */
  :: d_step { AT_EASE -> call_lock(HOLDER, 1); wipe() }
  :: d_step { AT_EASE -> call_lock(HOLDER, LONGEST); wipe() }

  /* A grant: reserved, entered, published; revoked, with the stub, open or not. */
  :: d_step { AT_EASE && grant[HOLDER] == none -> call_reserve(HOLDER); unless_refused() }
  :: d_step { AT_EASE && grant[HOLDER] == reserved && !entered[HOLDER] ->
      call_append(HOLDER, HOLDERS);
      if :: served == WALLET -> entered[HOLDER] = true :: else fi;
      unless_refused() }
  :: d_step { AT_EASE && entered[HOLDER] -> call_publish(HOLDER) }
  :: d_step { grant[HOLDER] != none && step == 0 -> call_revoke(HOLDER) }

  /* Slots: the same phrase again, the card voided, other shares in the place of the old. */
  :: d_step { AT_EASE ->
      begin_slots(HOLDER);
      if :: served == WALLET -> write_again() :: else fi;
      unless_refused() }
  :: d_step { AT_EASE && card ->
      begin_slots(HOLDER);
      if :: served == WALLET -> card = false :: else fi;
      unless_refused() }
  :: d_step { AT_EASE ->
      begin_slots(HOLDER);
      if :: served == WALLET -> write_shares(true, true) :: else fi;
      unless_refused() }

  /* "Change everything": on paper, read, revoke, revoke, rekey; once the answer is there the old paper goes. */
  :: d_step { AT_EASE -> begin_change(true) }
  :: d_step { AT_EASE -> begin_change(false) }
  :: d_step { step == 1 ->
      open_or_wipe();
      if :: served == WALLET -> entriesRead = journal; step = 2 :: else fi }
  :: d_step { step == 2 ->
      if :: entriesRead & HOLDERS -> call_revoke(HOLDER) :: else fi;
      step = 3 }
  :: d_step { step == 3 ->
      if :: entriesRead & COERCERS -> call_revoke(COERCER) :: else fi;
      step = 4 }
  :: d_step { step == 4 ->
      call_rekey(HOLDER, nextPhrase, nextShares, nextSheets, entriesRead);
      if
      :: served == WALLET -> changed(); taken = false; lost = false; step = 5
      :: else ->
#ifdef REVOKED_ONCE
        open_or_wipe();
        entriesRead = (step == 4 -> journal : 0)
#else
        step = 1
#endif
      fi }
  :: d_step { step == 5 ->
      phrase = true; leave_change() }

  /* The terminal loses power; the phrase and the card are lost. */
  :: d_step { key[HOLDER] != noKey -> wipe() }
  :: d_step { key[HOLDER] == noKey && !lost -> phrase = false; lost = true }
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
      if :: served == WALLET -> write_words(false); taken = true :: else fi }
  :: d_step { key[COERCER] != noKey -> begin_slots(COERCER);
      if :: served == WALLET -> write_shares(true, false); taken = true :: else fi }
  :: d_step { key[COERCER] != noKey -> call_rekey(COERCER, false, true, false, journal);
      if :: served == WALLET -> taken = true :: else fi }

  /* A wallet of his own on the words. */
  :: d_step { !squatter -> call_create() }
  :: d_step { squatter -> call_delete() }
  od
}

proctype world() provided (!rescue) {
  do
  :: d_step { day() }
  /* The server stops and starts; its rows are copied; the copy, with the ledger, takes their place. */
  :: d_step { grant[HOLDER] == reserved || grant[COERCER] == reserved -> end_tokens() }
  :: d_step { backup() }
  :: d_step { copied -> restore() }
  od
}
