// One session: the core, what it told of the wallet, and the screen on show.

import { holdBack, watchForBack } from './browser-back.js';
import { Core } from './core-client.js';
import { clearClipboard } from './clipboard.js';
import { el, fill, pictogram, takeApart } from './dom.js';
import { errorText } from './errors.js';
import { chooseLanguage, language, languageNames, languages, t } from './i18n.js';
import { keepOpen, longSeconds, startIdleClock, stopIdleClock, transferMoved } from './idle.js';
import { forgetImages, wantImages } from './images.js';
import { goElsewhere, learnWhereExitLeads, watchForQuickExit } from './quick-exit.js';
import { undoRemoval } from './removal.js';
import { linesOf } from './sayable.js';
import { rareScreens, screens } from './screens.js';
import { onSpeech, pauseSpeaking, speak, speechState, stopSpeaking } from './speech.js';
import { arrived } from './site-file.js';
import { actions, ask, button } from './ui.js';

/** @typedef {{change: number, date: number, digits: number | string}} Mark
 * @typedef {{id: string, version: number, title: string, kind: string, person: string, mediaType: string, fileName: string,
 *   byteCount: number, addedAt: number, validUntil: string | null, isNote: boolean, hasThumbnail: boolean,
 *   isMasked: boolean, mask: 0 | 1 | 2 | 3}} Document
 * @typedef {{id: string, kind: string, addedAt: number}} HiddenDocument One without its words, in accompanied mode.
 * @typedef {{id: string, purpose: string, madeAt: number, expiry: number, maxOpenings: number, code: string | null,
 *   documents: string[], revokedAt: number | null, revocationCode: string}} Grant
 * @typedef {{mark: Mark, openedMark: Mark, language: string, documents: Document[], hidden: HiddenDocument[], grants: Grant[], ignored: number,
 *   maskedEnds: {validUntil: string}[], maskedKinds: string[], isAccompanied: boolean, deleteAt: number | null, isPrepared: boolean,
 *   keys: import('./credentials.js').Keys}} Wallet
 * @typedef {{title: string, body: (import('./dom.js').Child | import('./dom.js').Child[])[], leave?: (next?: string) => void, wide?: boolean, isUnlocked?: boolean, tab?: string}} Screen
 *   `tab`: what the window is called, where the title is the person's own.
 *   `leave` is told which screen comes next, if one does.
 */

const addresses = {
  module: '/app/holder.wasm',
  plainModule: '/app/holder-plain.wasm',
  worker: '/app/core-worker.js',
  pin: '/app/pin.json',
};

/** What can be reached before a wallet that must get new keys has them. */
const beforeChange = new Set(['change', 'help', 'complaints', 'closed']);

/** How long leaving waits for what is still to be written. */
const leavingSeconds = 10;

/**
 * @template T
 * @param {Promise<T>} work
 * @param {number} seconds
 * @returns {Promise<T>}
 */
function inTime(work, seconds) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('too late')), seconds * 1000);
    work.then(resolve, reject);
  });
}

/** The documents that are hidden apart from those that are shown, as the core gives them together.
 * @param {Wallet} wallet @returns {Wallet}
 */
function separated(wallet) {
  const isHidden = (/** @type {any} */ document) => document.isHidden === true;
  return {
    ...wallet,
    documents: wallet.documents.filter((document) => !isHidden(document)),
    hidden: [...(wallet.hidden ?? []), ...wallet.documents.filter(isHidden)],
    maskedEnds: wallet.maskedEnds ?? [],
    maskedKinds: wallet.maskedKinds ?? [],
    isAccompanied: wallet.isAccompanied ?? false,
  };
}

export class App {
  /** @type {Promise<any> | null} */ #core = null;
  /** @type {Wallet | null} */ #wallet = null;
  /** Why nothing goes before new keys, if that is so.
   * @type {'prepared' | 'recovered' | null}
   */
  mustChange = null;
  /** Small pictures by document, kept for the session. @type {Map<string, ImageBitmap>} */
  thumbnails = new Map();
  /** Whether a document tells where, when or with what it was made, once that was looked for.
   * @type {Map<string, Promise<boolean>>}
   */
  tells = new Map();
  /** Removals that can still be undone. @type {Map<string, {document: Document, timer: any}>} */
  removals = new Map();

  /** How the list was looked at, for the session. */
  listPlace = { order: 'newest', search: '', scroll: 0 };

