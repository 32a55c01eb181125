// One document: seen in the page, and what can be done with it.

import { hasPages } from '../black-copy.js';
import { el, fill } from '../dom.js';
import { date, dayName, plural, size, t } from '../i18n.js';
import { thumbnailOfBitmap } from '../images.js';
import { kindName } from '../kinds.js';
import { openAsking } from '../locked-pdf.js';
import { hide, mask, maskDocuments } from '../masking.js';
import { keepsNoTitle } from '../print-name.js';
import { removeSoon } from '../removal.js';
import { earlierVersions } from '../resting.js';
import { saveFile } from '../saving.js';
import { actions, ask, button, notice, paragraph } from '../ui.js';
import { Viewer } from '../viewer.js';

/** How wide a page is drawn to be made small. */
const lookWidth = 400;

/** @param {import('../app.js').App} app @param {{id: string}} params @returns {import('../app.js').Screen} */
export function documentScreen(app, params) {
  const document = app.wallet?.documents.find(({ id }) => id === params.id);
  if (!document) throw new Error('no such document');
  const place = el('div', { tabindex: '0', role: 'region', 'aria-label': document.title });
  const tools = el('div', { class: 'actions small' });
  const more = el('div', {});
  /** @type {Uint8Array | null} */
  let bytes = null;
  /** @type {Viewer | null} */
  let viewer = null;
  let left = false;

  async function load() {
    const read = await app.work(t('document.fetching'), (core) => core.call('readDocument', { id: params.id }));
    if (!read || left || !document) return;
    bytes = read.bytes;
    try {
      const opened = await openAsking(place, read.bytes, document.mediaType);
      if (left) {
        if (opened.type === 'pages') opened.pages.close();
        return;
      }
      fill(place);
      if (opened.type === 'other') {
        fill(place, notice('info', paragraph(t('document.notShown'))));
      } else {
        viewer = new Viewer(place, opened, {
          pageLabel: (page, count) => t('document.page', { page, count }),
          failed: t('document.pageFailed'),
          notPrinted: t('document.notPrinted'),
          printed: t('document.printed'),
          onMissing: () => more.append(toSave('document.missing')),
        });
        if (opened.type === 'pages' && !document.hasThumbnail) void keepPicture(opened.pages).catch(() => {});
        if (opened.type === 'pages' && opened.pages.stands) more.append(toSave(`document.${opened.pages.stands}`));
        if (opened.type === 'pages' && opened.pages.isTruncated) more.append(notice('warning', paragraph(t('document.truncated'))));
        if (opened.type === 'pages' && opened.pages.isCut) {
          more.append(notice('info', paragraph(plural('document.cut', opened.pages.pageCount))));
        }
      }
    } catch (error) {
      app.fail(error);
    }
    drawTools();
  }

  /**
   * A small picture for the list, of what another program added without one. Without it nothing is lost.
   * @param {import('../viewer.js').Pages} pages
   */
  async function keepPicture(pages) {
    const thumbnail = await thumbnailOfBitmap(await pages.draw(1, lookWidth, 0));
    const kept = await app.call('setThumbnail', { id: params.id, thumbnail });
    await app.keepDocument(kept);
  }

  /** @param {string} why */
  function toSave(why) {
    return notice('warning', paragraph(t(why)), button(t('document.save'), { look: 'small', pictogram: 'save', on: () => void save() }));
  }

  function drawTools() {
    const seen = viewer?.hasPages;
    fill(
      tools,
      seen ? button(t('document.larger'), { look: 'small', pictogram: 'zoom-in', on: () => viewer?.zoom(1) }) : null,
      seen ? button(t('document.smaller'), { look: 'small', pictogram: 'zoom-out', on: () => viewer?.zoom(-1) }) : null,
      seen ? button(t('document.turn'), { look: 'small', pictogram: 'rotate', on: () => viewer?.rotate() }) : null,
      viewer ? button(t('document.print'), { look: 'small', pictogram: 'print', on: () => void print() }) : null,
    );
  }

  async function print() {
    await viewer?.prepareToPrint();
    window.print();
  }

  // The print job has the paper's name, as a person looks for it at the printer; where no browser writes it down.
  const listening = new AbortController();
  const pageTitle = () => globalThis.document.title;
  let before = pageTitle();
  addEventListener('beforeprint', () => {
    before = pageTitle();
    if (keepsNoTitle()) globalThis.document.title = document.title;
  }, { signal: listening.signal });
  addEventListener('afterprint', () => {
    globalThis.document.title = before;
  }, { signal: listening.signal });

  async function save() {
    if (!bytes || !document) return;
    const yes = await ask({
      title: t('save.title'), text: t('save.text'), yes: t('save.yes'), pictogram: 'save', danger: true,
    });
    if (yes) saveFile(bytes, document.fileName);
  }

  function remove() {
    if (!document) return;
    removeSoon(app, document);
    app.go('list');
  }

  /** Of a note: what it said before. */
  const versions = el('span', {});
  async function findVersions() {
    if (!document?.isNote || (await earlierVersions(app, document.id)).length === 0) return;
    fill(versions, button(t('versions.title'), { pictogram: 'undo', on: () => app.go('versions', { id: params.id }) }));
  }

  /** @param {Promise<boolean>} done */
  async function thenList(done) {
    if (!(await done)) return;
    app.go('list');
    app.say(t('masks.done'));
  }

  void load();
  void findVersions().catch(() => {});
  const facts = [
    kindName(document.kind),
    document.person,
    document.validUntil ? t('valid.until', { date: dayName(document.validUntil) }) : '',
    document.isMasked ? t('masks.isMasked') : '',
    t('document.added', { date: date(document.addedAt) }),
    size(document.byteCount),
  ].filter(Boolean);
  return {
    title: document.title,
    tab: t('document.title'),
    wide: true,
    body: [
      el('p', { class: 'quiet', dir: 'auto' }, facts.join(' · ')),
      more,
      tools,
      place,
      actions(
        button(t('document.share'), { look: 'main', pictogram: 'share', on: () => app.go('share', { chosen: [document.id] }) }),
        hasPages(document)
          ? button(t('document.hide'), { pictogram: 'black-box', on: () => app.go('blackout', { id: document.id }) })
          : null,
        document.isNote ? button(t('document.editNote'), { pictogram: 'note', on: () => app.go('note', { id: document.id }) }) : null,
        versions,
        button(t('document.edit'), { pictogram: 'edit', on: () => app.go('details', { id: document.id }) }),
        button(t(document.isMasked ? 'masks.unmask' : 'masks.mask'), {
          pictogram: document.isMasked ? 'eye' : 'mask',
          on: () => void thenList(maskDocuments(app, [document.id], document.isMasked ? mask.shown : mask.masked)),
        }),
        app.wallet?.isAccompanied
          ? button(t('masks.hide'), { pictogram: 'mask', on: () => void thenList(hide(app, [document.id])) })
          : null,
        button(t('document.save'), { pictogram: 'save', on: () => void save() }),
        button(t('document.remove'), { look: 'danger', pictogram: 'trash', on: remove }),
        button(t('back.list'), { pictogram: 'back', on: () => app.go('list') }),
      ),
    ],
    leave: () => {
      left = true;
      listening.abort();
      viewer?.close();
      bytes = null;
    },
  };
}
