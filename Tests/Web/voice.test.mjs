// The site's own voice: what it says in each language, and what it does with what nobody says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { sentences } from "../../.build/site/holder/app/sayable.js";
import { spoken } from "../../.build/site/holder/app/voice-module.js";

const module = await WebAssembly.compile(readFileSync(new URL("../../.build/wasm/voice.wasm", import.meta.url)));
const languages = ["fr", "nl", "en"];
const texts = {
  fr: "Vos papiers sont ici. Le 3 décembre 2026, appelez le 0800 35 243.",
  nl: "Uw papieren zijn hier. Bel op 3 december 2026 naar 0800 35 243.",
  en: "Your papers are here. On 3 December 2026, call 0800 35 243.",
};
const speak = (text, language) => spoken(module, text, language);
const loudness = (samples) => Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
/** A number from a seed, as the next of a series. */
const chance = (seed) => () => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;

describe("what is heard", () => {
  for (const language of languages) {
    test(`a text takes as long as somebody needs for it, in ${language}`, async () => {
        const { samples, rate } = await speak(texts[language], language);
      assert.equal(rate, 22_050);
      const seconds = samples.length / rate;
      assert.ok(seconds > 4 && seconds < 20, `${seconds} s`);
      assert.ok(loudness(samples) > 500, `loudness ${loudness(samples)}`);
      // Longer texts take longer.
      assert.ok((await speak(texts[language].repeat(2), language)).samples.length > samples.length * 1.8);
    });
  }

  test("a text is said as it was before, whatever came between", async () => {
    for (const language of languages) {
      const first = (await speak(texts[language], language)).samples;
      await speak(texts.fr, "fr");
      assert.deepEqual((await speak(texts[language], language)).samples, first);
    }
  });

  test("other words sound otherwise, and a word in another language", async () => {
    const said = [];
    for (const text of ["Papiers", "Partages", "Aide"]) said.push((await speak(text, "fr")).samples);
    for (const language of ["nl", "en"]) said.push((await speak("Papiers", language)).samples);
    for (const [i, one] of said.entries()) for (const other of said.slice(i + 1)) assert.notDeepEqual(one, other);
  });

  test("letters that only one language has are said", async () => {
    for (const [language, text] of [["fr", "œuvre, garçon, naïf, où"], ["nl", "één, reünie, officiële"], ["en", "it’s, naïve"]]) {
      assert.ok((await speak(text, language)).samples.length > 20_000, text);
    }
  });
});

describe("what nobody says", () => {
  test("nothing is silence, and too much is refused", async () => {
    for (const text of ["", " \n "])
      for (const language of languages) assert.ok((await speak(text, language)).samples.every((one) => one === 0));
    await assert.rejects(speak("a".repeat(4_097), "fr"));
    assert.ok((await speak("a".repeat(4_096), "fr")).samples.length > 0);
  });

  test("a long text ends", async () => {
    for (const language of languages) {
      const text = texts[language].repeat(50).slice(0, 3_800);
      assert.ok((await speak(text, language)).samples.length > 22_050 * 60);
    }
  });

  test("hostile texts end without a trap, and harm no later text", async () => {
    const before = (await speak(texts.fr, "fr")).samples;
    const hostile = [
      "<speak><audio src='data/en_dict'/></speak>", "[[a:b@]]", "\u0001V\u00012S", "%s%n%d", "\0\0", "&#x110000;",
      "(".repeat(4_000), "9".repeat(4_000), "!".repeat(4_000), "\ud800", "\u202e".repeat(1_000), "😀".repeat(1_000),
      "a\u0301".repeat(1_300), "한국어 العربية עברית ไทย", "_^_ ".repeat(900), "1.".repeat(2_000), "IVXLCDM".repeat(500),
    ];
    for (const text of hostile) for (const language of languages) await speak(text, language);
    assert.deepEqual((await speak(texts.fr, "fr")).samples, before);
  });

  test("random texts end without a trap", async () => {
    const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
    const next = chance(seed);
    const signs = " .,:;!?()[]{}<>&%#'\"-_/\\0123456789aeiouàéèêëïöüçœstrnlpdXVI\n\t\u0001\u00a0€😀漢ا\u200d";
    const letters = [...signs];
    for (let i = 0; i < 150; i += 1) {
      let text = "";
      for (let n = next() * 200; n > 0; n -= 1) {
        text += next() < 0.1 ? String.fromCodePoint(Math.floor(next() * 0xd7ff)) : letters[Math.floor(next() * letters.length)];
      }
      try {
        await speak(text, languages[i % 3]);
      } catch (error) {
        assert.fail(`seed ${seed}, text ${JSON.stringify(text)}: ${error}`);
      }
    }
  });
});

describe("pieces of a text", () => {
  test("are its sentences, and none is too long", () => {
    assert.deepEqual(sentences("Un. Deux ? Trois !"), ["Un.", "Deux ?", "Trois !"]);
    assert.deepEqual(sentences("3.5 kg le 3.12.2026."), ["3.5 kg le 3.12.2026."]);
    for (const text of ["mot ".repeat(1_000), "x".repeat(1_000)]) {
      const pieces = sentences(text);
      assert.ok(pieces.every((piece) => piece.length <= 300));
      assert.equal(pieces.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
    }
    assert.deepEqual(sentences("· – …"), []);
  });

  test("a code is said sign by sign, a word and a number as they are", () => {
    assert.deepEqual(sentences("Code 7K2P-Q9XW."), ["Code 7 K 2 P Q 9 X W."]);
    assert.deepEqual(sentences("COVID-19, CPAS, 0800 35 243"), ["COVID-19, CPAS, 0800 35 243"]);
  });
});

test("who has the module is told where its source is", () => {
  const root = new URL("../../", import.meta.url);
  const told = readFileSync(new URL(".build/site/holder/app/voice.copyright.txt", root), "utf8");
  assert.match(told, /espeak-ng 1\.52\.0\+dfsg-5/);
  assert.match(told, /GNU GENERAL PUBLIC LICENSE/);
  const ours = ["voice.c", "files.c", "machine.c", "config.h"].map((name) => `wasm-voice/${name}`);
  for (const name of ["wasm-voice.sh", ...ours]) {
    assert.ok(told.includes(readFileSync(new URL(`Deploy/build/${name}`, root), "utf8")), name);
  }
});
