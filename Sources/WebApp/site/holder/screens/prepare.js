// Papers that were chosen: looked at, named, kept.

import { descriptionFields } from '../describe.js';
import { el, fill, pictogram } from '../dom.js';
import { errorText } from '../errors.js';
import { plural, size, t } from '../i18n.js';
import { decodeImage, thumbnailSide } from '../images.js';
import { pdfOfImages } from '../images-pdf.js';
import { unlockedCopy } from '../locked-pdf.js';
import { transferMoved } from '../idle.js';
import { mediaTypeOf, readPaper } from '../papers.js';
import { actions, button, check, choices, field, notice, paragraph } from '../ui.js';

const documentBytes = 25_000_000;

/** @typedef {import('../app.js').App} App @typedef {import('../papers.js').Paper} Paper
 * @typedef {{title: string, mediaType: string, ending: string, bytes: Uint8Array, thumbnail: Uint8Array | null}} Ready
 */

/** @param {App} app @param {{files: File[]}} params @returns {import('../app.js').Screen} */
export function prepareScreen(app, params) {
  /** @type {Paper[]} */
  let papers = [];
  let left = false;
  const place = el('div', {}, el('p', { role: 'status' }, t('prepare.reading')), el('progress', { 'aria-label': t('prepare.reading') }));

  async function read() {
    /** @type {HTMLElement[]} */
    const failed = [];
    for (const file of params.files) {
      try {
        papers.push(await namedPaper(app, await readPaper(file)));
      } catch (error) {
        failed.push(about(file, [errorText(error)]));
      }
      if (left) return;
    }
    draw(failed);
  }

  /** What is to be said of a file, by its name if there are several.
   * @param {{name: string}} file @param {string[]} texts @param {'warning' | 'info'} [kind]
   */
  function about({ name }, texts, kind = 'warning') {
    const isAlone = params.files.length === 1;
    return notice(kind, isAlone ? null : el('p', { dir: 'auto' }, el('strong', {}, name)), ...texts.map((text) => paragraph(text)));
  }

  /** @param {HTMLElement[]} failed What is said of the files that can't be taken. */
  function draw(failed) {
    const photos = papers.filter(({ copy }) => copy);
    const first = papers[0];
    if (!first) {
      fill(place, failed, actions(button(t('back'), { look: 'main', pictogram: 'back', on: () => app.go('add') })));
      return;
    }
    const single = papers.length === 1;
    const fields = descriptionFields(app, {
      title: single ? first.title : '',
      titleHint: t('field.title.hint'),
    });
    const titles = new Map(
      papers.map((paper, i) => [
        paper,
        field(t('prepare.titleOf', { n: i + 1 }), { value: paper.title }),
      ]),
    );
    const mayJoin = photos.length > 1 && photos.length === papers.length;
    const separateTitles = el(
      'div',
      { hidden: true },
      single ? [] : [...titles.values()].map(({ root }) => root),
    );
    const pages = el('ol', { class: 'pages' });
    const locked = papers.flatMap((paper) => (paper.problem === 'password' ? [{ paper, ...lockedFields(paper) }] : []));
    const said = el('div', {});
    const drawPages = () => {
      // What is left out, or kept already, is asked about no more.
      for (const one of locked) one.root.hidden = !papers.includes(one.paper);
      fill(pages, papers.map((paper, i) => row(paper, i)));
      fill(said, papers.map((paper) => {
        const texts = textsAbout(paper);
        return texts.length === 0 ? null : about(paper, texts, paper.type === null ? 'info' : 'warning');
      }));
    };
    const row = (/** @type {Paper} */ paper, /** @type {number} */ i) =>
      el(
        'li',
        {},
        picture(paper),
        el('span', { class: 'text' }, el('span', { dir: 'auto' }, paper.name), el('small', {}, facts(paper))),
        !mayJoin || i === 0
          ? null
          : button(t('prepare.up'), {
              look: 'small',
              name: t('prepare.up.of', { name: paper.name }),
              on: () => {
                const [moved] = papers.splice(i, 1);
                if (moved) papers.splice(i - 1, 0, moved);
                drawPages();
              },
            }),
        single
          ? null
          : button(t('prepare.out'), {
              look: 'small',
              name: t('prepare.out.of', { name: paper.name }),
              on: () => {
                papers.splice(i, 1);
                titles.get(paper)?.root.remove();
                // Alone, it is asked about otherwise.
                if (papers.length === 1) draw(failed);
                else drawPages();
              },
            }),
      );
    drawPages();
    const join = choices(
      t('prepare.join'),
      [
        { value: 'one', label: t('prepare.join.one'), pictogram: 'files' },
        { value: 'many', label: t('prepare.join.many'), pictogram: 'autre' },
      ],
      {
        value: 'one',
        on: (value) => {
          fields.title.root.hidden = value === 'many';
          separateTitles.hidden = value === 'one';
          keep.root.hidden = value === 'one';
        },
      },
    );
    const originalTells = photos.some(({ mayTell }) => mayTell);
    const keep = check(t('prepare.keep'), { hint: t(originalTells ? 'prepare.mayTell' : 'prepare.keep.hint') });
    keep.root.hidden = photos.length === 0 || mayJoin;
    if (!single && !mayJoin) {
      fields.title.root.hidden = true;
      separateTitles.hidden = false;
    }

    const save = async () => {
      for (const one of locked) if (papers.includes(one.paper) && !(await one.unlock(app))) return;
      const description = fields.values();
      const joined = mayJoin && join.value() === 'one';
      const kept = await app.work(t('prepare.saving'), async (core) => {
        if (joined) {
          await add(core, joinedPapers(papers, description.title), description);
          return true;
        }
        // One after the other; what is kept leaves the list, so that trying again repeats nothing.
        while (papers[0]) {
          const paper = papers[0];
          const named = single ? description.title : titles.get(paper)?.value();
          await add(core, ready(paper, named || description.title, keep.value()), description);
          papers.shift();
          titles.get(paper)?.root.remove();
          drawPages();
        }
        return true;
      });
      if (!kept) return;
      app.say(t('prepare.kept'));
      app.go('list');
    };

    /** @param {any} core @param {Ready} document @param {{kind: string, person: string, validUntil: string | null}} description */
    async function add(core, document, description) {
      if (document.bytes.length > documentBytes) throw { code: 'fileTooLarge' };
      // The core takes the buffers it is given: it gets copies, as a dropped call is tried again.
      const added = await core.call('addDocument', {
        ...description,
        title: document.title,
        mediaType: document.mediaType,
        ending: document.ending,
        bytes: document.bytes.slice(),
        thumbnail: document.thumbnail?.slice(),
      });
      await app.keepDocument(added);
    }

    fill(
      place,
      failed,
      pages,
      locked.map(({ root }) => root),
      said,
      mayJoin ? join.root : null,
      separateTitles,
      fields.nodes,
      keep.root,
      actions(
        button(plural('prepare.save', mayJoin ? 1 : papers.length), { look: 'main', pictogram: 'check', on: () => void save() }),
        button(t('cancel'), { pictogram: 'back', on: () => app.go('add') }),
      ),
    );
  }

  void read();
  return {
    title: plural('prepare.title', params.files.length),
    body: [place],
    leave: () => {
      left = true;
      papers = [];
    },
  };
}

