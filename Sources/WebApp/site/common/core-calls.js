// The calls of the core: the number and the arguments of each, as the module reads them. Each site has a list of its own,
// call-list.js.
//
// Texts are strings; `bytes` is a Uint8Array or ArrayBuffer; dates are "YYYY-MM-DD" or null; times
// and expiries are seconds since 1970 by the service's clock; identifiers are 32 hexadecimal digits.
// What a name with "?" does not give is left as it is (or is empty, for something new).

import { calls } from "./call-list.js";

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
  calls
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
