// The thread that makes speech of texts, one after the other. Who listens ends it, and with it what it was told.

import { CoreError } from './core-error.js';
import { arrived, siteBytes } from './site-file.js';
import { spoken } from './voice-module.js';

/** A slow line takes half a minute for the voice. */
const patience = 90_000;

/** @type {Promise<WebAssembly.Module> | null} */ let fetched = null;
let isSpeaking = false;
let before = Promise.resolve();

async function fetchVoice() {
  return arrived(WebAssembly.compile(await siteBytes(new URL('voice.wasm', import.meta.url), patience)));
}

/** @param {{text: string, language: import('./voice-module.js').Spoken}} asked */
async function answer({ text, language }) {
  try {
    const module = await (fetched ??= fetchVoice());
    const sound = await spoken(module, text, language);
    postMessage(sound, { transfer: [sound.samples.buffer] });
    isSpeaking = true;
  } catch (error) {
    if (error instanceof CoreError) postMessage({ problem: error.code });
    // One text that can't be said is passed over.
    else postMessage(isSpeaking ? { samples: new Int16Array(0), rate: 0 } : { problem: 'noVoice' });
  }
}

onmessage = ({ data }) => {
  before = before.then(() => answer(data));
};
