// The cores that browsers run, in node, against a real server and beside pde.
//
//   node --test Tests/Web/         programs from PDE_BIN (.build/release), modules from PDE_WASM
import { createHash } from "node:crypto";
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { Service, bytesOf } from "./service.mjs";

/** @type {Service} */
let service;
before(async () => {
  service = await Service.start();
});
after(() => service.stop());

/** A new wallet in a core. */
async function newWallet(through = fetch, module = "holder") {
  const core = await service.core(module, through);
  const { words } = await core.call("newPhrase", { language: "fr", hasPseudonym: false });
  const phrase = words.join(" ");
  await core.call("createWallet", { language: "fr", pseudonym: "", phrase });
  return { core, phrase };
}

const photo = (name, byteCount, more = {}) => ({
  title: name,
  kind: "identity",
  person: "Amina",
  mediaType: "image/jpeg",
  validUntil: "2030-05-31",
  bytes: bytesOf(byteCount, byteCount),
  ...more,
});

const hasCode = (code) => (error) => {
  assert.equal(error.code, code, JSON.stringify(error.detail));
  return true;
};

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600;

/** Makes a grant and opens its cover in a reader's core. */
async function shared(core, documents, more = {}) {
  const made = await core.call("makeGrant", {
    documents, purpose: "Logement", name: "A.", withCode: false, expiry: inAnHour(),
    maxOpenings: 3, ...more,
  });
  const reader = await service.core("reader");
  const fragment = made.link.slice(-26);
  return { made, reader, fragment };
}

describe("words", () => {
  test("are completed, repaired and counted", async () => {
    const core = await service.core("holder");
    const { words } = await core.call("newPhrase", { language: "fr", hasPseudonym: false });
    assert.equal(words.length, 6);
    const { words: found } = await core.call("completeWord", { prefix: words[0].slice(0, 4).toUpperCase() });
    assert.ok(found.some(({ word, language }) => word === words[0] && language === "fr"));
    assert.ok(found.every(({ word }) => word.startsWith(words[0].slice(0, 4))));
    assert.deepEqual((await core.call("completeWord", { prefix: "" })).words, []);
    assert.equal((await core.call("newPhrase", { language: "nl", hasPseudonym: true })).words.length, 5);
    const pasted = ` 1. ${words[0].toUpperCase()},\u00a02)\n${words.slice(1).join(" - ")}.`;
    const checked = await core.call("checkPhrase", { text: pasted });
    assert.deepEqual(checked.words.map(({ word, ok }) => [word, ok]), words.map((word) => [word, true]));
    const { ok, nearest } = await core.call("checkWord", { word: `${words[0]}x` });
    assert.equal(ok, false);
    assert.ok(nearest.includes(words[0]));
    const { canonical } = await core.call("canonicalPseudonym", { text: " Éloïse  D. " });
    assert.equal(canonical, "eloise d.");
    await assert.rejects(core.call("canonicalPseudonym", { text: "  " }), hasCode("invalid"));
  });

  test("a QR code is square and dark in its corners", async () => {
    const core = await service.core("holder");
    const { size, modules } = await core.call("qrCode", { text: "HTTPS://X/G#A", level: "Q" });
    assert.equal(modules.length, size * size);
    assert.deepEqual([modules[0], modules[size - 1], modules[size * (size - 1)]], [1, 1, 1]);
  });
});

for (const module of ["holder", "holder-plain"]) {
  test(`${module}: a wallet opens with its words, and with no others`, async () => {
    const { core, phrase } = await newWallet(fetch, module);
    const added = await core.call("addDocument", photo("Carte", 300_000));
    assert.equal(added.validUntil, "2030-05-31");
    const other = await service.core(module);
    const summary = await other.call("openWallet", { pseudonym: "", phrase: phrase.toUpperCase() });
    assert.deepEqual(summary.documents, [added]);
    assert.equal(summary.language, "fr");
    assert.match(summary.mark.digits, /^\d{3}$/);
    assert.deepEqual(summary.mark, await core.call("mark"));
    const { bytes } = await other.call("readDocument", { id: added.id });
    assert.deepEqual(bytes, bytesOf(300_000, 300_000));

    const wrong = (await other.call("newPhrase", { language: "fr", hasPseudonym: false })).words.join(" ");
    await assert.rejects(other.call("openWallet", { pseudonym: "", phrase: wrong }), hasCode("noSuchWallet"));
    await assert.rejects(other.call("openWallet", { pseudonym: "a stranger", phrase }), hasCode("noSuchWallet"));
    await assert.rejects(other.call("openWallet", { pseudonym: "", phrase: "abc def" }), hasCode("invalid"));
  });
}

