// Papers that were chosen: looked at, and kept. What they are is said afterwards, or never.

import { Adding } from '../adding.js';
import { el, fill, pictogram } from '../dom.js';
import { errorText } from '../errors.js';
import { isPicture } from '../file-type.js';
import { plural, t } from '../i18n.js';
import { decodeImage } from '../images.js';
import { pdfOfImages } from '../images-pdf.js';
import { unlockedCopy } from '../locked-pdf.js';
import { transferMoved } from '../idle.js';
import { mediaTypeOf, readPaper } from '../papers.js';
import { siteScript } from '../site-file.js';
import { titleFor } from '../titles.js';
import { actions, button, check, choices, field, notice, paragraph } from '../ui.js';

const documentBytes = 25_000_000;
/** The longest side of the picture of one paper, and of each of several. */
const lookedAt = { alone: 1200, beside: 480 };

/** @typedef {import('../app.js').App} App @typedef {import('../papers.js').Paper} Paper
 * @typedef {{title: string, mediaType: string, ending: string, bytes: Uint8Array, thumbnail: Uint8Array | null}} Ready
 */

/** @param {App} app @param {{files: File[]}} params @returns {import('../app.js').Screen} */
export function prepareScreen(app, params) {
  /** @type {Paper[]} */
  let papers = [];
  /**
   * Of those that can't be taken, what is said of them.
   * @type {HTMLElement[]}
   */
  const failed = [];
  let left = false;
  /** @type {typeof import('../paper-tools.js') | null} */
  let tools = null;
  const whole = new Adding();
  /** @type {Map<Paper, Adding>} */
  const singly = new Map();
  const adding = (/** @type {Paper} */ paper) => {
    const found = singly.get(paper) ?? new Adding();
    singly.set(paper, found);
    return found;
  };
  // What was said stays said while the pages are changed.
  let join = 'one';
  let keepsOriginal = false;
  /** @type {Map<Paper, ReturnType<typeof lockedFields>>} */
  const locks = new Map();
  const lockOf = (/** @type {Paper} */ paper) => {
    const found = locks.get(paper) ?? lockedFields(paper);
    locks.set(paper, found);
    return found;
  };
  const place = el('div', {}, el('p', { role: 'status' }, t('prepare.reading')), el('progress', { 'aria-label': t('prepare.reading') }));

  /** @param {File[]} files */
  async function read(files) {
    // Without it photos are kept as they are.
    tools ??= await siteScript('./paper-tools.js').catch(() => null);
    for (const file of files) {
      try {
        const paper = await readPaper(file);
        papers.push(await namedPaper(app, tools ? await tools.asPaper(paper) : paper));
      } catch (error) {
        failed.push(about(file, [errorText(error)]));
      }
      if (left) return forget();
    }
    draw();
  }

  /** Another photo is another page. */
  const input = el('input', {
    type: 'file', class: 'visually-hidden', tabindex: '-1', 'aria-hidden': 'true', multiple: true, accept: 'image/*', id: 'add-page',
    onchange: () => {
      const files = [...(input.files ?? [])];
      input.value = '';
      params.files = [...params.files, ...files];
      if (files.length) void app.work(t('prepare.reading'), () => read(files));
    },
  });
  const addPage = () => button(t('paper.add'), { pictogram: 'add', on: () => input.click() });

  /**
   * A paper, and what can be done with it where it is a photo.
   * @param {Paper} paper @param {() => void} back Shows it again.
   */
  const shownPaper = (paper, back) => {
    const look = (/** @type {Paper} */ one) => picture(one, lookedAt.alone);
    if (!tools) return [el('div', { class: 'paper-shown' }, look(paper).place)];
    return tools.toolsFor({ app, place, isLeft: () => left, picture: look }, paper, back);
  };

  /**
   * One of several pages.
   * @param {Paper} paper
   */
  function drawPage(paper) {
    app.retitle(t('prepare.page'));
    fill(
      place,
      el('p', { class: 'quiet', dir: 'auto' }, paper.name),
      shownPaper(paper, () => drawPage(paper)),
      actions(button(t('paper.done'), { look: 'large', pictogram: 'back', on: () => draw() })),
    );
  }

  /** What is to be said of a file, by its name if there are several.
   * @param {{name: string}} file @param {string[]} texts @param {'warning' | 'info'} [kind]
   */
  function about({ name }, texts, kind = 'warning') {
    const isAlone = params.files.length === 1;
    return notice(kind, isAlone ? null : el('p', { dir: 'auto' }, el('strong', {}, name)), ...texts.map((text) => paragraph(text)));
  }

  const areJoined = () => papers.length > 0 && join === 'one' && papers.every(({ copy }) => copy);
  const title = () => plural('prepare.title', areJoined() ? 1 : params.files.length);

  function draw() {
    if (place.isConnected) app.retitle(title());
    if (papers.length === 0) {
      fill(place, failed, actions(button(t('back'), { look: 'main', pictogram: 'back', on: () => app.go('add') })));
      return;
    }
    const single = papers.length === 1;
    const alone = single && papers[0] ? shownPaper(papers[0], draw) : [];
    const photos = papers.filter(({ copy }) => copy);
    const mayJoin = photos.length > 1 && photos.length === papers.length;
    const pages = el('ol', { class: 'pages', hidden: single });
    const locked = papers.flatMap((paper) => (paper.problem === 'password' ? [{ paper, ...lockOf(paper) }] : []));
    const said = el('div', {});
    const drawPages = () => {
      // What is left out, or kept already, is asked about no more.
      for (const one of locked) one.root.hidden = !papers.includes(one.paper);
      if (!single) fill(pages, papers.map((paper, i) => row(paper, i)));
      fill(said, papers.map((paper) => {
        const texts = textsAbout(paper);
        return texts.length === 0 ? null : about(paper, texts, paper.type === null ? 'info' : 'warning');
      }));
    };
    const row = (/** @type {Paper} */ paper, /** @type {number} */ i) =>
      el(
        'li',
        {},
        picture(paper, lookedAt.beside).place,
        el('span', { class: 'text', dir: 'auto' }, paper.name),
        paper.photo
          ? button(t('prepare.change'), {
              look: 'small', pictogram: 'edit', name: t('prepare.change.of', { name: paper.name }), on: () => drawPage(paper),
            })
          : null,
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
        button(t('prepare.out'), {
          look: 'small',
          name: t('prepare.out.of', { name: paper.name }),
          on: () => {
            papers.splice(i, 1);
            // Alone, it is asked about otherwise.
            if (papers.length === 1) draw();
            else drawPages();
          },
        }),
      );
    drawPages();
    const joins = choices(
      t('prepare.join'),
      [
        { value: 'one', label: t('prepare.join.one'), pictogram: 'files' },
        { value: 'many', label: t('prepare.join.many'), pictogram: 'autre' },
      ],
      {
        value: join,
        on: (value) => {
          join = value;
          more.hidden = value === 'one';
        },
      },
    );
    const originalTells = photos.some(({ mayTell }) => mayTell);
    const keep = check(t('prepare.keep'), {
      checked: keepsOriginal, hint: t(originalTells ? 'prepare.mayTell' : 'prepare.keep.hint'), on: (checked) => (keepsOriginal = checked),
    });
    const more = el('details', { hidden: photos.length === 0 || (mayJoin && join === 'one') }, el('summary', {}, t('prepare.more')), keep.root);

    const save = async () => {
      for (const one of locked) if (papers.includes(one.paper) && !(await one.unlock(app))) return;
      const joined = mayJoin && join === 'one';
      const kept = await app.work(t('prepare.saving'), async (core) => {
        /** @type {import('../app.js').Document[]} */
        const added = [];
        if (joined) return [await add(core, joinedPapers(papers, titleFor(app, papers[0])), whole)];
        // One after the other; what is kept leaves the list, so that trying again repeats nothing.
        while (papers[0]) {
          added.push(await add(core, ready(papers[0], titleFor(app, papers[0]), keepsOriginal), adding(papers[0])));
          papers.shift()?.look?.close();
          drawPages();
        }
        return added;
      });
      if (!kept) return;
      app.say(t('prepare.kept'));
      app.go('kept', { ids: kept.map(({ id }) => id) });
    };

    /** @param {any} core @param {Ready} document @param {Adding} once */
    async function add(core, document, once) {
      if (document.bytes.length > documentBytes) throw { code: 'fileTooLarge' };
      return once.add(app, core, { kind: '', person: '', validUntil: null, ...document });
    }

    fill(
      place,
      failed,
      said,
      alone,
      pages,
      input,
      locked.map(({ root }) => root),
      mayJoin ? joins.root : null,
      actions(
        button(plural('prepare.save', mayJoin ? 1 : papers.length), { look: 'large', pictogram: 'check', on: () => void save() }),
        photos.length === papers.length ? addPage() : null,
        button(t('cancel'), { pictogram: 'back', on: () => app.go('add') }),
      ),
      more,
    );
  }

  function forget() {
    for (const { look } of papers) look?.close();
    papers = [];
  }

  void read(params.files);
  return {
    title: title(),
    body: [place],
    leave: () => {
      left = true;
      forget();
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
function textsAbout({ type, problem, isTruncated, why, mayTell, copy }) {
  const texts = [];
  if (problem === 'empty' || problem === 'unreadable') texts.push(errorText({ code: problem }), t('prepare.keptAsItIs'));
  if (type === null) texts.push(t('prepare.notShown'));
  if (isTruncated) texts.push(t('prepare.notWhole'));
  if (why) texts.push(t(`prepare.asItIs.${why}`));
  // Of one that is reduced nothing is left.
  if (mayTell && !copy) texts.push(t('prepare.mayTell'));
  return texts;
}

/** A paper as it looks, or what stands for it.
 * @param {Paper} paper @param {number} side
 */
function picture(paper, side) {
  const canvas = el('canvas', { role: 'img', 'aria-label': paper.name });
  const size = paper.copy?.pages[0];
  // As large at once as it will be: nothing moves under the finger when it is drawn.
  if (size) [canvas.width, canvas.height] = [size.width, size.height].map((one) => Math.round(one * Math.min(1, side / Math.max(size.width, size.height))));
  const place = el('span', { class: 'looked-at' }, size ? canvas : pictogram('autre'));
  const drawn = looks(paper, side).then((bitmap) => {
    if (!bitmap) return;
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    if (bitmap !== paper.look) bitmap.close();
    fill(place, canvas);
  }, () => {});
  return { place, drawn };
}

/** @param {Paper} paper @param {number} side @returns {Promise<ImageBitmap | null>} */
async function looks({ look, copy, original, type }, side) {
  if (look) return look;
  if (copy) return decodeImage(copy.pages[0].bytes, side);
  return isPicture(type) ? decodeImage(original, side) : null;
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
