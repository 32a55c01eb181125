/* What must hold at any time. Specs/model.md, "Properties". */

#define PREPARED (shares && !taken)

proctype monitor() {
end:
  do
  /* P3. No lock gets shorter. */
  :: d_step { lock < promised -> assert(lock >= promised) }
  /* P7. No entry that was acknowledged is lost, so no live grant is unknown to the wallet that entered it. */
  :: d_step { entered[HOLDER] && !(journal & HOLDERS) -> assert(journal & HOLDERS) }
  :: d_step { entered[COERCER] && !(journal & COERCERS) -> assert(journal & COERCERS) }
  /* P9. Killed anywhere, one of the phrases on paper opens, and one of the sets of shares if there are any. */
  :: d_step { !taken && !lost && step != 5 && !phrase -> assert(phrase) }
  :: d_step { PREPARED && !sheets -> assert(sheets) }
  od
}

/* P10. From any state in which recovery is prepared the shares alone lead back in: everybody stands still, days pass, the
   shares are read. It takes no longer than the longest lock, what is left of a window, and the wait. */
proctype finder() {
  byte days;
  bool isIn;
end:
  d_step {
    PREPARED ->
    rescue = true;
    do
    :: !isIn && days <= LONGEST + WINDOW + WAIT ->
      served = REFUSED;
      if :: sheets -> read_shares() :: else fi;
      if
      :: served == WALLET -> key[HOLDER] = inForce; call_open(HOLDER); isIn = served == WALLET
      :: else -> day(); days++
      fi
    :: else -> break
    od;
    assert(isIn);
    /* The same state whatever went before: there is nothing behind it. */
    days = 0; lock = 0; rank = 0; card = false; shares = false; asked = false; since = 0; journal = 0;
    copied = false; copyLock = 0; copyAsked = false; copySince = 0; copyStood = 0;
    grant[HOLDER] = none; grant[COERCER] = none; squatter = false; squatterRank = 0; wipe(); key[COERCER] = noKey;
    phrase = false; sheets = false; lost = true; promised = 0; stood = 0; entered[HOLDER] = false; entered[COERCER] = false;
    tokenIsOld[HOLDER] = false; tokenIsOld[COERCER] = false; taken = true
  }
}
