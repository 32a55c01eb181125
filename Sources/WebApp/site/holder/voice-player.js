// Plays what the site's own voice says of some lines, a sentence at a time.

import { CoreError } from './core-error.js';
import { sentences } from './sayable.js';
import { startWorker } from './start-worker.js';

/** Between two lines, in seconds: so a title and what is below it are two. */
const gap = 0.3;
/** How long a browser may take to let a sound begin, in milliseconds. */
const patience = 8_000;
/** So many sentences are made before they are needed. */
const ahead = 2;

/**
 * @param {AudioContext} context Made when the person pressed.
 * @param {import('./speech.js').Line[]} lines
 * @param {import('./voice-module.js').Spoken} language
 * @param {{reading: (on: Element | null) => void, done: (error?: unknown) => void}} tell
 * @returns {() => void} stops
 */
export function playLines(context, lines, language, { reading, done }) {
  const queue = lines.flatMap(({ text, on }) =>
    sentences(text).map((sentence, i) => ({ text: sentence, on: on ?? null, wait: i === 0 ? gap : 0 })));
  const worker = startWorker('voice-worker.js');
  /** @type {{samples: Int16Array, rate: number}[]} */ const ready = [];
  let asked = 0;
  let played = 0;
  let isPlaying = false;
  let isOver = false;

  const stop = () => {
    isOver = true;
    worker.terminate();
  };
  const end = (/** @type {unknown} */ error = undefined) => {
    if (isOver) return;
    stop();
    done(error);
  };
  const ask = () => {
    const next = queue[asked];
    if (!next) return;
    asked += 1;
    worker.postMessage({ text: next.text, language });
  };
  const next = () => {
    if (isOver || isPlaying) return;
    const now = queue[played];
    if (!now) {
      end();
      return;
    }
    const sound = ready.shift();
    if (!sound) return;
    played += 1;
    ask();
    if (sound.samples.length === 0) {
      next();
      return;
    }
    isPlaying = true;
    reading(now.on);
    const source = new AudioBufferSourceNode(context, { buffer: bufferOf(context, sound) });
    source.connect(context.destination);
    source.onended = () => {
      isPlaying = false;
      next();
    };
    source.start(context.currentTime + now.wait);
    if (played === 1) setTimeout(() => context.currentTime === 0 && end(new CoreError('noVoice')), patience);
  };

  worker.onerror = (event) => end(new CoreError(event instanceof ErrorEvent ? 'noVoice' : 'unreachable'));
  worker.onmessage = ({ data }) => {
    if (data.problem) return end(new CoreError(data.problem));
    ready.push(data);
    next();
  };
  for (let i = 0; i < ahead; i += 1) ask();
  if (queue.length === 0) end();
  return stop;
}

/** @param {AudioContext} context @param {{samples: Int16Array, rate: number}} sound */
function bufferOf(context, { samples, rate }) {
  const buffer = context.createBuffer(1, samples.length, rate);
  const channel = buffer.getChannelData(0);
  for (let i = 0; i < samples.length; i += 1) channel[i] = /** @type {number} */ (samples[i]) / 32_768;
  return buffer;
}