  #header = el('header', { class: 'top' });
  #main = el('main', { tabindex: '-1' });
  #listening = el('span', { class: 'listening' });
  #status = el('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  #countdown = el('span', { class: 'countdown' });
  /** @type {Screen | null} */ #screen = null;
  /** @type {{name: string, params: any} | null} */ #place = null;
  /** @type {HTMLDialogElement | null} */ #warning = null;
  #isOver = false;
  /** The network went while something was asked of the service. */ #isInDoubt = false;
  /** What is still to be written. @type {Set<Promise<unknown>>} */ #unwritten = new Set();
  /** Goes up when a session ends: what was begun in it then has no say any more. */ #session = 0;
  /** By how many seconds the service's clock is ahead of this one. */ #ahead = 0;

  /** What the core told of the wallet; what it tells no more of is not kept either. */
  get wallet() {
    return this.#wallet;
  }

  set wallet(wallet) {
    this.#wallet = wallet && separated(wallet);
    const shown = new Set(this.#wallet?.documents.map(({ id }) => id));
    for (const [id, bitmap] of this.thumbnails) {
      if (shown.has(id)) continue;
      bitmap.close();
      this.thumbnails.delete(id);
    }
  }

  start() {
    watchForQuickExit(() => this.quickExit());
    void learnWhereExitLeads();
    watchForBack(() => this.#goBack());
    onSpeech((_, error) => {
      if (this.#isOver) return;
      this.#drawListening();
      if (error) this.fail(error);
    });
    addEventListener('pagehide', () => this.#vanish());
    addEventListener('pageshow', (event) => {
      if (event.persisted) location.reload();
    });
    fill(document.body, this.#header, this.#main, this.#status);
    this.go('start');
  }

  /**
   * Starts the core, once.
   * @returns {Promise<any>}
   */
  core() {
    this.#core ??= Core.start(addresses).then((core) => {
      core.onEnded = () => this.end('ended');
      const time = Number(/** @type {any} */ (core.info).time);
      if (time > 0) this.#ahead = time - Date.now() / 1000;
      return core;
    });
    this.#core.catch(() => {
      this.#core = null;
    });
    return this.#core;
  }

  /** @param {string} name @param {object} [args] @returns {Promise<any>} */
  async call(name, args = {}) {
    const core = await this.core();
    return core.call(name, args);
  }

  /** Now, by the clock of the service, in seconds since 1970. A terminal's may be wrong. */
  now() {
    return Date.now() / 1000 + this.#ahead;
  }

  // MARK: - Screens

  /** @param {string} name @param {any} [params] */
  go(name, params = {}) {
    if (this.#isOver) return;
    if (this.mustChange && !beforeChange.has(name)) {
      [name, params] = ['change', { why: this.mustChange }];
    }
    const make = screens[name];
    if (!make) return void this.#fetchScreen(name, params);
    this.#screen?.leave?.(name);
    stopSpeaking();
    this.#place = { name, params };
    const screen = make(this, params);
    this.#screen = screen;
    this.#drawHeader();
    const heading = el('h1', { tabindex: '-1', dir: 'auto' }, screen.title);
    takeApart(this.#main);
    fill(this.#main, heading, ...screen.body);
    this.#main.className = screen.wide ? 'wide' : '';
    document.body.dataset['screen'] = name;
    // Each screen has a title of its own; what a person called a paper is not in a window's.
    document.title = t('page.title', { screen: screen.tab ?? screen.title, app: t('app.name') });
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** The screen shows another part of itself.
   * @param {string} title
   */
  retitle(title) {
    const heading = this.#main.querySelector('h1');
    if (heading) heading.textContent = title;
    document.title = t('page.title', { screen: title, app: t('app.name') });
  }

  /** A screen that is rarely needed comes when it is.
   * @param {string} name @param {any} params
   */
  async #fetchScreen(name, params) {
    const fetchIt = rareScreens[name];
    if (!fetchIt) throw new Error(`no screen ${name}`);
    const make = await this.work(t('screen.fetching'), () => arrived(fetchIt()));
    if (!make) return;
    screens[name] = make;
    this.go(name, params);
  }

  /** Draws the screen again, as after a change of language. */
  again() {
    if (this.#place) this.go(this.#place.name, this.#place.params);
  }

  /** The browser's Back: what the screen's own button would do. Answers whether a wallet is open. */
  #goBack() {
    if (!this.wallet) return false;
    if (this.#main.inert || document.querySelector('dialog[open]')) return true;
    const own = this.#main.querySelector('.drawing-back')?.closest('button');
    if (own) own.click();
    else if (this.#place?.name === 'list') void this.#askToClose();
    else this.go('list');
    return true;
  }

  async #askToClose() {
    if (await ask({ title: t('back.closes'), text: t('back.closes.text'), yes: t('nav.close') })) await this.close('asked');
  }

  #drawHeader() {
    const select = el(
      'select',
      {
        id: 'language',
        'aria-label': t('language.label'),
        onchange: async () => {
          await chooseLanguage(/** @type {any} */ (select.value)).catch(() => {});
          this.again();
          document.getElementById('language')?.focus();
        },
      },
      languages.map((code) =>
        el('option', { value: code, lang: code, selected: code === language() }, languageNames[code]),
      ),
    );
    const isOpen = this.wallet !== null;
    this.#drawListening();
    const closing = el(
      'button',
      { type: 'button', class: 'tab', onclick: () => void this.close('asked') },
      pictogram('close'),
      el('span', {}, t('nav.close')),
    );
    const link = (/** @type {string} */ screen, /** @type {string} */ drawing) =>
      el(
        'button',
        {
          type: 'button',
          class: 'tab',
          'aria-current': this.#place?.name === screen ? 'page' : undefined,
          onclick: () => this.go(screen),
        },
        pictogram(drawing),
        el('span', {}, t(`nav.${screen}`)),
      );
    fill(
      this.#header,
      el(
        'div',
        { class: 'bar' },
        el('span', { class: 'name' }, pictogram('list'), el('span', {}, t('app.name'))),
        this.#place?.name === 'start' ? this.#languageButtons() : select,
        this.#listening,
        isOpen ? el('span', { class: 'lock' }, pictogram('clock'), this.#countdown) : null,
        button(t('exit.button'), {
          on: () => this.quickExit(),
          look: 'danger',
          pictogram: 'exit',
          id: 'quick-exit',
        }),
      ),
      isOpen
        ? el(
            'nav',
            { 'aria-label': t('nav.label') },
            ...(this.mustChange
              ? []
              : [
                  link('list', 'list'),
                  link('add', 'add'),
                  link('meeting', 'meeting'),
                  link('more', 'more'),
                ]),
            this.mustChange ? link('help', 'help') : null,
            closing,
          )
        : null,
    );
  }

  /** The languages in their own names, where somebody comes who may read none of the others. */
  #languageButtons() {
    return el('span', { class: 'languages', role: 'group', 'aria-label': t('language.label') }, languages.map((code) =>
      el('button', {
        type: 'button', class: 'tab', lang: code, 'aria-pressed': String(code === language()),
        onclick: () => void this.#speakTo(code),
      }, languageNames[code])));
  }

  /** @param {import('./i18n.js').Language} code */
  async #speakTo(code) {
    await chooseLanguage(code).catch(() => {});
    this.again();
    /** @type {HTMLElement | null} */ (this.#header.querySelector(`button[lang="${code}"]`))?.focus();
  }

  /** One button; two while something is read. */
  #drawListening() {
    const state = speechState();
    const had = document.activeElement?.id;
    const isQuiet = state === 'silent';
    fill(
      this.#listening,
      isQuiet
        ? button(t('listen.button'), { on: () => speak(linesOf(this.#main)), look: 'small', pictogram: 'speak', id: 'listen' })
        : button(t('listen.stop'), { on: stopSpeaking, look: 'small', pictogram: 'stop', id: 'listen' }),
      isQuiet
        ? null
        : button(t(state === 'paused' ? 'listen.on' : 'listen.pause'), {
            on: pauseSpeaking, look: 'small', pictogram: state === 'paused' ? 'speak' : 'pause', id: 'listen-pause',
          }),
    );
    if (had === 'listen-pause' || had === 'listen') {
      (document.getElementById(had) ?? document.getElementById('listen'))?.focus({ preventScroll: true });
    }
  }

  /**
   * Says something to those who listen.
   * @param {string} text
   */
  say(text) {
    this.#status.textContent = text;
  }

  // MARK: - Work that takes a while

  /**
   * Runs `task` with the screen at rest and its progress shown. A failure is told in place,
   * and nothing that was typed is lost.
   *
   * @template T
   * @param {string} text
   * @param {(core: any) => Promise<T>} task
   * @returns {Promise<T | undefined>} undefined when it failed, or the session ended meanwhile
   */
  async work(text, task) {
    const bar = el('progress', { 'aria-label': text });
    const cover = el(
      'div',
      { class: 'working', role: 'status' },
      el('p', {}, text),
      bar,
    );
    this.#main.querySelector('.failure')?.remove();
    this.#main.inert = true;
    this.#header.querySelector('nav')?.setAttribute('inert', '');
    document.body.append(cover);
    const session = this.#session;
    /** @type {any} */
    let core = null;
    try {
      core = await this.core();
      // What was asked before and not answered may have been done.
      if (this.#isInDoubt && this.wallet) {
        this.wallet = await core.call('refresh');
        this.#isInDoubt = false;
      }
      core.onProgress = (/** @type {number} */ done, /** @type {number} */ total) => {
        transferMoved();
        if (total > 0) {
          bar.max = total;
          bar.value = done;
        }
      };
      const result = await task(core);
      return session === this.#session ? result : undefined;
    } catch (error) {
      if (session === this.#session) {
        this.#isInDoubt ||= /** @type {any} */ (error)?.code === 'unreachable';
        this.fail(error);
      }
      return undefined;
    } finally {
      if (core) core.onProgress = () => {};
      cover.remove();
      this.#main.inert = false;
      this.#header.querySelector('nav')?.removeAttribute('inert');
      // What is at rest can't have the focus: a screen that began with work gets it now.
      if (document.activeElement === document.body) {
        this.#main.querySelector('h1')?.focus({ preventScroll: true });
      }
    }
  }

  /** @param {unknown} error */
  fail(error) {
    this.#main.querySelector('.failure')?.remove();
    const failure = el(
      'div',
      { class: 'notice warning failure', role: 'alert', tabindex: '-1' },
      pictogram('warning'),
      el('div', {}, errorText(error)),
    );
    this.#main.querySelector('h1')?.after(failure);
    this.#main.inert = false;
    failure.focus({ preventScroll: true });
    failure.scrollIntoView({ block: 'center' });
  }

  // MARK: - The session's life

  /**
   * Goes into a wallet that was opened; one that must get new keys shows nothing before.
   *
   * @param {Wallet} wallet
   * @param {'recovered'} [why]
   */
  enter(wallet, why) {
    this.opened(wallet);
    this.mustChange = why ?? (wallet.isPrepared ? 'prepared' : null);
    this.go('list');
  }

  /** @param {Wallet} wallet */
  opened(wallet) {
    wantImages();
    this.wallet = wallet;
    this.mustChange = null;
    holdBack();
    startIdleClock({
      onTick: (left) => {
        const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
        this.#countdown.textContent = t('lock.in', { time: text });
        const seconds = document.getElementById('warning-seconds');
        if (seconds) seconds.textContent = text;
      },
      onWarn: () => this.#warn(),
      onKept: () => this.#warning?.remove(),
      onEnd: () => void this.close('idle'),
    });
  }

  #warn() {
    this.#warning?.remove();
    const dialog = el(
      'dialog',
      { role: 'alertdialog', 'aria-labelledby': 'warning-title', 'aria-describedby': 'warning-text', oncancel: () => keepOpen() },
      el('h2', { id: 'warning-title' }, t('lock.warning.title')),
      el('p', { id: 'warning-text' }, t('lock.warning.text')),
      el('p', { class: 'big', id: 'warning-seconds', 'aria-hidden': 'true' }),
      actions(
        button(t('lock.warning.stay'), { on: () => keepOpen(), look: 'main', pictogram: 'check' }),
        button(t('lock.warning.longer'), { on: () => keepOpen(longSeconds), pictogram: 'clock' }),
        button(t('lock.warning.close'), { on: () => void this.close('asked'), pictogram: 'close' }),
      ),
    );
    this.#warning = dialog;
    document.body.append(dialog);
    dialog.showModal();
  }

  /** The documents, without those that are about to be removed. */
  presentDocuments() {
    return (this.wallet?.documents ?? []).filter(({ id }) => !this.removals.has(id));
  }

  /** @param {Document} document New or changed. */
  async keepDocument(document) {
    if (!this.wallet) return;
    const others = this.wallet.documents.filter(({ id }) => id !== document.id);
    this.wallet = { ...this.wallet, documents: [...others, document], mark: await this.call('mark') };
  }

  /** @param {string} id */
  async forgetDocument(id) {
    if (!this.wallet) return;
    this.thumbnails.get(id)?.close();
    this.thumbnails.delete(id);
    const documents = this.wallet.documents.filter((document) => document.id !== id);
    this.wallet = { ...this.wallet, documents, mark: await this.call('mark') };
  }

  /** Something was written that changes nothing that shows. */
  async markChanged() {
    if (this.wallet) this.wallet = { ...this.wallet, mark: await this.call('mark') };
  }

  /** @param {Grant} grant New or changed. */
  async keepGrant(grant) {
    if (!this.wallet) return;
    const others = this.wallet.grants.filter(({ id }) => id !== grant.id);
    this.wallet = { ...this.wallet, grants: [...others, grant], mark: await this.call('mark') };
  }

  /**
   * Something is written while the person goes on; who closes waits for it.
   * @param {Promise<unknown>} work Never fails.
   */
  later(work) {
    this.#unwritten.add(work);
    void work.then(() => this.#unwritten.delete(work));
  }

  /** Takes everything off the page and out of its memory, now. */
  #wipe() {
    this.#session += 1;
    stopIdleClock();
    stopSpeaking();
    this.#screen?.leave?.();
    this.#screen = null;
    this.#place = null;
    this.wallet = null;
    this.mustChange = null;
    for (const bitmap of this.thumbnails.values()) bitmap.close();
    this.thumbnails.clear();
    this.tells.clear();
    for (const { timer } of this.removals.values()) clearTimeout(timer);
    this.removals.clear();
    this.listPlace = { order: 'newest', search: '', scroll: 0 };
    forgetImages();
    for (const element of document.querySelectorAll('input, textarea')) {
      /** @type {HTMLInputElement} */ (element).value = '';
    }
    // A quick exit has taken it away already, and what is still to end has to end then too.
    document.body?.replaceChildren();
  }

  #endCore() {
    const core = this.#core;
    this.#core = null;
    void core?.then((c) => c.end()).catch(() => {});
  }

  /** The page goes away: reload, back, another address, a closed tab. */
  #vanish() {
    this.#isOver = true;
    this.#wipe();
    this.#endCore();
    document.documentElement.replaceChildren();
  }

  /**
   * @param {string[]} ids
   * @returns {Promise<Mark>}
   */
  async #commitRemovals(ids) {
    for (const id of ids) await this.call('removeDocument', { id, isForGood: false });
    return this.call('mark');
  }

  quickExit() {
    this.#vanish();
    goElsewhere();
  }

  /**
   * Closes the wallet: the screen is empty before anything else happens.
   *
   * @param {'asked' | 'idle' | 'another'} why `another`: to go on to another compartment
   */
  async close(why) {
    const mark = this.wallet?.mark;
    const pending = [...this.removals.keys()];
    // Whoever meant to lock it, and was away for too long, has to know that it is not.
    const reason = why === 'idle' && this.#screen?.isUnlocked ? 'unlocked' : why;
    this.#wipe();
    let newest = mark;
    try {
      // What was being written is kept, and what was removed stays removed, though there was time left to
      // undo it. A network that is gone holds nothing up: the document is then still there, and shows again.
      const unwritten = [...this.#unwritten];
      if (pending.length + unwritten.length) {
        newest = await inTime(Promise.all(unwritten).then(() => this.#commitRemovals(pending)), leavingSeconds);
      }
    } catch {
      newest = mark; // said on the closed screen is only what is known
    }
    await clearClipboard();
    this.#endCore();
    this.#showClosed(reason, newest);
  }

  /**
   * Locks the wallet. What is on the page afterwards is what any ended session leaves: nobody
   * who looks on sees that it was locked.
   *
   * @param {number} until In seconds since 1970, by the service's clock.
   */
  async lock(until) {
    const pending = [...this.removals.keys()];
    const done = await this.work(t('lock.working'), async (core) => {
      for (const id of pending) undoRemoval(this, id);
      if (pending.length) await this.#commitRemovals(pending);
      await core.call('lockWallet', { until });
      return true;
    });
    if (done) this.end('ended');
  }

  /**
   * The core says that the session is over.
   * @param {'ended' | 'deleted' | 'prepared'} why
   */
  end(why) {
    if (this.#isOver) return;
    this.#wipe();
    void clearClipboard();
    this.#endCore();
    this.#showClosed(why, undefined);
  }

  /** @param {string} why @param {Mark | undefined} mark */
  #showClosed(why, mark) {
    this.#main.inert = false;
    fill(document.body, this.#header, this.#main, this.#status);
    this.go('closed', { why, mark });
  }
}
