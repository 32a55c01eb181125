// QR codes read in the page: at a camera, or in a picture.
//
// Imported when one is wanted. Nothing is kept, and no picture leaves the device. Who asks brings the way in
// which the page starts workers: a page has its policy once, and this may come as a script of its own.

/** @typedef {(name: string) => Worker} Start */

/** Sizes at which a frame is looked at, one after the other. */
const frameSides = [960, 640, 1280];
/** Sizes at which a picture is looked at, until a code is found. */
const pictureSides = [1000, 1600, 640, 2400, 400];
/** Longer than an old machine takes for a large picture. */
const patience = 60_000;
/** Between two frames: an old machine has other things to do. */
const pause = 80;

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

/**
 * A worker that looks at pictures; `end` drops it, and what it saw.
 * @param {Start} startWorker
 */
function startLooking(startWorker) {
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
 * @param {Start} startWorker
 * @returns {Promise<() => void>} stops; to be called when the screen is left, too
 */
export async function readAtCamera(video, onText, onLost, startWorker) {
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
  const looking = startLooking(startWorker);
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
 * @param {Start} startWorker
 * @returns {Promise<string>}
 */
export async function readInPicture(picture, startWorker) {
  /** @type {ImageBitmap} */
  let bitmap;
  try {
    bitmap = await createImageBitmap(picture);
  } catch {
    throw new QRError('unreadable');
  }
  const looking = startLooking(startWorker);
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