describe("documents", () => {
  test("are called as their files were, without the ending in the title", async () => {
    const { core } = await newWallet();
    const word = "application/octet-stream";
    const { title, ending } = await core.call(
      "fileNameParts", { name: "Lettre_du CPAS.DOCX", mediaType: word });
    assert.deepEqual([title, ending], ["Lettre du CPAS", "docx"]);
    const added = await core.call(
      "addDocument", photo(title, 10, { mediaType: word, ending, validUntil: null }));
    assert.equal(added.fileName, "Lettre du CPAS.docx");
    const { reader, fragment } = await shared(core, [added.id]);
    await reader.call("readCover", { fragment });
    const { items } = await reader.call("openGrant", { code: "", name: "" });
    assert.equal(items[0].fileName, "Lettre du CPAS.docx");
    await assert.rejects(
      core.call("addDocument", photo("A", 10, { ending: "../x" })), hasCode("invalid"));
  });

  test("are described, replaced and removed, and what goes is gone from the server", async () => {
    const { core, phrase } = await newWallet();
    const before = service.blockCount();
    const note = await core.call("addDocument", {
      title: "Mon histoire", kind: "story", person: "", mediaType: "text/plain; charset=utf-8",
      validUntil: null, bytes: new TextEncoder().encode("avant"),
    });
    assert.ok(note.isNote);
    const described = await core.call("describeDocument", {
      id: note.id, title: "Ma vie", person: "Moi", validUntil: "2031-01-02",
    });
    assert.deepEqual(
      [described.title, described.kind, described.person, described.validUntil, described.version],
      ["Ma vie", "story", "Moi", "2031-01-02", 1]);
    const edited = await core.call("replaceDocument", {
      id: note.id, bytes: new TextEncoder().encode("après"), keepsEarlier: false,
    });
    assert.deepEqual([edited.version, edited.title], [2, "Ma vie"]);
    assert.equal(service.blockCount(), before + 1);
    const other = await service.core("holder");
    const { documents } = await other.call("openWallet", { pseudonym: "", phrase });
    assert.deepEqual(documents, [edited]);
    assert.equal(
      new TextDecoder().decode((await other.call("readDocument", { id: note.id })).bytes), "après");
    await core.call("removeDocument", { id: note.id, isForGood: true });
    assert.equal(service.blockCount(), before);
    await assert.rejects(core.call("readDocument", { id: note.id }), hasCode("notFound"));
    // The other session has not heard of it yet.
    await assert.rejects(other.call("readDocument", { id: note.id }), hasCode("notFound"));
    assert.deepEqual((await other.call("refresh")).documents, []);
  });

  test("rest when they are removed or written over, and can be had back", async () => {
    const { core, phrase } = await newWallet();
    const before = service.blockCount();
    const text = (words) => new TextEncoder().encode(words);
    const note = await core.call("addDocument", {
      title: "Mon histoire", kind: "recit", person: "", mediaType: "text/plain; charset=utf-8",
      validUntil: null, bytes: text("avant"),
    });
    await core.call("replaceDocument", { id: note.id, bytes: text("après"), keepsEarlier: true });
    const earlier = async (one) => (await one.call("resting")).items
      .map(({ id, version, isEarlier }) => [id, version, isEarlier]);
    assert.deepEqual(await earlier(core), [[note.id, 1, true]]);
    assert.deepEqual((await core.call("readResting", { id: note.id, version: 1 })).bytes, text("avant"));
    // An earlier version is not brought back over what is there.
    await assert.rejects(core.call("bringBack", { id: note.id, version: 1 }), hasCode("notFound"));
    await core.call("maskDocuments", { ids: [note.id], mask: 1 });
    assert.deepEqual(await earlier(core), []);
    await assert.rejects(core.call("readResting", { id: note.id, version: 1 }), hasCode("notFound"));
    await core.call("revealDocuments", { ids: [] });
    await core.call("removeDocument", { id: note.id, isForGood: false });
    assert.equal(service.blockCount(), before + 2);
    const other = await service.core("holder");
    assert.deepEqual((await other.call("openWallet", { pseudonym: "", phrase })).documents, []);
    assert.deepEqual(await earlier(other), [], "what was masked is");
    await other.call("revealDocuments", { ids: [] });
    assert.deepEqual((await earlier(other)).map(([, version, isEarlier]) => [version, isEarlier]), [[1, false], [2, false]]);
    const back = await other.call("bringBack", { id: note.id, version: 2 });
    assert.deepEqual([back.title, back.version, back.isMasked], ["Mon histoire", 2, true]);
    assert.deepEqual((await other.call("readDocument", { id: note.id })).bytes, text("après"));
    await other.call("forgetResting", { id: note.id, version: 1 });
    assert.equal(service.blockCount(), before + 1);
    await assert.rejects(other.call("forgetResting", { id: note.id, version: 1 }), hasCode("notFound"));
    await other.call("removeDocument", { id: note.id, isForGood: true });
    assert.equal(service.blockCount(), before);
  });

  test("of one note eight earlier texts rest", async () => {
    const { core } = await newWallet();
    const before = service.blockCount();
    const { id } = await core.call("addDocument", {
      title: "n", kind: "", person: "", mediaType: "text/plain", validUntil: null, bytes: bytesOf(1),
    });
    for (let i = 2; i < 13; i++) await core.call("replaceDocument", { id, bytes: bytesOf(i), keepsEarlier: true });
    const { items } = await core.call("resting");
    assert.deepEqual(items.map(({ version }) => version), [4, 5, 6, 7, 8, 9, 10, 11]);
    assert.equal(service.blockCount(), before + 9);
  });

  test("have thumbnails, many to one content, that go with them", async () => {
    const { core, phrase } = await newWallet();
    const before = service.blockCount();
    const ids = [];
    for (let i = 0; i < 4; i++) {
      const { id, hasThumbnail } = await core.call(
        "addDocument", photo(`p${i}`, 1_000 + i, { thumbnail: bytesOf(5_000 + i, i) }));
      assert.ok(hasThumbnail);
      ids.push(id);
    }
    assert.equal(service.blockCount(), before + 5);
    const other = await service.core("holder");
    await other.call("openWallet", { pseudonym: "", phrase });
    const { items } = await other.call("thumbnails", { ids });
    assert.deepEqual(items.map(({ bytes }) => bytes), ids.map((_, i) => bytesOf(5_000 + i, i)));
    await other.call("removeDocument", { id: ids[1], isForGood: true });
    assert.equal(service.blockCount(), before + 4);
    const { items: left } = await core.call("thumbnails", { ids }).then(() => other.call("thumbnails", { ids }));
    assert.deepEqual(left.map(({ id }) => id), [ids[0], ids[2], ids[3]]);
    // Another version looks otherwise.
    const replaced = await core.call("replaceDocument", { id: ids[0], bytes: bytesOf(900), keepsEarlier: false });
    assert.equal(replaced.hasThumbnail, false);
    // What has none, as one that another program added, gets one by itself.
    const named = await core.call("setThumbnail", { id: ids[0], thumbnail: bytesOf(77) });
    assert.deepEqual([named.hasThumbnail, named.version, named.title], [true, replaced.version, replaced.title]);
    await other.call("refresh");
    assert.deepEqual((await other.call("thumbnails", { ids: [ids[0]] })).items[0].bytes, bytesOf(77));
    await assert.rejects(core.call("setThumbnail", { id: ids[1], thumbnail: bytesOf(1) }), hasCode("notFound"));
    await assert.rejects(core.call("setThumbnail", { id: ids[0], thumbnail: bytesOf(32_769) }), hasCode("invalid"));
    for (const id of [ids[0], ids[2], ids[3]]) await core.call("removeDocument", { id, isForGood: true });
    assert.equal(service.blockCount(), before);
    await assert.rejects(
      core.call("addDocument", photo("big", 10, { thumbnail: bytesOf(32_769) })), hasCode("invalid"));
  });

  test("of 25 MB come back as they went, with progress; a byte more is refused", async () => {
    const { core } = await newWallet();
    const shown = [];
    const { id } = await core.call(
      "addDocument", photo("Scan", 25_000_000),
      { onProgress: (done, total) => shown.push([done, total]) });
    assert.deepEqual(shown.at(-1), [25_000_000, 25_000_000]);
    assert.ok(shown.length > 10);
    const { bytes } = await core.call("readDocument", { id });
    assert.ok(Buffer.from(bytes).equals(Buffer.from(bytesOf(25_000_000, 25_000_000))));
    await assert.rejects(core.call("addDocument", photo("Scan", 25_000_001)), hasCode("invalid"));
    await assert.rejects(
      core.call("addDocument", photo("a\u202eb", 10)), hasCode("invalid"));
  });

  test("go on through 300 changes and a snapshot", async () => {
    const { core, phrase } = await newWallet();
    const { id } = await core.call("addDocument", photo("Carte", 10, { thumbnail: bytesOf(99) }));
    for (let i = 0; i < 300; i++) await core.call("describeDocument", { id, title: `Carte ${i}` });
    const other = await service.core("holder");
    const { documents, mark } = await other.call("openWallet", { pseudonym: "", phrase });
    assert.deepEqual([documents[0].title, documents[0].hasThumbnail], ["Carte 299", true]);
    assert.ok(mark.change > 300);
    assert.deepEqual((await other.call("thumbnails", { ids: [id] })).items[0].bytes, bytesOf(99));
  });
});

