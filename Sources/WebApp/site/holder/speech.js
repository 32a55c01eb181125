// Reads aloud with a voice of this machine: a distant one would be told the words.

import { language } from './i18n.js';

// Some browsers look for their voices only when first asked.
globalThis.speechSynthesis?.getVoices();

function localVoice() {
  return globalThis.speechSynthesis
    ?.getVoices()
    .find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language()));
}

export function canSpeak() {
  return localVoice() !== undefined;
}

/** @param {string[]} lines */
export function speak(lines) {
  const voice = localVoice();
  if (!voice) return;
  stopSpeaking();
  for (const line of lines) {
    const said = new SpeechSynthesisUtterance(line);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.7;
    speechSynthesis.speak(said);
  }
}

export function isSpeaking() {
  return globalThis.speechSynthesis?.speaking ?? false;
}

export function stopSpeaking() {
  globalThis.speechSynthesis?.cancel();
}
