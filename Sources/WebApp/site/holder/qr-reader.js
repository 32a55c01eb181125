// QR codes read in the page: at a camera, from a picture, from a scanner that types.
//
// Imported when one is wanted. Nothing is kept, and no picture leaves the terminal.

import { startWorker } from './start-worker.js';

/** Sizes at which a frame is looked at, one after the other. */
const frameSides = [960, 640, 1280];
/** Sizes at which a picture is looked at, until a code is found. */
const pictureSides = [1000, 1600, 640, 2400, 400];
/** Longer than an old machine takes for a large picture. */
const patience = 60_000;
/** Between two frames: an old machine has other things to do. */
const pause = 80;
/** A scanner's characters follow each other faster than anybody types. */
const scannerGap = 60;
const scannerLeast = 20;

/** Why there is no code: `noCamera`, `cameraRefused`, `unreadable`, or `unreachable`: what looks for it did not come. */
export class QRError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Whether this browser has a camera interface at all; not whether there is a camera. */
export const hasCamera = Boolean(navigator.mediaDevices?.getUserMedia);

/** A worker that looks at pictures; `end` drops it, and what it saw. */
function startLooking() {
  const worker = startWorker('qr-worker.js');
  let last = 0;
  /** @type {Map<number, {done: (text: string | null) => void, failed: (error: QRError) => void}>} */
  const waiting = new Map();
  const end = (code = 'unreadable') => {
    worker.terminate();
    for (const { failed } of waiting.values()) failed(new QRError(code));
    waiting.clear();
  };
  worker.onerror = (event) => end(event instanceof ErrorEvent ? 'unreadable' : 'unreachable');
  worker.onmessage = ({ data }) => {
    const entry = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.problem) entry?.failed(new QRError(data.problem));
    else entry?.done(data.text);
  };
  /** @param {ImageBitmap} bitmap Is used up. @param {number[]} sides @returns {Promise<string | null>} */
  const look = (bitmap, sides) => {
    const id = (last += 1);
    return new Promise((done, failed) => {
      waiting.set(id, { done, failed });
      worker.postMessage({ id, bitmap, sides }, [bitmap]);
    });
  };
  return { look, end };
}

/**
 * Shows the camera in `video` and gives each code that comes before it to `onText`, the same one
 * once in a row, until it is stopped. Stopping releases the camera.
 *
 * @param {HTMLVideoElement} video
 * @param {(text: string) => void} onText
 * @param {(error: QRError) => void} onLost It stopped by itself: unplugged, taken by another program, or nothing looks at it.
 * @returns {Promise<() => void>} stops; to be called when the screen is left, too
 */
export async function readAtCamera(video, onText, onLost) {
  if (!hasCamera) throw new QRError('noCamera');
  /** @type {MediaStream} */
  let stream;
  try {
    // The one that looks away from the person, where there are two.
    const wanted = { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } };
    stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  } catch (error) {
    const refused = error instanceof DOMException && error.name === 'NotAllowedError';
    throw new QRError(refused ? 'cameraRefused' : 'noCamera');
  }
  const looking = startLooking();
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    looking.end();
  };
  /** @param {unknown} [why] */
  const lost = (why) => {
    if (stopped) return;
    stop();
    onLost(why instanceof QRError ? why : new QRError('noCamera'));
  };
  for (const track of stream.getTracks()) track.onended = () => lost();
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  try {
    await video.play();
  } catch {
    stop();
    throw new QRError('noCamera');
  }
  void lookAtFrames(video, looking, onText, () => stopped).catch(lost);
  return stop;
}

/**
 * @param {HTMLVideoElement} video
 * @param {ReturnType<typeof startLooking>} looking
 * @param {(text: string) => void} onText
 * @param {() => boolean} isStopped
 */
async function lookAtFrames(video, looking, onText, isStopped) {
  let before = '';
  for (let turn = 0; !isStopped(); turn += 1) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) {
      const frame = await createImageBitmap(video);
      const text = await looking.look(frame, [frameSides[turn % frameSides.length]]);
      if (isStopped()) return;
      if (text !== null && text !== before) {
        before = text;
        onText(text);
      }
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}

/**
 * The code in a picture.
 * @param {Blob} picture
 * @returns {Promise<string>}
 */
export async function readInPicture(picture) {
  /** @type {ImageBitmap} */
  let bitmap;
  try {
    bitmap = await createImageBitmap(picture);
  } catch {
    throw new QRError('unreadable');
  }
  const looking = startLooking();
  const timer = setTimeout(() => looking.end(), patience);
  try {
    const text = await looking.look(bitmap, pictureSides);
    if (text === null) throw new QRError('unreadable');
    return text;
  } finally {
    clearTimeout(timer);
    looking.end();
  }
}

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
