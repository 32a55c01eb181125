// Earlier versions of a note: to be read, and to be taken instead of what stands there now.

import { el, fill } from '../dom.js';
import { noteType, textOf } from '../file-type.js';
import { dateAndTime, t } from '../i18n.js';
import { earlierVersions } from '../resting.js';
import { actions, button, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @param {{id: string}} params @returns {import('../app.js').Screen} */
export function versionsScreen(app, params) {
  const document = app.wallet?.documents.find(({ id }) => id === params.id);
  if (!document) throw new Error('no such document');
  const place = el('div', {});

  async function draw() {
    const versions = await earlierVersions(app, params.id);
    fill(place, versions.length ? versions.map(folded) : paragraph(t('versions.none')));
  }

  /** @param {import('../resting.js').Resting} version */
  function folded({ id, version, restedAt }) {
    const text = el('div', {});
    const fold = el('details', { class: 'card' }, el('summary', {}, t('versions.until', { date: dateAndTime(restedAt) })), text);
    let isRead = false;
    fold.addEventListener('toggle', () => {
      if (!fold.open || isRead) return;
      isRead = true;
      void read();
    });

    async function read() {
      const found = await app.work(t('document.fetching'), (core) => core.call('readResting', { id, version }));
      if (!found) {
        isRead = false;
        return;
      }
      fill(
        text,
        el('p', { class: 'viewer-text', dir: 'auto' }, textOf(found.bytes)),
        actions(button(t('versions.take'), { pictogram: 'undo', on: () => void take(found.bytes) })),
      );
    }
    return fold;
  }

  /** @param {Uint8Array} bytes */
  async function take(bytes) {
    const kept = await app.work(t('note.saving'), (core) =>
      core.call('replaceDocument', { id: params.id, bytes, keepsEarlier: true, mediaType: noteType }));
    if (!kept) return;
    await app.keepDocument(kept);
    app.go('document', { id: kept.id });
    app.say(t('versions.taken'));
  }

  void draw().catch((error) => app.fail(error));
  return {
    title: t('versions.title'),
    body: [
      el('p', { class: 'quiet', dir: 'auto' }, document.title),
      paragraph(t('versions.text'), 'lead'),
      place,
      actions(button(t('back'), { pictogram: 'back', on: () => app.go('document', { id: params.id }) })),
    ],
    leave: () => fill(place),
  };
}
