// Recovery, prepared: how many shares, how long the wait; each printed on a paper of its own.

import { el, fill } from '../dom.js';
import { number, plural, t } from '../i18n.js';
import { printShare } from '../own-papers.js';
import { drawCode } from '../sheet.js';
import { actions, button, choices, notice, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App @typedef {import('../app.js').Screen} Screen
 * @typedef {{step?: 'know' | 'how' | 'share', shares?: {text: string, printed: string}[], waitDays?: number, at?: number}} Params
 */

/** So many of so many. */
const ways = ['2 3', '2 2', '2 4', '3 5'];
const waits = [0, 1, 3, 7, 14, 30];

/** @param {App} app @param {Params} params @returns {Screen} */
export function recoveryScreen(app, params) {
  switch (params.step ?? 'know') {
    case 'know':
      return know(app);
    case 'how':
      return how(app);
    case 'share':
      return share(app, params);
  }
}

/** @param {App} app @returns {Screen} */
function know(app) {
  return {
    title: t('recovery.title'),
    body: [
      paragraph(t('recovery.text'), 'lead'),
      app.wallet?.keys.hasRecovery ? notice('info', paragraph(t('recovery.replaces'))) : null,
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: () => app.go('recovery', { step: 'how' }) }),
        button(t('back'), { pictogram: 'back', on: () => app.go('keys') }),
      ),
      el('details', {}, el('summary', {}, t('recovery.whom')), el('ul', {}, [1, 2, 3, 4].map((n) => el('li', {}, t(`recovery.whom.${n}`))))),
      el('details', {}, el('summary', {}, t('fold.more')), el('ul', {}, [1, 2, 3].map((n) => el('li', {}, t(`recovery.nobody.${n}`))))),
    ],
  };
}

/** @param {App} app @returns {Screen} */
function how(app) {
  const way = choices(
    t('recovery.ways'),
    ways.map((value) => {
      const [threshold, count] = value.split(' ').map(Number);
      return { value, label: t('recovery.way', { count: count ?? 0, threshold: threshold ?? 0 }) };
    }),
    { value: '2 3' },
  );
  const warning = notice('warning', paragraph(t('recovery.wait.none')));
  warning.hidden = true;
  const wait = choices(
    t('recovery.wait'),
    waits.map((days) => ({
      value: String(days),
      label: days === 0 ? t('recovery.wait.zero') : plural('recovery.days', days),
      hint: days === 7 ? t('recovery.wait.usual') : undefined,
    })),
    {
      value: '7',
      on: (value) => {
        warning.hidden = value !== '0';
      },
    },
  );
  async function next() {
    const [threshold = 2, count = 3] = way.value().split(' ').map(Number);
    const made = await app.work(t('create.working'), (core) => core.call('newShares', { threshold, count }));
    if (made) app.go('recovery', { step: 'share', at: 0, shares: made.shares, waitDays: Number(wait.value()) });
  }
  return {
    title: t('recovery.how'),
    body: [
      way.root,
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: () => void next() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('recovery') }),
      ),
      el('details', {}, el('summary', {}, t('recovery.wait')), paragraph(t('recovery.wait.text')), wait.root, warning),
    ],
  };
}

/** @param {App} app @param {Params} params @returns {Screen} */
function share(app, params) {
  const { shares = [], waitDays = 7, at = 0 } = params;
  const { text, printed } = shares[at] ?? { text: '', printed: '' };
  const isLast = at + 1 === shares.length;
  const square = el('div', { class: 'qr', role: 'img', 'aria-label': t('recovery.qr') });
  void app.call('qrCode', { text, level: 'M' }).then(
    (drawn) => fill(square, drawCode(drawn)),
    (error) => app.fail(error),
  );
  async function finish() {
    const wallet = await app.work(t('keys.working'), (core) =>
      core.call('setUpRecovery', { shares: shares.map((one) => one.text), waitHours: waitDays * 24 }),
    );
    if (!wallet) return;
    app.wallet = wallet;
    app.go('keys', { done: 'recovery' });
  }
  const go = (/** @type {number} */ place) => app.go('recovery', { ...params, at: place });
  return {
    title: t('recovery.share', { n: at + 1, count: shares.length }),
    body: [
      paragraph(t('recovery.share.text'), 'lead'),
      square,
      el('p', { class: 'typed', dir: 'ltr', translate: 'no' }, printed),
      actions(button(t('recovery.print'), { look: 'main', pictogram: 'print', on: () => void printShare(app, text) })),
      notice('info', paragraph(t('recovery.share.apart'))),
      isLast ? notice('warning', paragraph(t('recovery.last', { n: number(shares.length) }))) : null,
      actions(
        isLast
          ? button(t('recovery.finish'), { look: 'main', pictogram: 'check', on: () => void finish() })
          : button(t('recovery.next'), { look: 'main', pictogram: 'next', on: () => go(at + 1) }),
        button(t('back'), { pictogram: 'back', on: () => (at === 0 ? app.go('recovery', { step: 'how' }) : go(at - 1)) }),
      ),
    ],
  };
}
