// The calls of the core: the number and the arguments of each, as the module reads them.
//
// Texts are strings; `bytes` is a Uint8Array or ArrayBuffer; dates are "YYYY-MM-DD" or null; times
// and expiries are seconds since 1970 by the service's clock; identifiers are 32 hexadecimal digits.
// What a name with "?" does not give is left as it is (or is empty, for something new).

/**
 * @typedef {object} CallForm
 * @property {number} number
 * @property {[name: string, type: string][]} fields
 * @property {"read" | "write" | "now"} lane
 *   "write": one after the other, as each may change the wallet. "read": one after the other, beside
 *   those. "now": asks nobody and is answered at once.
 */

/** @type {Record<string, CallForm>} */
export const CALLS = Object.fromEntries(
  `
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
  40 write readCover fragment:text
  41 write openGrant code:text name:text openNonce?:bytes
  42 write readItem index:number
  44 read keepOpen
  `
    .trim()
    .split("\n")
    .map((line) => {
      const [number, lane, name, ...fields] = line.trim().split(" ");
      return [
        name,
        {
          number: Number(number),
          lane: /** @type {CallForm["lane"]} */ (lane),
          fields: fields.map((field) => /** @type {[string, string]} */ (field.split(":"))),
        },
      ];
    }),
);

/**
 * The arguments of a call as the module reads them: each field with its length before it.
 * @param {CallForm} form
 * @param {Record<string, any>} args
 * @returns {Uint8Array}
 */
export function encodeArguments(form, args) {
  const fields = new Fields();
  for (const [field, type] of form.fields) {
    const isOptional = field.endsWith("?");
    const name = isOptional ? field.slice(0, -1) : field;
    const value = args[name];
    if (isOptional) {
      fields.number(value === undefined ? 0 : 1);
      if (value === undefined) continue;
    }
    write(fields, type, value, name);
  }
  return fields.joined();
}

/** @param {Fields} fields @param {string} type @param {any} value @param {string} name */
function write(fields, type, value, name) {
  switch (type) {
    case "text":
      return fields.text(String(value ?? ""));
    case "flag":
      return fields.number(value ? 1 : 0);
    case "number":
      return fields.number(value);
    case "date":
      return fields.number(dateNumber(value));
    case "bytes":
      return fields.bytes(bytesOf(value, name));
    case "texts":
      fields.number(value.length);
      for (const one of value) fields.text(one);
      return;
    case "shared":
      // A document of the wallet, or a copy of it with other bytes (reduced, blacked out).
      fields.number(value.length);
      for (const one of value) {
        /** @type {{ id: string, title?: string, mediaType?: string, ending?: string, bytes?: Uint8Array }} */
        const shared = typeof one === "string" ? { id: one } : one;
        const { id, title = "", mediaType = "", ending = "", bytes } = shared;
        fields.text(id);
        fields.number(bytes === undefined ? 0 : 1);
        if (bytes === undefined) continue;
        fields.text(title);
        fields.text(mediaType);
        fields.text(ending);
        fields.bytes(bytesOf(bytes, name));
      }
      return;
  }
}

/** @param {any} value @param {string} name */
function bytesOf(value, name) {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  throw new TypeError(`${name} is no bytes`);
}

/**
 * "2027-01-31" as 20270131, and null as 0.
 * @param {string | null | undefined} date
 */
function dateNumber(date) {
  return date ? Number(date.replaceAll("-", "")) : 0;
}

/**
 * 20270131 as "2027-01-31", and 0 as null.
 * @param {number} number
 */
export function dateText(number) {
  const digits = String(number).padStart(8, "0");
  return number ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}` : null;
}

/** Fields for the module: u32 length, little-endian, and the bytes. A number has eight. */
class Fields {
  /** @type {Uint8Array[]} */
  #parts = [];
  #count = 0;

  /** @param {Uint8Array} value */
  bytes(value) {
    this.#parts.push(value);
    this.#count += 4 + value.length;
  }

  /** @param {string} value */
  text(value) {
    this.bytes(new TextEncoder().encode(value));
  }

  /** @param {any} value */
  number(value) {
    if (!Number.isSafeInteger(value) || value < 0) throw new TypeError("not a number of the core");
    const part = new Uint8Array(8);
    new DataView(part.buffer).setBigUint64(0, BigInt(value), true);
    this.bytes(part);
  }

  joined() {
    const all = new Uint8Array(this.#count);
    let offset = 0;
    for (const part of this.#parts) {
      new DataView(all.buffer).setUint32(offset, part.length, true);
      all.set(part, offset + 4);
      offset += 4 + part.length;
    }
    return all;
  }
}
