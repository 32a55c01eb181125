// What is being written, kept in the wallet before it is done: a note like any other, whose title says that it is a draft.

import { Adding } from './adding.js';
import { el } from './dom.js';
import { noteType } from './file-type.js';
import { t } from './i18n.js';
import { mask } from './masking.js';

/** @typedef {import('./app.js').App} App @typedef {import('./app.js').Document} Document
 * @typedef {{title: string, bytes: Uint8Array}} Text
 */

/** How long a hand rests before what it wrote is kept, and how long it may go on without. */
const restSeconds = 3;
const longestSeconds = 15;

/**
 * Whether a note is one.
 * @param {Document | undefined} document
 */
export function isDraft(document) {
  return document?.isNote === true && document.title.startsWith(t('draft.title', { title: '' }).trim());
}

/**
 * A draft's title without what says that it is one.
 * @param {string} title
 */
export function withoutMark(title) {
  const mark = t('draft.title', { title: '' }).trim();
  return title.startsWith(mark) ? title.slice(mark.length).trim() : title;
}

export class Draft {
  /** @type {App} */ #app;
  /** @type {() => Text | null} */ #text;
  /** @type {Document | undefined} */ #of;
  /** @type {Document | undefined} */ #kept;
  #wasKept = '';
  /** @type {any} */ #timer;
  #since = 0;
  /** @type {Promise<unknown>} */ #last = Promise.resolve();
  #isOver = false;
  #adding = new Adding();
  /** The last answer did not come: it may be kept. */ #isInDoubt = false;
  /** Says what became of what was written last. */
  said = el('p', { class: 'quiet', 'aria-live': 'polite' });

  /**
   * @param {App} app
   * @param {Document | undefined} of What is being changed; a draft itself is kept in its own place.
   * @param {() => Text | null} text What stands there now; null if it is nothing, or what is kept already.
   */
  constructor(app, of, text) {
    this.#app = app;
    this.#of = of;
    this.#text = text;
    if (isDraft(of)) this.#kept = of;
  }

  /** Something was written. */
  changed() {
    const now = performance.now();
    this.#since ||= now;
    clearTimeout(this.#timer);
    const left = this.#since + longestSeconds * 1000 - now;
    this.#timer = setTimeout(() => void this.keep(), Math.max(0, Math.min(restSeconds * 1000, left)));
  }

  /**
   * Keeps what stands there now, if it is not kept yet.
   * @returns {Promise<unknown>} ends when it is, or could not be
   */
  keep() {
    clearTimeout(this.#timer);
    this.#since = 0;
    const text = this.#isOver ? null : this.#text();
    if (!text) return this.#last;
    const title = t('draft.title', { title: text.title });
    const mark = `${title}\n${new TextDecoder().decode(text.bytes)}`;
    if (mark === this.#wasKept) return this.#last;
    this.#wasKept = mark;
    // This session's, whatever has ended when its turn comes.
    const core = this.#app.core();
    this.#last = this.#last.then(() => this.#write(core, title, text.bytes)).then(
      () => this.#say('draft.kept'),
      () => {
        this.#wasKept = '';
        this.#isInDoubt = true;
        this.#say('draft.notKept');
        if (!this.#isOver) this.#timer = setTimeout(() => void this.keep(), longestSeconds * 1000);
      },
    );
    return this.#last;
  }

  /** @param {Promise<any>} session @param {string} title @param {Uint8Array} bytes */
  async #write(session, title, bytes) {
    const core = await session;
    const { kind, person, mask: ofMask } = this.#of ?? { kind: 'recit', person: '', mask: mask.asItsKind };
    if (this.#isInDoubt && this.#app.wallet) this.#app.wallet = await core.call('refresh');
    this.#isInDoubt = false;
    const isNew = !this.#kept;
    this.#kept = this.#kept
      ? await core.call('replaceDocument', { id: this.#kept.id, bytes, keepsEarlier: false, title, mediaType: noteType })
      : await this.#adding.add(this.#app, core, { title, kind, person, mediaType: noteType, validUntil: null, bytes });
    const kept = /** @type {Document} */ (this.#kept);
    await this.#app.keepDocument(kept);
    // It is no more seen than what it is a draft of.
    if (!isNew || ofMask === mask.asItsKind) return;
    const wallet = await core.call('maskDocuments', { ids: [kept.id], mask: ofMask });
    if (this.#app.wallet) this.#app.wallet = wallet;
  }

  /** @param {string} key */
  #say(key) {
    if (!this.#isOver) this.said.textContent = t(key);
  }

  /**
   * Waits for what is under way.
   * @returns {Promise<Document | undefined>} where the draft is, if there is one
   */
  async settled() {
    clearTimeout(this.#timer);
    await this.#last;
    return this.#kept;
  }

  /** It is done, or left: nothing more is kept. */
  end() {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}
