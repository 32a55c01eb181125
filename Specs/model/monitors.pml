/* What must hold at any time. Specs/model.md, "Properties". */

#define PREPARED (shares && !sharesLost)

proctype monitor() {
end:
  do
  /* P3. No lock gets shorter, nor a rest that a lost change needs. */
  :: d_step { lock < promised -> assert(lock >= promised) }
  /* P7. No entry that was acknowledged is lost, so no live grant is unknown to the wallet that entered it. */
  :: d_step { entered[HOLDER] && !(journal & HOLDERS) -> assert(journal & HOLDERS) }
  :: d_step { entered[COERCER] && !(journal & COERCERS) -> assert(journal & COERCERS) }
  /* P9. Killed anywhere, one of the phrases on paper opens, and one of the sets of shares if there are any. */
  :: d_step { !lost && step != CHANGED && !phrase -> assert(phrase) }
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
    days = 0; isIn = false; nothing_left()
  }
}