describe("what opens a wallet", () => {
  // A server for each: of one source, many openings are soon asked for work.
  /** @type {Service} */
  let all;
  beforeEach(async () => {
    all = service;
    service = await Service.start();
  });
  afterEach(async () => {
    await service.stop();
    service = all;
  });
  const opens = async (name, args) => (await service.core("holder")).call(name, args);
  const withCard = ({ card, code }) => opens("openWithCard", { card, code });
  const withShares = (shares) => opens("openWithShares", { shares: shares.map(({ text }) => text) });
  const nothing = hasCode("noSuchWallet");

  test("a card opens it with its code, until another is made or it is void", async () => {
    const { core } = await newWallet();
    assert.deepEqual((await core.call("refresh")).keys, {
      isKnown: true, hasCard: false, hasRecovery: false, attempt: null,
    });
    const first = await core.call("newCard");
    assert.match(first.card, /^C[A-Z2-7]{26}$/);
    assert.match(first.code, /^\d{6}$/);
    await assert.rejects(withCard(first), nothing);
    assert.equal((await core.call("addCard", first)).keys.hasCard, true);
    const { keys } = await opens("openWithCard", { card: first.card.toLowerCase(), code: first.code });
    assert.equal(keys.hasCard, true);
    const other = first.code === "123456" ? "654321" : "123456";
    await assert.rejects(withCard({ ...first, code: other }), nothing);
    await assert.rejects(withCard({ ...first, code: "12345" }), hasCode("invalid"));
    await assert.rejects(withCard({ ...first, card: `${first.card}A` }), hasCode("invalid"));
    const second = await core.call("newCard");
    await core.call("addCard", second);
    await assert.rejects(withCard(first), nothing);
    // From the card's own session, too.
    const session = await service.core("holder");
    await session.call("openWithCard", second);
    assert.equal((await session.call("voidCard")).keys.hasCard, false);
    await assert.rejects(withCard(second), nothing);
  });

  test("two of three shares open it; what is wrong with others is said without asking", async () => {
    const { core } = await newWallet();
    const { shares } = await core.call("newShares", { threshold: 2, count: 3 });
    const texts = (list) => list.map(({ text }) => text);
    const set = await core.call("setUpRecovery", { shares: texts(shares), waitHours: 0 });
    assert.equal(set.keys.hasRecovery, true);
    for (const pair of [[0, 1], [2, 0], [1, 2]]) await withShares(pair.map((i) => shares[i]));
    const { shares: others } = await core.call("newShares", { threshold: 2, count: 3 });
    for (const [list, what] of [
      [[shares[0]], "tooFewShares"], [[shares[0], shares[0]], "shareTwice"],
      [[shares[0], others[1]], "otherShares"], [[{ text: "S123" }, shares[1]], "share"],
    ]) {
      await assert.rejects(withShares(list), (error) => error.code === "invalid" && error.detail.what === what);
    }
    const slip = shares[0].printed.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    assert.deepEqual(await core.call("checkShare", { share: shares[0].printed }), { isGood: true });
    assert.deepEqual(await core.call("checkShare", { share: slip }), { isGood: false });
    await assert.rejects(withShares(others), nothing);
    assert.equal((await core.call("stopRecovery")).keys.hasRecovery, false);
    await assert.rejects(withShares(shares), nothing);
  });

  test("an attempt that waits is seen at the next opening, and stopped", async () => {
    const { core, phrase } = await newWallet();
    const { shares } = await core.call("newShares", { threshold: 2, count: 2 });
    await core.call("setUpRecovery", { shares: shares.map(({ text }) => text), waitHours: 24 });
    await assert.rejects(withShares(shares), nothing);
    const session = await service.core("holder");
    const { keys } = await session.call("openWallet", { pseudonym: "", phrase });
    assert.equal(keys.attempt.releasedAt, keys.attempt.requestedAt + 24 * 3_600);
    assert.equal((await session.call("stopRecovery")).keys.attempt, null);
  });

  test("a lock ends every session, and opens nothing", async () => {
    const { core, phrase } = await newWallet();
    const session = await service.core("holder");
    await session.call("openWallet", { pseudonym: "", phrase });
    let ends = 0;
    session.onEnded = () => (ends += 1);
    const now = (await core.call("info")).time;
    for (const until of [now, now - 1, now + 72 * 3_600 + 60]) {
      await assert.rejects(core.call("lockWallet", { until }), hasCode("invalid"));
    }
    await core.call("addDocument", photo("A", 1_000));
    await core.call("lockWallet", { until: now + 3_600 });
    await assert.rejects(opens("openWallet", { pseudonym: "", phrase }), nothing);
    await assert.rejects(session.call("addDocument", photo("B", 1_000)), nothing);
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(ends, 1);
    // Asked again, as after an answer that was lost, it is what it is.
    await assert.rejects(core.call("lockWallet", { until: now + 7_200 }), nothing);
  });

  test("a lock, a deletion is done when that was seen", async () => {
    const orders = {
      "/lock": (session, now) => session.call("lockWallet", { until: now + 3_600 }),
      "/delete": (session) => session.call("deleteWallet", {}),
    };
    for (const [path, order] of Object.entries(orders)) {
      for (const [isTaken, lost, code] of [[false, 3, null], [false, 99, "orderNotDone"], [true, 99, "noSuchWallet"]]) {
        const { phrase } = await newWallet();
        let left = lost;
        const session = await service.core("holder", async (url, init) => {
          if (!url.endsWith(path) || left-- <= 0) return fetch(url, init);
          if (isTaken) await fetch(url, init);
          throw new TypeError("the line is cut");
        });
        await session.call("openWallet", { pseudonym: "", phrase });
        const asked = order(session, (await session.call("info")).time);
        if (code) await assert.rejects(asked, hasCode(code));
        else await asked;
        const isOpen = code !== null && !isTaken;
        if (isOpen) await opens("openWallet", { pseudonym: "", phrase });
        else await assert.rejects(opens("openWallet", { pseudonym: "", phrase }), nothing);
      }
    }
  });

  test("a deletion at a time is found out, whatever is answered", async () => {
    for (const isTaken of [false, true]) {
      const { phrase } = await newWallet();
      let left = 1;
      const session = await service.core("holder", async (url, init) => {
        if (!url.endsWith("/delete") || left-- <= 0) return fetch(url, init);
        if (isTaken) await fetch(url, init);
        return new Response("<h1>Busy</h1>", { status: 299, headers: { "content-type": "text/html" } });
      });
      await session.call("openWallet", { pseudonym: "", phrase });
      const at = (await session.call("info")).time + 86_400;
      await session.call("deleteWallet", { at });
      assert.ok(Math.abs((await session.call("refresh")).deleteAt - at) < 600);
    }
  });

  test("what is sent twice on the way is signed anew", async () => {
    const { phrase } = await newWallet();
    const seen = new Set();
    const session = await service.core("holder", async (url, init) => {
      const path = new URL(url).pathname;
      const what = path + createHash("sha256").update(init?.body ?? "").digest("hex");
      if (!path.startsWith("/v1/space/") || seen.has(what)) return fetch(url, init);
      seen.add(what);
      await fetch(url, init);
      const second = await fetch(url, init);
      assert.equal(second.status, 409);
      return second;
    });
    await session.call("openWallet", { pseudonym: "", phrase });
    const { id } = await session.call("addDocument", photo("A", 300_000));
    assert.deepEqual((await session.call("readDocument", { id })).bytes, bytesOf(300_000, 300_000));
    assert.ok(seen.size > 4);
  });

  test("a lock in the middle of a grant ends the session, and the grant with it", async () => {
    const { core, phrase } = await newWallet();
    const { id } = await core.call("addDocument", photo("A", 200_000));
    const locking = await service.core("holder");
    await locking.call("openWallet", { pseudonym: "", phrase });
    let ends = 0;
    const session = await service.core("holder", async (url, init) => {
      if (url.endsWith("/grants/blocks")) {
        await locking.call("lockWallet", { until: Math.floor(Date.now() / 1000) + 3_600 });
      }
      return fetch(url, init);
    });
    session.onEnded = () => (ends += 1);
    await session.call("openWallet", { pseudonym: "", phrase });
    await assert.rejects(shared(session, [{ id }]), nothing);
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(ends, 1);
  });

  test("a code from a stub ends its grant without a wallet", async () => {
    const { core } = await newWallet();
    const { id } = await core.call("addDocument", photo("A", 10));
    const { made, reader, fragment } = await shared(core, [{ id }]);
    const nobody = await service.core("holder");
    await assert.rejects(nobody.call("revokeByCode", { code: "AAAAA-AAAAA-A" }), hasCode("invalid"));
    await nobody.call("revokeByCode", { code: made.revocationCode.toLowerCase().replaceAll("-", " ") });
    await assert.rejects(reader.call("readCover", { fragment }), hasCode("notFound"));
  });

  test("everything is changed at once, also when the answer is lost", async () => {
    for (const lost of [0, 9]) {
      const { core, phrase } = await newWallet();
      const { id } = await core.call("addDocument", photo("A", 3_000));
      const card = await core.call("newCard");
      await core.call("addCard", card);
      const { reader, fragment } = await shared(core, [{ id }]);
      let left = lost;
      const session = await service.core("holder", async (url, init) => {
        const answer = await fetch(url, init);
        if (url.endsWith("/rekey") && left-- > 0) throw new TypeError("the line is cut");
        return answer;
      });
      await session.call("openWallet", { pseudonym: "", phrase });
      const { words } = await session.call("newPhrase", { language: "nl", hasPseudonym: true });
      const fresh = { pseudonym: "Zoë", phrase: words.join(" ") };
      const changed = await session.call("changeEverything", fresh);
      assert.equal(changed.keys.hasCard, false);
      assert.ok(changed.grants[0].revokedAt > 0);
      await session.call("describeDocument", { id, title: "B" });
      await assert.rejects(opens("openWallet", { pseudonym: "", phrase }), nothing);
      await assert.rejects(withCard(card), nothing);
      await assert.rejects(reader.call("readCover", { fragment }), hasCode("notFound"));
      assert.equal((await opens("openWallet", fresh)).documents[0].title, "B");
      assert.deepEqual((await session.call("readDocument", { id })).bytes, bytesOf(3_000, 3_000));
      // The old session, which knows the old root key only.
      await assert.rejects(core.call("refresh"), nothing);
    }
  });

  test("a prepared wallet says so, until it has new keys", async () => {
    const core = await service.core("holder");
    const phrase = (await core.call("newPhrase", { language: "fr", hasPseudonym: false })).words.join(" ");
    await core.call("createWallet", { language: "fr", pseudonym: "", phrase, isPrepared: true });
    const session = await service.core("holder");
    assert.equal((await session.call("openWallet", { pseudonym: "", phrase })).isPrepared, true);
    const fresh = (await session.call("newPhrase", { language: "fr", hasPseudonym: false })).words.join(" ");
    assert.equal(
      (await session.call("changeEverything", { pseudonym: "", phrase: fresh })).isPrepared, false);
    assert.equal((await opens("openWallet", { pseudonym: "", phrase: fresh })).isPrepared, false);
  });
});

