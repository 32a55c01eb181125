// One request, as often as it takes. Every call of the service may be repeated: the same request
// again is the same change (Specs/http.md), so what was dropped on the way is sent once more.

/**
 * @typedef {object} Answer
 * @property {number} status 0 if none came
 * @property {number} retryAfter in seconds, 0 if not said
 * @property {string} challenge the field that asks for work, or empty
 * @property {Uint8Array} body
 */

/** @typedef {import("./core-module.js").Output} Output */
/** @typedef {(input: string, init?: RequestInit) => Promise<Response>} Fetch */

/** Waits before each further try, in milliseconds: about fifteen seconds for an upload. */
const WAITS = { upload: [500, 1_000, 2_000, 4_000, 8_000], other: [400, 1_200] };
const STALL = 30_000;
const NOTHING = { status: 0, retryAfter: 0, challenge: "", body: new Uint8Array() };

/**
 * @param {Fetch} fetch
 * @param {string} origin
 * @param {Output} request
 * @param {() => Output} again the request signed anew: a signature is good for one use
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export async function send(fetch, origin, request, again, signal) {
  const waits = request.json.method === "PUT" ? WAITS.upload : WAITS.other;
  for (const wait of waits) {
    const answer = await sendOnce(fetch, origin, request, signal);
    if (signal.aborted) return NOTHING;
    if (answer.status !== 0 && answer.status !== 408 && answer.status < 500) return answer;
    // A full space stays full, however often one asks.
    if (answer.status === 507) return answer;
    await pause(wait);
    if (signal.aborted) return NOTHING;
    request = again();
  }
  return sendOnce(fetch, origin, request, signal);
}

/**
 * @param {Fetch} fetch @param {string} origin @param {Output} request @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
async function sendOnce(fetch, origin, { json, bytes }, signal) {
  const aborter = new AbortController();
  const stop = () => aborter.abort();
  signal.addEventListener("abort", stop);
  // Half a minute without an answer, and what a line of 4 kB a second needs for the body.
  let timer = setTimeout(stop, STALL + bytes.length / 4);
  try {
    // The core names another origin for what goes to the second operator, empty when there is none.
    if (json.origin === "") return NOTHING;
    const response = await fetch((json.origin ?? origin) + json.path, {
      method: json.method,
      headers: json.headers,
      body: json.method === "GET" ? undefined : /** @type {BodyInit} */ (bytes),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: aborter.signal,
    });
    const body = await collect(response, json.limit, () => {
      clearTimeout(timer);
      timer = setTimeout(stop, STALL);
    });
    if (!body) return NOTHING;
    return {
      status: response.status,
      // What is kept for a day comes back with the next; more is not believed, and says no time.
      retryAfter: secondsOf(response.headers.get("retry-after")),
      challenge: response.headers.get("pde-challenge") ?? "",
      body,
    };
  } catch {
    return NOTHING;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** @param {string | null} field */
function secondsOf(field) {
  const seconds = Number(field) || 0;
  return seconds > 0 && seconds <= 86_400 ? Math.ceil(seconds) : 0;
}

/**
 * The body of an answer, or nothing if it is longer than the call's.
 * @param {Response} response
 * @param {number} limit
 * @param {() => void} onPart
 */
async function collect(response, limit, onPart) {
  if (!response.body) return new Uint8Array();
  const reader = response.body.getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let count = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    onPart();
    count += value.length;
    if (count > limit) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
  const body = new Uint8Array(count);
  let offset = 0;
  for (const part of parts) {
    body.set(part, offset);
    offset += part.length;
  }
  return body;
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
