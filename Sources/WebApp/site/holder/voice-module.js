// The site's own voice: espeak-ng as WebAssembly, voice.wasm. A text goes in, samples come out; nothing else is asked for.

import { started } from './lone-module.js';

/** @typedef {'fr' | 'nl' | 'en'} Spoken
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {() => void} _initialize
 * @property {(bytes: number) => number} voice_room
 * @property {(language: number) => number} voice_speak
 * @property {() => number} voice_samples
 * @property {() => number} voice_rate
 */

const numbers = { fr: 0, nl: 1, en: 2 };

/**
 * A text of at most 4,096 bytes of UTF-8 as samples; none where there is nothing to be heard. Each text has an
 * instance of its own: what was said before changes nothing, and is not kept.
 *
 * @param {WebAssembly.Module} module
 * @param {string} text
 * @param {Spoken} language
 * @returns {Promise<{samples: Int16Array, rate: number}>}
 * @throws for a text that is too long
 */
export async function spoken(module, text, language) {
  const bytes = new TextEncoder().encode(text);
  const instance = /** @type {Exports} */ (await started(module));
  const room = instance.voice_room(bytes.length);
  if (room === 0) throw new Error('too long');
  new Uint8Array(instance.memory.buffer).set(bytes, room);
  const count = instance.voice_speak(numbers[language]);
  const at = instance.voice_samples();
  return { samples: new Int16Array(instance.memory.buffer.slice(at, at + count * 2)), rate: instance.voice_rate() };
}
