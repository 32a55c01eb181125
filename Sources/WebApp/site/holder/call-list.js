// What the holder's app asks of its module: number, lane, name and fields of each call (core-calls.js).

export const calls = `
  1 read info
  2 now completeWord prefix:text
  3 now checkWord word:text
  4 now checkPhrase text:text
  5 now canonicalPseudonym text:text
  6 now newPhrase language:text hasPseudonym:flag
  7 write createWallet language:text pseudonym:text phrase:text pin:text isPrepared:flag
  8 write openWallet pseudonym:text phrase:text pin:text
  9 write refresh
  10 write addDocument title:text kind:text person:text mediaType:text ending:text validUntil:date bytes:bytes thumbnail?:bytes
  11 write replaceDocument id:text bytes:bytes keepsEarlier:flag title?:text kind?:text person?:text mediaType?:text ending?:text validUntil?:date thumbnail?:bytes
  12 write describeDocument id:text title?:text kind?:text person?:text validUntil?:date
  13 write removeDocument id:text isForGood:flag
  14 read readDocument id:text
  15 read thumbnails ids:texts
  16 write makeGrant documents:shared purpose:text name:text withCode:flag expiry:number maxOpenings:number
  17 read receipts id:text
  18 write revokeGrant id:text
  19 write revokeAll
  20 now grantLink id:text
  21 now qrCode text:text level:text
  22 write deleteWallet at?:number
  23 now mark
  24 now fileNameParts name:text mediaType:text
  25 now resting
  26 write bringBack id:text version:number
  27 write forgetResting id:text version:number
  28 read readResting id:text version:number
  60 now revealDocuments ids:texts
  61 now hideDocuments ids:texts
  62 now setAccompanied on:flag
  63 write maskDocuments ids:texts mask:number
  64 write maskKinds kinds:texts
  65 write exportBegin language:text title:text notices:texts words:texts kinds:texts names:texts months:texts firstDay:text
  66 write exportNext
  67 write exportEnd
  68 write openSecond pseudonym:text phrase:text pin:text
  69 write copyToSecond id:text isMove:flag
  70 now closeSecond
  71 read sealBegin language:text
  72 read sealNext
  73 read sealEnd
  74 write importBegin words:text head:bytes
  75 write importCheck block:bytes isLast:flag
  76 write importMasks
  77 write importBlock block:bytes isLast:flag
  78 write importEnd
  80 write lockWallet until:number
  81 write revokeByCode code:text
  82 now newCard
  83 write addCard card:text code:text
  84 write voidCard
  85 write openWithCard card:text code:text pin:text
  86 now newShares threshold:number count:number
  87 now checkShare share:text
  88 write setUpRecovery shares:texts waitHours:number
  89 write stopRecovery
  90 write openWithShares shares:texts pin:text
  91 write changeEverything pseudonym:text phrase:text pin:text
  92 write writeSlotsAnew
  93 now wholeCode code:text
  94 write setThumbnail id:text thumbnail:bytes
  `;