describe("with pde", () => {
  test("a wallet made in the browser opens there", async () => {
    const { core, phrase } = await newWallet();
    const { id } = await core.call(
      "addDocument", photo("Carte d'identité", 400_000, { thumbnail: bytesOf(4_000) }));
    await core.call("describeDocument", { id, title: "Ma carte" });
    const [listed] = JSON.parse(service.pde(phrase, ["list", "--json"]));
    assert.deepEqual([listed.id, listed.title], [id, "Ma carte"]);
    assert.deepEqual(new Uint8Array(service.pde(phrase, ["get", id])), bytesOf(400_000, 400_000));
    const before = service.blockCount();
    service.pde(phrase, ["remove", "--now", id]);
    assert.equal(service.blockCount(), before - 5, "four blocks and the thumbnail's");
    assert.deepEqual((await core.call("refresh")).documents, []);
  });

  test("a wallet made there opens in the browser, and its grant in the reader's page", async () => {
    const phrase = service.pde("", ["create", "--language", "nl"]).toString().trim();
    const id = service.pde(phrase, ["note", "--title", "مواعيد"], "يوم ٣ مارس").toString().trim();
    const core = await service.core("holder");
    const { documents, language } = await core.call("openWallet", { pseudonym: "", phrase });
    assert.deepEqual([documents[0].id, documents[0].title, language], [id, "مواعيد", "nl"]);
    const grant = JSON.parse(service.pde(phrase, ["share", "--json", "--code", "--purpose", "CPAS", id]));
    const reader = await service.core("reader");
    const fragment = grant.link.slice(-26);
    assert.equal((await reader.call("readCover", { fragment })).needsCode, true);
    const { purpose, items } = await reader.call("openGrant", { code: grant.code, name: "Mme B." });
    assert.deepEqual([purpose, items[0].title], ["CPAS", "مواعيد"]);
    const { bytes } = await reader.call("readItem", { index: 0 });
    assert.equal(new TextDecoder().decode(bytes), "يوم ٣ مارس");
    const { grants } = await core.call("refresh");
    const { events } = await core.call("receipts", { id: grants[0].id });
    assert.deepEqual(events.map(({ kind, name }) => [kind, name]), [["opened", "Mme B."]]);
  });
});

