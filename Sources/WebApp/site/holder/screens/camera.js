// Photos of the pages of a paper, one after the other, taken in the page.

import { el } from '../dom.js';
import { plural, t } from '../i18n.js';
import { photoOf } from '../images.js';
import { actions, button, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function cameraScreen(app) {
  const video = el('video', { class: 'camera', autoplay: true, playsinline: true, 'aria-label': t('camera.picture') });
  video.muted = true;
  const count = el('p', { 'aria-live': 'polite' }, t('camera.hint'));
  /** @type {File[]} */
  const photos = [];
  /** @type {MediaStream | null} */
  let stream = null;
  let left = false;

  const done = button(t('camera.done'), { pictogram: 'check', on: () => app.go('prepare', { files: photos }) });
  done.hidden = true;
  const take = button(t('camera.take'), { look: 'main', pictogram: 'camera', on: () => void shoot() });
  take.disabled = true;

  async function start() {
    try {
      const wanted = { facingMode: 'environment', width: { ideal: 2560 }, height: { ideal: 1920 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    } catch {
      if (!left) app.fail({ code: 'noCamera' });
      return;
    }
    if (left) return stop();
    video.srcObject = stream;
    take.disabled = false;
  }

  async function shoot() {
    if (video.videoWidth === 0) return;
    let photo;
    try {
      photo = await photoOf(await createImageBitmap(video));
    } catch (error) {
      if (!left) app.fail(error);
      return;
    }
    if (left) return;
    photos.push(new File([/** @type {BlobPart} */ (photo.bytes)], 'photo.jpg', { type: 'image/jpeg' }));
    count.textContent = plural('camera.count', photos.length);
    done.hidden = false;
  }

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.srcObject = null;
  }

  void start();
  return {
    title: t('camera.title'),
    wide: true,
    body: [
      paragraph(t('camera.text')),
      video,
      count,
      actions(take, done, button(t('back'), { pictogram: 'back', on: () => app.go('add') })),
    ],
    leave: () => {
      left = true;
      stop();
    },
  };
}
