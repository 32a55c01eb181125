// Which way suits me: every combination of answers.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { adviceFor, questions } from "../../Sources/WebApp/site/holder/advice.js";

/** All answers, as objects. */
function* everyAnswer(names = Object.keys(questions)) {
  if (names.length === 0) return yield {};
  const [first, ...rest] = names;
  for (const value of questions[first])
    for (const others of everyAnswer(rest)) yield { [first]: value, ...others };
}

const all = [...everyAnswer()];

test("there are four questions, and every answer gets advice", () => {
  assert.equal(Object.keys(questions).length, 4);
  assert.equal(all.length, 2 * 3 * 3 * 3);
  for (const answers of all) {
    const { phrase, notes } = adviceFor(answers);
    assert.match(phrase, /^(head|paper)$/);
    assert.equal(new Set(notes).size, notes.length);
  }
});

test("what a person can't remember is not asked of their head", () => {
  for (const answers of all) {
    const { phrase, card } = adviceFor(answers);
    assert.equal(phrase === "head", answers.remember === "words");
    assert.equal(card, answers.remember === "digits");
  }
});

test("shares are for those who trust somebody, never two with one", () => {
  for (const answers of all) {
    const { shares, notes } = adviceFor(answers);
    assert.equal(shares, answers.trust !== "nobody");
    assert.equal(notes.includes("sharesPlaces"), answers.trust === "one");
  }
});

test("who could lose everything is told first", () => {
  for (const answers of all) {
    const { notes } = adviceFor(answers);
    const alone = answers.trust === "nobody";
    const ownHead = answers.remember === "words";
    assert.equal(notes[0] === "nothingLeft", alone && !ownHead);
    assert.equal(notes[0] === "noShares", alone && ownHead);
  }
});

test("who might look decides on the everyday compartment, the lock and where shares are not", () => {
  for (const answers of all) {
    const { shares, card, notes } = adviceFor(answers);
    assert.equal(notes.includes("everyday"), answers.look === "near");
    assert.equal(notes.includes("lock"), answers.look === "service");
    assert.equal(notes.includes("sharesNotNear"), shares && answers.look === "near");
    assert.equal(notes.includes("cardHidden"), card && answers.look !== "nobody");
    assert.equal(notes.includes("cardLost"), card && answers.lose === "often");
  }
});

test("whatever is advised has its words", () => {
  for (const language of ["fr", "nl", "en"]) {
    const file = new URL(`../../Sources/WebApp/site/holder/messages/${language}.json`, import.meta.url);
    const texts = JSON.parse(readFileSync(file, "utf8"));
    for (const [question, answers] of Object.entries(questions)) {
      assert.ok(texts[`advice.${question}`]);
      for (const answer of answers) assert.ok(texts[`advice.${question}.${answer}.hint`]);
    }
    for (const answers of all) {
      const { phrase, card, shares, notes } = adviceFor(answers);
      for (const way of [phrase, card && "card", shares && "shares"].filter(Boolean))
        assert.ok(texts[`advice.way.${way}.text`]);
      for (const note of notes) assert.ok(texts[`advice.note.${note}`], note);
    }
  }
});
