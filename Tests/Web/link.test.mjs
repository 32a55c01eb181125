// Links as they arrive, and phrases as they are pasted: the vectors, read by the pages' own scripts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { endsWord, wordsOf } from "../../Sources/WebApp/site/holder/phrase-text.js";
import { readLink } from "../../Sources/WebApp/site/reader/link.js";

const vectorsOf = (file, wanted) => JSON.parse(
  readFileSync(new URL(`../../Specs/Vectors/${file}.json`, import.meta.url), "utf8"),
).vectors.filter(({ operation }) => operation === wanted);
const links = vectorsOf("grants", "grant.link");
const key = "VBF2K6DXCTQYA54XVUWGQWDYJ4";

test("every link of the vectors is found, and none that is none", () => {
  assert.ok(links.length > 35);
  for (const { name, input, expect, output } of links) {
    const found = readLink(input.typed);
    if (expect !== "ok") assert.equal(found, null, name);
    else {
      const text = `${found?.origin.toUpperCase()}/G#${found?.key}`;
      assert.equal(text, output.link, name);
    }
  }
});

test("a page takes its own address for what is missing", () => {
  const own = "https://own.example";
  for (const text of [key, ` ${key.toLowerCase()}.`, `"${key}"`, `#${key}`, `«${key}»`, `\u00a0${key} merci`]) {
    assert.deepEqual(readLink(text, own), { origin: own, key }, text);
    assert.equal(readLink(text), null, text);
  }
  for (const text of [`pde.example/G#${key}`, `Le lien : pde.example/g/#${key}, merci`, `<PDE.EXAMPLE/g%23${key}>`]) {
    assert.deepEqual(readLink(text, own), { origin: "https://pde.example", key }, text);
    assert.equal(readLink(text), null, text);
  }
  // What mailers, networks and browsers make of the page's own address.
  for (const text of [
    `http://own.example/g#${key}`, `https://own.example:443/G#${key}`, `http://own.example:80/g#${key}`,
    `own.example:443/g#${key}`, `Voir https://asso.example puis own.example/g#${key}`,
    `https://asso.example own.example/g#${key}`, `own.example / g # ${key}`, `le lien:own.example/g#${key}`,
    `https://l.example/?u=own.example/g%23${key}`, `https://own.example./g#${key}`, `own.example.:443/G#${key}`,
  ]) {
    assert.deepEqual(readLink(text, own), { origin: own, key }, text);
  }
  for (const text of [`https://own.example:8443/g#${key}`, `https://www.own.example/g#${key}`, `http://own.example:443/g#${key}`]) {
    assert.notEqual(readLink(text, own)?.origin, own, text);
  }
  assert.equal(readLink(`https://localhost:8080/g#${key}`, "http://localhost:8080")?.origin, "http://localhost:8080");
  for (const text of [
    // A host of other letters is no part of it.
    `https://étoile.example/g#${key}`, `é${own.slice(8)}/g#${key}`,"", "#", "?", `own.example/H#${key}`, `ftp://own.example/G#${key}`, `${key}A`, key.slice(1),
    `https://user@own.example/g#${key}`, `https://own.example/a/g#${key}`, `https://own.example/a_b/g#${key}`,
    `https://pde[.]example/g#${key}`, `https://own..example/g#${key}`, `https://own.example..:443/g#${key}`]) {
    assert.equal(readLink(text, own), null, text);
  }
});

test("no text keeps the page busy", () => {
  const parts = ["#", "%23", "http://h/g?", "http", "#" + key + "A", key + " ", "\u00ad", "- ", "A.", "?", "https://h/g/?#"];
  for (const part of parts) {
    const text = part.repeat(Math.floor(4_096 / Buffer.byteLength(part)));
    const start = performance.now();
    readLink(text, "https://own.example");
    readLink(`${text}x`, "https://own.example");
    const took = performance.now() - start;
    assert.ok(took < 1_000, `${part}: ${took} ms`);
  }
  assert.equal(readLink(`https://pde.example/G#${key}`.padEnd(4_097)), null);
  assert.ok(readLink(`https://pde.example/G#${key}`.padEnd(4_096)));
});

test("every phrase of the vectors is taken apart as it is", () => {
  const phrases = vectorsOf("credentials", "words");
  assert.ok(phrases.filter(({ name }) => name.startsWith("pasted")).length >= 5);
  for (const { name, input, expect, output } of phrases) {
    const words = wordsOf(input.words);
    if (expect === "ok") assert.equal(words.join(" ").toLowerCase(), output.phrase, name);
    if (expect === "wordCount") assert.equal(words.length, output.count, name);
  }
});

test("a word ends with what stands between words, and not with a digit inside it", () => {
  for (const text of ["maison ", "maison,", "1.", "maison\u00a0", "«"]) assert.ok(endsWord(text), text);
  for (const text of ["", "maison", "m0", "1", "maison\u00ad"]) assert.ok(!endsWord(text), text);
});