describe("grants", () => {
  test("show what was chosen, and count", async () => {
    const { core } = await newWallet();
    const a = await core.call("addDocument", photo("A", 600_000));
    const b = await core.call("addDocument", photo("B", 70, { validUntil: null }));
    const edited = bytesOf(200_000, 7);
    const { made, reader, fragment } = await shared(
      core, [a.id, { id: b.id, title: "B, réduit", mediaType: "image/png", bytes: edited }, { id: b.id }]);
    assert.deepEqual(await reader.call("readCover", { fragment }), {
      expiry: made.grant.expiry, needsCode: false, purpose: "Logement", name: "A.",
    });
    const { items } = await reader.call("openGrant", { code: "", name: "" });
    assert.deepEqual(items, [
      { title: "A", mediaType: "image/jpeg", fileName: "A.jpg", byteCount: 600_000, validUntil: "2030-05-31" },
      { title: "B, réduit", mediaType: "image/png", fileName: "B, réduit.png", byteCount: 200_000, validUntil: null },
      { title: "B", mediaType: "image/jpeg", fileName: "B.jpg", byteCount: 70, validUntil: null },
    ]);
    const read = async (index) => (await reader.call("readItem", { index })).bytes;
    assert.deepEqual(await read(2), bytesOf(70, 70));
    assert.deepEqual(await read(0), bytesOf(600_000, 600_000));
    assert.deepEqual(await read(1), edited);
    await assert.rejects(read(3), hasCode("notFound"));
    assert.equal((await core.call("grantLink", { id: made.grant.id })).link, made.link);
  });

  test("tell what they hold, then the first document, and fetch no block twice", async () => {
    const { core } = await newWallet();
    const ids = [];
    for (const [name, byteCount] of [["A", 70], ["B", 700_000], ["C", 300_000]]) {
      ids.push((await core.call("addDocument", photo(name, byteCount))).id);
    }
    for (const order of [[0, 1, 2], [1, 0, 2], [2], [0], [1, 2]]) {
      const sizes = order.map((index) => [70, 700_000, 300_000][index]);
      const { made } = await shared(core, order.map((index) => ids[index]));
      let blocks = 0;
      const reader = await service.core("reader", async (address, init) => {
        const answer = await fetch(address, init);
        if (address.endsWith("/v1/grants/blocks/get")) {
          blocks += Number(answer.headers.get("content-length")) / 131_072;
        }
        return answer;
      });
      await reader.call("readCover", { fragment: made.link.slice(-26) });
      const told = [];
      await reader.call(
        "openGrant", { code: "", name: "" }, { onNews: (news) => told.push(news) });
      assert.deepEqual(told[0].items.map(({ byteCount }) => byteCount), sizes);
      assert.deepEqual(told[1].bytes, bytesOf(sizes[0], sizes[0]));
      assert.equal(told.length, 2);
      for (const [index, size] of [...sizes.entries()].slice(1)) {
        assert.deepEqual((await reader.call("readItem", { index })).bytes, bytesOf(size, size));
      }
      // A block where two documents meet may come for each of them.
      const needed = Math.ceil((sizes.reduce((sum, size) => sum + size, 300)) / 130_992);
      assert.ok(blocks >= needed && blocks < needed + sizes.length, `${blocks} for ${needed}`);
    }
  });

  test("end when they are revoked, and by a wrong code not at once", async () => {
    const { core } = await newWallet();
    const { id } = await core.call("addDocument", photo("A", 10));
    const { made, reader, fragment } = await shared(core, [id], { withCode: true });
    assert.match(made.code, /^\d{4}$/);
    const cover = await reader.call("readCover", { fragment });
    assert.deepEqual([cover.needsCode, cover.purpose], [true, ""]);
    const wrong = String((Number(made.code) + 1) % 10_000).padStart(4, "0");
    await assert.rejects(reader.call("openGrant", { code: wrong, name: "" }), hasCode("notFound"));
    await assert.rejects(reader.call("openGrant", { code: "12", name: "" }), hasCode("invalid"));
    await reader.call("openGrant", { code: made.code, name: "" });
    await core.call("revokeGrant", { id: made.grant.id });
    await assert.rejects(reader.call("readCover", { fragment }), hasCode("notFound"));
    const { grants } = await core.call("refresh");
    assert.ok(grants[0].revokedAt > 0);
    const { events } = await core.call("receipts", { id: made.grant.id });
    assert.deepEqual(events.map(({ kind }) => kind), ["wrongCode", "opened", "revoked"]);
    await core.call("revokeGrant", { id: made.grant.id });
  });

  test("an opening that is asked for again counts once, and stays open", async () => {
    const { core } = await newWallet();
    const { id } = await core.call("addDocument", photo("A", 10));
    const { made, reader, fragment } = await shared(core, [id], { maxOpenings: 2 });
    const openNonce = bytesOf(16, 3);
    for (const one of [reader, await service.core("reader")]) {
      await one.call("readCover", { fragment });
      await one.call("openGrant", { code: "", name: "", openNonce });
      await one.call("keepOpen");
      assert.deepEqual((await one.call("readItem", { index: 0 })).bytes, bytesOf(10, 10));
    }
    const { events } = await core.call("receipts", { id: made.grant.id });
    assert.deepEqual(events.map(({ kind }) => kind), ["opened"]);
    await assert.rejects(
      reader.call("openGrant", { code: "", name: "", openNonce: bytesOf(15) }), hasCode("unsupported"));
  });

  test("are all revoked at once", async () => {
    const { core } = await newWallet();
    const { id } = await core.call("addDocument", photo("A", 10));
    const fragments = [];
    for (let i = 0; i < 3; i++) fragments.push((await shared(core, [id])).fragment);
    await core.call("revokeAll");
    assert.ok((await core.call("refresh")).grants.every(({ revokedAt }) => revokedAt > 0));
    const reader = await service.core("reader");
    for (const fragment of fragments) {
      await assert.rejects(reader.call("readCover", { fragment }), hasCode("notFound"));
    }
  });

  test("terms that the service does not take are refused before anything is sent", async () => {
    const { core } = await newWallet();
    const { id } = await core.call("addDocument", photo("A", 10));
    const later = { expiry: inAnHour() + 31 * 86_400 };
    for (const more of [later, { expiry: 1 }, { maxOpenings: 0 }, { documents: [] }]) {
      await assert.rejects(shared(core, more.documents ?? [id], more), hasCode("invalid"));
    }
    await assert.rejects(shared(core, ["00".repeat(16)]), hasCode("notFound"));
    assert.deepEqual((await core.call("refresh")).grants, []);
  });

  test("a link is one, or none", async () => {
    const reader = await service.core("reader");
    const good = "A".repeat(26);
    for (const fragment of [good + "A", good.slice(0, -1) + "B", "javascript:alert(1)", "", "AAAA", "?" + good.slice(1)]) {
      await assert.rejects(reader.call("readCover", { fragment }), hasCode("invalid"));
    }
    await assert.rejects(reader.call("readCover", { fragment: "A".repeat(26) }), hasCode("notFound"));
    await assert.rejects(reader.call("openGrant", { code: "", name: "" }), hasCode("ended"));
    await assert.rejects(reader.call("openWallet", { pseudonym: "", phrase: "" }), hasCode("unsupported"));
  });
});

