/**
 * Why a call of the core could not be done.
 *
 * Codes: noSuchWallet, notFound, damaged, unreachable, unavailable, nonsense, tooManyCalls,
 * tooLargeOnTheWay, changeUnknown, orderUnknown, orderNotDone, invalid, full, epochsNotPinned, hardeningFailed, outOfMemory, taken, unsupported, ended. `detail` holds numbers
 * and names of this list's kind, never a title, a word or a key.
 */
export class CoreError extends Error {
  /**
   * @param {string} code
   * @param {Record<string, string | number>} [detail]
   */
  constructor(code, detail = {}) {
    super(code);
    this.name = "CoreError";
    this.code = code;
    this.detail = detail;
  }
}
