// Reads aloud with a voice of this machine, or else of the site: a distant one would be told the words.

import { CoreError } from './core-error.js';
import { language } from './i18n.js';
import { siteScript } from './site-file.js';

/** @typedef {{text: string, on?: Element}} Line `on`: what is marked while it is read.
 * @typedef {'silent' | 'reading' | 'paused'} State
 */

// Some browsers look for their voices only when first asked.
globalThis.speechSynthesis?.getVoices();

function localVoice() {
  return globalThis.speechSynthesis
    ?.getVoices()
    .find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language()));
}

/** @type {State} */ let state = 'silent';
/** Of the reading that goes on: how it rests, goes on, ends. */
let now = { pause: () => {}, resume: () => {}, stop: () => {} };
/** Goes up with each reading: what an older one has to say comes too late. */ let turn = 0;
/** @type {Element | null} */ let marked = null;
/** @type {(state: State, error?: unknown) => void} */ let tell = () => {};

/** Told when a reading begins, rests or ends, and why it could not be.
 * @param {(state: State, error?: unknown) => void} listener
 */
export function onSpeech(listener) {
  tell = listener;
}

export function speechState() {
  return state;
}

/** @param {State} next @param {unknown} [error] */
function change(next, error) {
  state = next;
  tell(next, error);
}

/** @param {Element | null} element */
function mark(element) {
  marked?.classList.remove('read-now');
  element?.classList.add('read-now');
  marked = element;
}

/** To be called as somebody presses: a browser lets a page speak only then.
 * @param {Line[]} lines
 */
export function speak(lines) {
  stopSpeaking();
  if (lines.length === 0) return;
  const mine = (turn += 1);
  const talk = {
    isOn: () => mine === turn,
    reading: (/** @type {Element | null} */ on) => void (mine === turn && mark(on)),
    done: (/** @type {unknown} */ error) => void (mine === turn && finish(error)),
  };
  const voice = localVoice();
  now = voice ? speakHere(voice, lines, talk) : speakOurselves(lines, talk);
  change('reading');
}

/** @typedef {{isOn: () => boolean, reading: (on: Element | null) => void, done: (error?: unknown) => void}} Talk */

/** @param {SpeechSynthesisVoice} voice @param {Line[]} lines @param {Talk} talk */
function speakHere(voice, lines, { reading, done }) {
  lines.forEach(({ text, on }, i) => {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.7;
    said.onstart = () => reading(on ?? null);
    said.onerror = ({ error }) => done(error === 'canceled' || error === 'interrupted' ? undefined : new CoreError('noVoice'));
    if (i === lines.length - 1) said.onend = () => done();
    speechSynthesis.speak(said);
  });
  return {
    pause: () => speechSynthesis.pause(),
    resume: () => speechSynthesis.resume(),
    stop: () => {
      // What rests would rest for ever.
      speechSynthesis.resume();
      speechSynthesis.cancel();
    },
  };
}

/** @param {Line[]} lines @param {Talk} talk */
function speakOurselves(lines, talk) {
  /** @type {AudioContext | null} */ let context = null;
  let stop = () => {};
  const say = async () => {
    if (!context) throw new CoreError('noVoice');
    const { playLines } = await siteScript('./voice-player.js');
    if (talk.isOn()) stop = playLines(context, lines, language(), talk);
  };
  try {
    context = new AudioContext();
  } catch {
    // There is none: said below.
  }
  say().catch(talk.done);
  return {
    pause: () => void context?.suspend(),
    resume: () => void context?.resume(),
    stop: () => {
      stop();
      void context?.close();
    },
  };
}

/** Rests, or goes on. */
export function pauseSpeaking() {
  if (state === 'silent') return;
  if (state === 'paused') now.resume();
  else now.pause();
  change(state === 'paused' ? 'reading' : 'paused');
}

/** @param {unknown} [error] */
function finish(error) {
  turn += 1;
  mark(null);
  now.stop();
  now = { pause: () => {}, resume: () => {}, stop: () => {} };
  if (state !== 'silent' || error) change('silent', error);
}

export function stopSpeaking() {
  if (state !== 'silent') finish();
}
