// Papers that were chosen: looked at, named, kept.

import { descriptionFields } from '../describe.js';
import { el, fill, pictogram } from '../dom.js';
import { errorText } from '../errors.js';
import { plural, size, t } from '../i18n.js';
import { decodeImage, thumbnailSide } from '../images.js';
import { pdfOfImages } from '../images-pdf.js';
import { mediaTypeOf, readPaper, titleFrom } from '../papers.js';
import { actions, button, check, choices, field, notice, paragraph } from '../ui.js';

const documentBytes = 25_000_000;

/** @typedef {import('../app.js').App} App @typedef {import('../papers.js').Paper} Paper
 * @typedef {{title: string, mediaType: string, bytes: Uint8Array, thumbnail: Uint8Array | null}} Ready
 */

/** @param {App} app @param {{files: File[]}} params @returns {import('../app.js').Screen} */
export function prepareScreen(app, params) {
  /** @type {Paper[]} */
  let papers = [];
  let left = false;
  const place = el('div', {}, el('p', { role: 'status' }, t('prepare.reading')), el('progress', { 'aria-label': t('prepare.reading') }));

  async function read() {
    const problems = [];
    for (const file of params.files) {
      try {
        papers.push(await readPaper(file));
      } catch (error) {
        problems.push(`${file.name}: ${errorText(error)}`);
      }
      if (left) return;
    }
    draw(problems);
  }

  /** @param {string[]} problems */
  function draw(problems) {
    const photos = papers.filter(({ copy }) => copy);
    const first = papers[0];
    const failed = problems.map((text) => notice('warning', paragraph(text)));
    if (!first) {
      fill(place, failed, actions(button(t('back'), { look: 'main', pictogram: 'back', on: () => app.go('add') })));
      return;
    }
    const single = papers.length === 1;
    const fields = descriptionFields(app, {
      title: titleFrom(single ? first.name : ''),
      titleHint: t('field.title.hint'),
    });
    const titles = new Map(
      papers.map((paper, i) => [
        paper,
        field(t('prepare.titleOf', { n: i + 1 }), { value: titleFrom(paper.name) }),
      ]),
    );
    const mayJoin = photos.length > 1 && photos.length === papers.length;
    const separateTitles = el(
      'div',
      { hidden: true },
      single ? [] : [...titles.values()].map(({ root }) => root),
    );
    const pages = el('ol', { class: 'pages' });
    const drawPages = () => fill(pages, papers.map((paper, i) => row(paper, i)));
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
                if (papers.length === 1) draw(problems);
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
    const keep = check(t('prepare.keep'), { hint: t('prepare.keep.hint') });
    keep.root.hidden = photos.length === 0 || mayJoin;
    if (!single && !mayJoin) {
      fields.title.root.hidden = true;
      separateTitles.hidden = false;
    }

    const save = async () => {
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
        bytes: document.bytes.slice(),
        thumbnail: document.thumbnail?.slice(),
      });
      await app.keepDocument(added);
    }

    fill(
      place,
      failed,
      pages,
      papers.some(({ type }) => type === null) ? notice('info', paragraph(t('prepare.notShown'))) : null,
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
    title: t('prepare.title'),
    body: [place],
    leave: () => {
      left = true;
      papers = [];
    },
  };
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

/** @param {Paper} paper @param {string} title @param {boolean} keepOriginal @returns {Ready} */
function ready(paper, title, keepOriginal) {
  const isCopy = paper.copy !== null && !keepOriginal;
  return {
    title,
    mediaType: isCopy ? 'image/jpeg' : mediaTypeOf(paper),
    bytes: isCopy && paper.copy ? paper.copy.bytes : paper.original,
    thumbnail: paper.thumbnail,
  };
}

/** @param {Paper[]} papers All photos. @param {string} title @returns {Ready} */
function joinedPapers(papers, title) {
  const pages = papers.flatMap(({ copy }) => (copy ? [copy] : []));
  return {
    title,
    mediaType: 'application/pdf',
    bytes: pdfOfImages(pages),
    thumbnail: papers[0]?.thumbnail ?? null,
  };
}