describe("the end", () => {
  test("a deleted wallet is gone, and the session of another terminal ends", async () => {
    const { core, phrase } = await newWallet();
    const other = await service.core("holder");
    await other.call("openWallet", { pseudonym: "", phrase });
    const third = await service.core("holder");
    await third.call("openWallet", { pseudonym: "", phrase });
    let ended = 0;
    other.onEnded = () => { ended += 1; };
    await core.call("deleteWallet", {});
    await assert.rejects(other.call("refresh"), hasCode("noSuchWallet"));
    assert.equal(ended, 1);
    // It may be locked only, for all that this session knows: not said to be deleted.
    await assert.rejects(third.call("deleteWallet", {}), hasCode("noSuchWallet"));
    await assert.rejects(
      (await service.core("holder")).call("openWallet", { pseudonym: "", phrase }), hasCode("noSuchWallet"));
  });

  test("an ended core answers nothing", async () => {
    const { core } = await newWallet();
    core.end();
    await assert.rejects(core.call("mark"), hasCode("ended"));
    await assert.rejects(core.call("refresh"), hasCode("ended"));
  });

  test("a core that is ended while it sends lets the call go", async () => {
    const never = (url, init) => new Promise((_, reject) => {
      init.signal?.addEventListener("abort", () => reject(new Error("aborted")));
    });
    let isDown = false;
    const { core } = await newWallet((url, init) => (isDown ? never : fetch)(url, init));
    isDown = true;
    const call = core.call("refresh");
    setTimeout(() => core.end(), 50);
    await assert.rejects(call, hasCode("ended"));
  });
});

