// QR codes in the holder's page: at a camera, from a picture, from a scanner that types.

import * as camera from './qr-camera.js';
import { startWorker } from './start-worker.js';

export { hasCamera, QRError } from './qr-camera.js';

/** A scanner's characters follow each other faster than anybody types. */
const scannerGap = 60;
const scannerLeast = 20;

/**
 * As in qr-camera.js.
 * @param {HTMLVideoElement} video
 * @param {(text: string) => void} onText
 * @param {(error: camera.QRError) => void} onLost
 */
export const readAtCamera = (video, onText, onLost) => camera.readAtCamera(video, onText, onLost, startWorker);

/** @param {Blob} picture */
export const readInPicture = (picture) => camera.readInPicture(picture, startWorker);

/**
 * Gives what a hand scanner types to `onText`: characters that follow each other faster than
 * fingers, ended by Enter, whatever has the focus. What a person types goes where it goes.
 *
 * Such a scanner presses the keys of an American keyboard, and on a Belgian one A comes out as Q.
 * So the keys are read, too, and of the two the one that `isCode` takes.
 *
 * @param {(text: string) => void} onText
 * @param {(text: string) => boolean} [isCode]
 * @returns {() => void} stops
 */
export function listenToScanner(onText, isCode = isOurs) {
  let shown = '';
  let pressed = '';
  let last = 0;
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const isEnd = event.key === 'Enter' || event.key === 'Tab';
    if (!isEnd && event.key.length !== 1) return; // Shift and the like
    if (event.timeStamp - last > scannerGap) shown = pressed = '';
    last = event.timeStamp;
    if (!isEnd) {
      shown += event.key;
      pressed += /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1] ?? '';
      return;
    }
    const found = [shown.toUpperCase(), pressed].find((text) => text.length >= scannerLeast && isCode(text));
    shown = pressed = '';
    if (found === undefined) return;
    // It would press a button, or send what stands in a field.
    event.preventDefault();
    event.stopPropagation();
    onText(found);
  };
  addEventListener('keydown', key, true);
  return () => removeEventListener('keydown', key, true);
}

/**
 * Whether a text has the form of a card or of a recovery share; whether it is one, the core says.
 * @param {string} text
 */
export function isOurs(text) {
  return kindOf(text) !== null;
}

/**
 * What a code is by its form.
 * @param {string} text
 * @returns {'card' | 'share' | null}
 */
export function kindOf(text) {
  if (/^C[A-Z2-7]{26}$/.test(text)) return 'card';
  return /^S[0-9A-HJKMNP-TV-Z]{66}$/.test(text) ? 'share' : null;
}
