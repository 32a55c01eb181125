// What can be done with the photo of a paper before it is kept: its corners, a turn, more contrast, the whole of it again.

import { el, fill } from './dom.js';
import { t } from './i18n.js';
import { setLook } from './paper-look.js';
import { siteScript } from './site-file.js';
import { actions, button, paragraph } from './ui.js';

export { asPaper } from './paper-look.js';

/** @typedef {import('./papers.js').Paper} Paper
 * @typedef {object} Screen
 * @property {import('./app.js').App} app
 * @property {HTMLElement} place Of all that is below the title.
 * @property {() => boolean} isLeft
 * @property {(paper: Paper) => {place: HTMLElement, drawn: Promise<void>}} picture
 */

/**
 * A photo, and what can be done with it.
 * @param {Screen} screen @param {Paper} paper @param {() => void} back Shows it again, when its corners were set.
 */
export function toolsFor(screen, paper, back) {
  const { app, isLeft, picture } = screen;
  const { photo } = paper;
  const shown = el('div', { class: 'paper-shown' }, picture(paper).place);
  if (!photo) return [shown];
  /** @param {Partial<import('./paper-look.js').Look>} how @param {() => HTMLElement} next Where the focus goes. */
  const change = async (how, next) => {
    const made = await app.work(t('prepare.reading'), async () => {
      await setLook(paper, { ...photo.look, ...how });
      const { place, drawn } = picture(paper);
      await drawn;
      return place;
    });
    if (isLeft()) return;
    if (made) fill(shown, made);
    update();
    next().focus();
  };
  const tool = (/** @type {string} */ text, /** @type {string} */ pictogram, /** @type {() => Promise<void>} */ act) =>
    button(t(text), { look: 'small', pictogram, on: () => void act() });
  const corners = tool('paper.corners', 'corners', () => setCorners(screen, paper, back));
  const turn = tool('document.turn', 'rotate', () => change({ turns: photo.look.turns + 1 }, () => turn));
  const contrast = tool('paper.contrast', 'contrast', () => change({ isClear: !photo.look.isClear }, () => contrast));
  const whole = tool('paper.whole', 'whole', () => change({ corners: null }, () => corners));
  const update = () => {
    contrast.setAttribute('aria-pressed', String(photo.look.isClear));
    whole.hidden = photo.look.corners === null;
  };
  update();
  return [shown, el('div', { class: 'paper-tools' }, corners, turn, contrast, whole)];
}

/** @param {Screen} screen @param {Paper} paper @param {() => void} back */
async function setCorners({ app, place, isLeft }, paper, back) {
  const { photo } = paper;
  if (!photo) return;
  const stage = await app.work(t('prepare.reading'), async () => {
    const { CornerStage } = /** @type {typeof import('./corner-stage.js')} */ (await siteScript('./corner-stage.js'));
    const made = new CornerStage(photo.corners, (text) => app.say(text));
    await made.show(photo.page.bytes);
    return made;
  });
  if (!stage || isLeft()) return;
  const goBack = () => {
    back();
    place.querySelector('button')?.focus();
  };
  const done = async () => {
    const made = await app.work(t('prepare.reading'), async () => {
      await setLook(paper, { ...photo.look, corners: stage.corners });
      return true;
    });
    if (made && !isLeft()) goBack();
  };
  app.retitle(t('paper.corners.title'));
  fill(
    place,
    paragraph(t('paper.corners.how')),
    stage.root,
    el('p', { class: 'visually-hidden', id: 'corner-keys' }, t('paper.corners.keys')),
    actions(
      button(t('paper.done'), { look: 'large', pictogram: 'check', on: () => void done() }),
      button(t('cancel'), { pictogram: 'back', on: goBack }),
    ),
  );
  stage.focus();
}
