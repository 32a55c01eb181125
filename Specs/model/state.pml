/* What the model has. Specs/model.md, "State". */

#define LONGEST 2 /* days: the longest lock */
#ifndef WAIT
#define WAIT 2    /* days: the wait of a recovery; 0: there is none */
#endif
#define WINDOW 1  /* days that a released slot stays so */

#define HOLDER 0
#define COERCER 1

/* A client's keys: none, those of a generation that is over, those in force. */
mtype = { noKey, old, inForce }
/* A grant: there is none, its upload token lives, readers can open it. */
mtype = { none, reserved, live }

/* The server: the wallet's space. Which secrets its slots stand for is not numbered: what matters is whether the holder has
   them on paper. So there is no end to the changes. */
byte lock           /* L - now, 0 when not locked */
byte rank           /* of the row of the phrase in force */
bool card = true    /* whether the card's slot has a record, or a filler */
bool shares = true  /* the same of the slot that waits: whether recovery is prepared */
bool asked          /* whether its requestedAt is set */
short since         /* now - requestedAt; below 0 while that lies ahead, at the end of a lock */
byte journal        /* the entries of grants: HOLDERS, COERCERS */
mtype grant[2] = none /* each of the two makes at most one at a time */
#define HOLDERS 1
#define COERCERS 2
#define ENTRY(i) (1 << (i))

/* The backup, and what a restore would give: with all that the ledger has noted since, or with nothing of it. */
byte copied         /* whether there is one, and for which of the two */
#define WHOLE 1
#define OLDER 2
byte copyLock
bool copyAsked
short copySince
byte copyStood
byte behind         /* what it would take back of what was written since: nothing, the shares, all */
#define SHARES 1
#define WORDS 2
#ifdef REST_WITH_GRANTS
mtype copyGrant = none /* the holder's, as an older disk has it */
#endif

/* The server: another space, with a row for the phrase in force; and its rank. */
bool squatter
byte squatterRank

/* The clients. What the holder's has read may be stale: */
mtype key[2] = noKey
bool headRead       /* its expectSeq and expectHash are the space's */
bool slotsRead      /* its expectSlotsHash is */
byte entriesRead    /* the entries that it read last, while it changes everything */
bool nextShares     /* whether recovery is to be prepared */
byte step           /* what it is in the middle of */
#define EASE 0      /* nothing */
#define READ 1      /* it changes everything: reads, */
#define REVOKE 2    /* revokes the holder's grant, */
#define REVOKE_TOO 3 /* and the coercer's, */
#define SEND 4      /* sends the change, */
#define SENT 5      /* which was not answered; */
#define CHANGED 6   /* it knows that everything is changed */
#define SHARES_SENT 7 /* other shares, a lock, a deletion were not answered */
#define LOCK_SENT 8
#define DELETE_SENT 9
#define PAPERS 10   /* the client is gone, and which of the papers count is not known */
byte ordered        /* what is left of the lock that was sent */
byte late           /* what was sent and may still be done, on the same day: nothing, SHARES, WORDS */

/* The holder's papers. */
bool phrase = true     /* the phrase in force, and the card's code */
bool nextPhrase        /* the phrase that is to be in force, until it is */
bool sheets = true     /* the shares in force */
bool nextSheets        /* those that are to be, until they are */
bool lost              /* no phrase of the holder's counts: lost for good, another's in its place, an older one again */
bool sharesLost        /* the same of the shares */

/* Only for the properties. */
byte promised       /* what is left of the longest lock, or rest after a lost change; days count in which no server runs */
byte stood          /* days without a lock since the slot that waits was asked for, up to w */
bool entered[2]     /* the grant's entry was acknowledged, and it has not ended */
bool tokenIsOld[2]  /* the upload token was given to a key that is not in force */
#ifdef REST_WITH_GRANTS
bool revoked        /* the holder's last grant is */
#endif
bool gone           /* the holder deleted the wallet */
bool rescue         /* nobody does anything any more, but for who has the shares */

/* What the last call or reading gave: nothing (a fake, 404, 409), the wallet, the other space. Between steps it means
   nothing, so it is in no state; but a search in breadth allows no hidden variable. */
#ifndef BREADTH
hidden
#endif
byte served
#define REFUSED 0
#define WALLET 1
#define OTHER 2