/**
 * How a PDF with a password is kept: as the person chooses.
 * @param {Paper} paper
 */
function lockedFields(paper) {
  const password = field(t('password.field'), { hint: t('password.field.hint') });
  password.root.hidden = true;
  const how = choices(
    t('prepare.locked', { name: paper.name }),
    [
      { value: 'locked', label: t('prepare.locked.asItIs'), hint: t('prepare.locked.asItIs.hint') },
      { value: 'open', label: t('prepare.locked.open'), hint: t('prepare.locked.open.hint') },
    ],
    { value: 'locked', on: (value) => (password.root.hidden = value === 'locked') },
  );
  return {
    root: el('div', {}, how.root, password.root),
    /** @param {App} app @returns {Promise<boolean>} whether it is as it was asked for */
    async unlock(app) {
      if (how.value() === 'locked' || paper.problem === null) return true;
      if (!password.input.value) {
        password.setError(t('error.noPassword'));
        return false;
      }
      const made = await app.work(t('prepare.reading'), () =>
        unlockedCopy(paper.original, password.input.value, transferMoved).catch((error) => {
          if (error?.code !== 'wrongPassword') throw error;
          return null;
        }),
      );
      if (made === null) password.setError(t('error.wrongPassword'));
      if (!made) return false;
      paper.original = made.bytes;
      paper.thumbnail = made.thumbnail;
      paper.problem = null;
      return true;
    },
  };
}

/** What is to be said of a paper before it is kept.
 * @param {Paper} paper
 */
function textsAbout({ type, problem, why, mayTell, copy }) {
  const texts = [];
  if (problem === 'empty' || problem === 'unreadable') texts.push(errorText({ code: problem }), t('prepare.keptAsItIs'));
  if (type === null) texts.push(t('prepare.notShown'));
  if (why) texts.push(t(`prepare.asItIs.${why}`));
  // Of one that is reduced nothing is left.
  if (mayTell && !copy) texts.push(t('prepare.mayTell'));
  return texts;
}

/** @param {Paper} paper */
function facts(paper) {
  return paper.copy
    ? t('prepare.reduced', { from: size(paper.original.length), to: size(paper.copy.bytes.length) })
    : size(paper.original.length);
}

/** @param {Paper} paper */
function picture(paper) {
  const place = el('span', { class: 'thumbnail' }, pictogram('autre'));
  if (paper.thumbnail) {
    void decodeImage(paper.thumbnail, thumbnailSide).then((bitmap) => {
      const canvas = el('canvas', { 'aria-hidden': 'true' });
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
      fill(place, canvas);
    }, () => {});
  }
  return place;
}

/** With the title and the ending that its name says.
 * @param {App} app @param {Paper} paper @returns {Promise<Paper>}
 */
async function namedPaper(app, paper) {
  const parts = await app.call('fileNameParts', { name: paper.name, mediaType: mediaTypeOf(paper) });
  return { ...paper, ...parts };
}

/** @param {Paper} paper @param {string} title @param {boolean} keepOriginal @returns {Ready} */
function ready(paper, title, keepOriginal) {
  const isCopy = paper.copy !== null && !keepOriginal;
  return {
    title,
    mediaType: isCopy && paper.copy ? paper.copy.mediaType : mediaTypeOf(paper),
    ending: isCopy ? '' : paper.ending,
    bytes: isCopy && paper.copy ? paper.copy.bytes : paper.original,
    thumbnail: paper.thumbnail,
  };
}

/** @param {Paper[]} papers All photos. @param {string} title @returns {Ready} */
function joinedPapers(papers, title) {
  const pages = papers.flatMap(({ copy }) => copy?.pages ?? []);
  let total = 0;
  for (const { name, copy } of papers) {
    total += copy?.pages.reduce((sum, page) => sum + page.bytes.length, 0) ?? 0;
    if (total > documentBytes) throw { code: 'joinedTooLarge', detail: { name } };
  }
  return {
    title,
    mediaType: 'application/pdf',
    ending: '',
    bytes: pdfOfImages(pages),
    thumbnail: papers[0]?.thumbnail ?? null,
  };
}
