// A share that was made: the code to scan, the sheet to print.

import { copyForAMinute } from '../clipboard.js';
import { el, fill } from '../dom.js';
import { dateAndTime, language, t } from '../i18n.js';
import { printOwn, stubOf } from '../own-papers.js';
import { drawCode, drawSheet, loadSheetTexts, printedLink, printSheet } from '../sheet.js';
import { arrived } from '../site-file.js';
import { actions, button, choices, notice, paragraph } from '../ui.js';

/** @typedef {import('../sheet.js').SheetLanguage} SheetLanguage */

/**
 * @param {import('../app.js').App} app
 * @param {{grant: import('../app.js').Grant, link: string, code: string | null, revocationCode: string, name?: string}} made
 * @param {import('../dom.js').Child} [more] One more button.
 * @param {number | null} [lockUntil] The end of a lock, for the stub.
 * @returns {HTMLElement[]}
 */
export function madeShare(app, made, more = null, lockUntil = null) {
  const { grant, link, revocationCode } = made;
  const code = made.code ?? '';
  const square = el('div', { class: 'qr', role: 'img', 'aria-label': t('made.qr') });
  const said = el('p', { role: 'status' });
  const printed = printedLink(link);
  const sheetLanguage = choices(
    t('made.language'),
    [
      { value: 'fr nl', label: t('made.language.both') },
      { value: 'fr', label: 'Français' },
      { value: 'nl', label: 'Nederlands' },
      { value: 'en', label: 'English' },
    ],
    { value: language() === 'en' ? 'en' : 'fr nl' },
  );

  async function draw() {
    try {
      fill(square, drawCode(await app.call('qrCode', { text: link, level: 'M' })));
    } catch (error) {
      app.fail(error);
    }
  }

  async function print() {
    const wallet = app.wallet;
    if (!wallet) return;
    const languages = /** @type {SheetLanguage[]} */ (sheetLanguage.value().split(' '));
    const ready = await app.work(t('made.preparing'), async (core) => ({
      qr: await core.call('qrCode', { text: link, level: 'Q' }),
      texts: await arrived(loadSheetTexts('/app/', languages)),
    }));
    if (!ready) return;
    const sheet = {
      link,
      qr: ready.qr,
      expiry: grant.expiry,
      maxOpenings: grant.maxOpenings,
      codeDigits: code.length,
      purpose: grant.purpose,
      name: made.name ?? '',
      revocationCode,
      mark: wallet.mark,
    };
    if (lockUntil === null) return printSheet(sheet, ready.texts);
    // The end of the lock is on a page of its own: the sheet is for somebody else.
    await printOwn(app, [language()], async (sheets, own) => [
      drawSheet(sheet, ready.texts),
      sheets.stub(stubOf(app, lockUntil), own),
    ]);
  }

  async function copy() {
    said.textContent = t((await copyForAMinute(link)) ? 'made.copied' : 'made.notCopied');
  }

  void draw();
  return [
    square,
    ...(code
      ? [notice('warning', paragraph(t('made.code')), el('p', { class: 'big', translate: 'no' }, code), paragraph(t('made.code.hint')))]
      : []),
    paragraph(t('preview.until', { time: dateAndTime(grant.expiry) })),
    actions(button(t('made.print'), { look: 'large', pictogram: 'print', on: () => void print() }), more),
    el(
      'details',
      {},
      el('summary', {}, t('prepare.more')),
      sheetLanguage.root,
      actions(button(t('made.copy'), { pictogram: 'copy', on: () => void copy() })),
    ),
    said,
    el(
      'details',
      {},
      el('summary', {}, t('made.type')),
      el('p', { class: 'typed', dir: 'ltr', translate: 'no' }, printed.address),
      el('p', { class: 'typed', dir: 'ltr', translate: 'no' }, printed.groups),
    ),
    el(
      'details',
      {},
      el('summary', {}, t('made.stop')),
      paragraph(t('made.stop.text')),
      el('p', { class: 'typed', dir: 'ltr', translate: 'no' }, revocationCode),
    ),
  ];
}
