// Files of the site that come when they are needed: what doesn't come is no fault of a paper.

import { CoreError } from "./core-error.js";

/**
 * @param {string | URL} address
 * @param {RequestInit} [how]
 * @returns {Promise<Response>}
 * @throws CoreError unreachable
 */
export async function siteFile(address, how) {
  const answer = await arrived(fetch(address, how));
  if (!answer.ok) throw new CoreError("unreachable");
  return answer;
}

/**
 * A file of the site that is there within so many milliseconds, or given up.
 * @param {URL} address
 * @param {number} patience
 * @param {RequestInit} [how]
 * @throws CoreError unreachable
 */
export async function siteBytes(address, patience, how) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience);
  try {
    const answer = await siteFile(address, { ...how, signal: late.signal });
    return await arrived(answer.arrayBuffer());
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What is on its way: a module, an answer's body.
 * @template T
 * @param {Promise<T>} coming
 * @returns {Promise<T>}
 * @throws CoreError unreachable
 */
export function arrived(coming) {
  return coming.catch(() => {
    throw new CoreError("unreachable");
  });
}

/** How often each script did not come. @type {Map<string, number>} */
const lost = new Map();

/**
 * A script of the site that is imported when it is needed, and asked for again where it did not come: under
 * another name, as Firefox asks for none twice.
 * @param {string} address  beside this one
 * @returns {Promise<any>}
 * @throws CoreError unreachable
 */
export async function siteScript(address) {
  const times = lost.get(address);
  try {
    return await import(times ? `${address}#${times}` : address);
  } catch {
    lost.set(address, (times ?? 0) + 1);
    throw new CoreError("unreachable");
  }
}