describe("a bad line", () => {
  test("what is dropped is sent again: nothing lost, nothing double", async () => {
    let calls = 0;
    let dropped = 0;
    const lossy = async (url, init) => {
      calls += 1;
      // Every third request is lost on the way there or, after the server has done it, on the way back.
      if (calls % 3 === 0 && !url.endsWith("/info")) {
        dropped += 1;
        if (calls % 2 === 0) await fetch(url, init);
        throw new TypeError("network");
      }
      return fetch(url, init);
    };
    const before = service.blockCount();
    const { core, phrase } = await newWallet(lossy);
    const { id } = await core.call("addDocument", photo("A", 3_000_000, { thumbnail: bytesOf(50) }));
    assert.ok(dropped > 2);
    const other = await service.core("holder");
    const { documents } = await other.call("openWallet", { pseudonym: "", phrase });
    assert.equal(documents.length, 1);
    assert.deepEqual((await other.call("readDocument", { id })).bytes, bytesOf(3_000_000, 3_000_000));
    assert.equal(service.blockCount(), before + 23 + 1);
  });

  test("two sessions that write at the same time lose nothing", async () => {
    const { core, phrase } = await newWallet();
    const other = await service.core("holder");
    await other.call("openWallet", { pseudonym: "", phrase });
    const add = (one, name) => one.call("addDocument", photo(name, 10, { thumbnail: bytesOf(60) }));
    await Promise.all([1, 2, 3, 4].flatMap((i) => [add(core, `a${i}`), add(other, `b${i}`)]));
    const titles = (await core.call("refresh")).documents.map(({ title }) => title).sort();
    assert.deepEqual(titles, ["a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"]);
    const { documents } = await other.call("refresh");
    const { items } = await core.call("thumbnails", { ids: documents.map(({ id }) => id) });
    assert.equal(items.length, 8);
    // Sheets that both had replaced are gone from the server when their documents are.
    const before = service.blockCount();
    for (const { id } of documents) await core.call("removeDocument", { id, isForGood: true });
    assert.ok(service.blockCount() <= before - 8);
  });

  test("a sheet that another session wrote anew is found, a lost one stops nobody", async () => {
    const { core, phrase } = await newWallet();
    let isLost = false;
    const other = await service.core("holder", (url, init) =>
      isLost && url.endsWith("/blocks/get")
        ? Promise.resolve(new Response('{"type":"urn:pde:not-found","status":404}', { status: 404 }))
        : fetch(url, init));
    const add = (one, name) => one.call("addDocument", photo(name, 10, { thumbnail: bytesOf(60) }));
    const before = service.blockCount();
    const ids = [(await add(core, "a")).id, (await add(core, "b")).id];
    await other.call("openWallet", { pseudonym: "", phrase });
    ids.push((await add(core, "c")).id);
    await other.call("removeDocument", { id: ids[0], isForGood: true });
    assert.equal(service.blockCount(), before + 3, "two documents and one sheet");
    isLost = true;
    assert.ok((await add(other, "d")).hasThumbnail);
    await other.call("removeDocument", { id: ids[1], isForGood: true });
    await assert.rejects(other.call("thumbnails", { ids: [ids[2]] }), hasCode("damaged"));
  });

  test("a server that is gone, or is another, is said", async () => {
    const { core, phrase } = await newWallet();
    const answers = {
      unreachable: () => Promise.reject(new TypeError("down")),
      nonsense: () => new Response("<h1>Welcome to our café</h1>", {
        status: 200, headers: { "content-type": "text/html" },
      }),
    };
    for (const [code, answer] of Object.entries(answers)) {
      const bad = await service.core("holder", (url, init) =>
        url.endsWith("/info") ? fetch(url, init) : Promise.resolve(answer()));
      await assert.rejects(bad.call("openWallet", { pseudonym: "", phrase }), hasCode(code));
    }
    const refusals = {
      unavailable: ["/space/open", 503, '{"type":"urn:pde:unavailable","status":503}'],
      tooLargeOnTheWay: ["/space/blocks", 413, "<h1>413 Request Entity Too Large</h1>"],
    };
    for (const [code, [path, status, body]] of Object.entries(refusals)) {
      const bad = await service.core("holder", (url, init) =>
        url.endsWith(path) ? Promise.resolve(new Response(body, { status })) : fetch(url, init));
      await assert.rejects((async () => {
        await bad.call("openWallet", { pseudonym: "", phrase });
        await bad.call("addDocument", photo("A", 10));
      })(), hasCode(code));
    }
    const { id } = await core.call("addDocument", photo("A", 10));
    for (const change of [(body) => body.slice(1), (body) => body.map((byte, i) => i === 500 ? byte ^ 1 : byte)]) {
      const cut = await service.core("holder", async (url, init) => {
        const response = await fetch(url, init);
        if (!url.endsWith("/blocks/get")) return response;
        return new Response(change(new Uint8Array(await response.arrayBuffer())), response);
      });
      await cut.call("openWallet", { pseudonym: "", phrase });
      await assert.rejects(cut.call("readDocument", { id }), (error) =>
        ["nonsense", "damaged"].includes(error.code));
    }
    await assert.rejects(
      core.call("addDocument", photo("A", 10, { mediaType: "" })), hasCode("invalid"));
  });

  test("a body beyond its limit is not taken in", async () => {
    const { phrase } = await newWallet();
    let sent = 0;
    const endless = await service.core("holder", (url, init) => {
      if (!url.endsWith("/slots/read")) return fetch(url, init);
      return Promise.resolve(new Response(new ReadableStream({
        pull(controller) {
          sent += 65_536;
          controller.enqueue(new Uint8Array(65_536));
        },
      })));
    });
    await assert.rejects(endless.call("openWallet", { pseudonym: "", phrase }), hasCode("unreachable"));
    assert.ok(sent < 8 << 20);
  });

  test("the server comes back during an upload", async () => {
    const own = await Service.start();
    try {
      const core = await own.core("holder");
      const phrase = (await core.call("newPhrase", { language: "en", hasPseudonym: false })).words.join(" ");
      await core.call("createWallet", { language: "en", pseudonym: "", phrase });
      await own.halt();
      const adding = core.call("addDocument", photo("A", 1_000_000));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await own.resume();
      const { id } = await adding;
      assert.deepEqual((await core.call("readDocument", { id })).bytes, bytesOf(1_000_000, 1_000_000));
    } finally {
      await own.stop();
    }
  });
});

test("work is done when the server asks for it", async () => {
  const { phrase } = await newWallet();
  let asked = 0;
  const flooded = await service.core("holder", async (url, init) => {
    if (!url.endsWith("/harden")) return fetch(url, init);
    // The same again until none is free, as one comes back each six seconds: a slow machine's phrases
    // take no less.
    const status = async () => {
      const response = await fetch(url, init);
      await response.arrayBuffer();
      return response.status;
    };
    while (asked === 0 && (await status()) !== 429);
    const response = await fetch(url, init);
    if (response.status === 429) asked += 1;
    return response;
  });
  const { words } = await flooded.call("newPhrase", { language: "fr", hasPseudonym: false });
  for (let i = 0; i < 40 && asked === 0; i++) {
    await assert.rejects(
      flooded.call("openWallet", { pseudonym: "", phrase: words.join(" ") }), hasCode("noSuchWallet"));
  }
  await flooded.call("openWallet", { pseudonym: "", phrase });
  assert.ok(asked > 0);
});
