// Pictures without a browser: what a file is, what it tells, how it is turned and reduced; and the decoders.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { imageSize, textOf, typeOf } from "../../Sources/WebApp/site/common/file-type.js";
import { orientationOf, withoutOrientation } from "../../Sources/WebApp/site/common/orientation.js";
import { encodedJPEG, PictureFile } from "../../Sources/WebApp/site/common/picture-modules.js";
import {
  flattened, groundFor, isBlack, legibleScale, paintBlack, reduced, turnedUpright,
} from "../../Sources/WebApp/site/common/pixels.js";
import { tells, withoutTraces } from "../../.build/site/holder/app/telling.js";

const root = new URL("../../", import.meta.url);
const fixture = (name) => new Uint8Array(readFileSync(new URL(`Tests/Fixtures/${name}`, root)));
const modules = {};
async function moduleOf(family) {
  modules[family] ??= await WebAssembly.compile(readFileSync(new URL(`.build/wasm/${family}.wasm`, root)));
  return modules[family];
}
const bytes = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const has = (file, text) => Buffer.from(file).includes(text, 0, "latin1");

/** A box of a container, as text. */
const box = (name, ...parts) => {
  const body = bytes(parts.join(""));
  const length = body.length + 8;
  return String.fromCharCode(length >> 24 & 255, length >> 16 & 255, length >> 8 & 255, length & 255) + name + String.fromCharCode(...body);
};

/** Pixels of a function of x and y that answers red, green, blue. */
function picture(width, height, colour) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 4) data.set([...colour(x, y), 255], at);
  return { width, height, data };
}
const pixel = ({ width, data }, x, y) => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3)];

describe("types by content", () => {
  test("a PDF begins within its first 1,024 bytes", () => {
    assert.equal(typeOf(bytes("\xef\xbb\xbf%PDF-1.4\n")), "application/pdf");
    assert.equal(typeOf(bytes(" ".repeat(1_000) + "%PDF-1.4")), "application/pdf");
    assert.notEqual(typeOf(bytes(" ".repeat(1_024) + "%PDF-1.4")), "application/pdf");
  });

  test("texts of editors are texts", () => {
    // Of the signs from 0x80 to 0x9f this node may make control characters; test_pictures.py has them.
    assert.equal(textOf(bytes("Une d\xe9cision, \xe0 Li\xe8ge")), "Une décision, à Liège");
    assert.equal(typeOf(bytes("Une d\xe9cision")), "text/plain");
    for (const [mark, swap] of [["\xff\xfe", false], ["\xfe\xff", true]]) {
      const file = bytes(mark + [..."été\n"].map((c) => (swap ? `\0${c}` : `${c}\0`)).join(""));
      assert.equal(typeOf(file), "text/plain");
      assert.equal(textOf(file), "été\n");
    }
  });

  test("a text that was cut within a letter is the text that it is", () => {
    const cut = new TextEncoder().encode("Reçu à Liège, déposé").slice(0, -1);
    assert.equal(typeOf(cut), "text/plain");
    assert.equal(textOf(cut), "Reçu à Liège, dépos\ufffd");
    const stray = Uint8Array.from([...new TextEncoder().encode("é".repeat(40)), 0xe9, 0x20]);
    assert.equal(textOf(stray), "é".repeat(40) + "\ufffd ");
    assert.equal(textOf(bytes("Re\xe7u \xe0 Li\xe8ge le 3 mars")), "Reçu à Liège le 3 mars");
  });

  test("what has a program of its own is no text", () => {
    for (const file of [
      "{\\rtf1\\ansi Bonjour}", "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>", "From: a@b.c\nReceived: from x\n\nBonjour",
      "PK\x03\x04\x14\0\0\0", "<html>", "\x80\x82\x83\x84\x85abc", "a\0b",
    ])
      assert.equal(typeOf(bytes(file)), null, JSON.stringify(file));
    assert.equal(typeOf(bytes("De: moi\nPour: vous\n\nBonjour")), "text/plain");
  });

  test("pictures", () => {
    assert.equal(typeOf(fixture("photo-gps.heic")), "image/heic");
    assert.equal(typeOf(bytes("\0\0\0\x18ftypmif1\0\0\0\0avifmiaf")), "image/avif");
    assert.equal(typeOf(bytes("\0\0\0\x18ftypmp42\0\0\0\0isomavc1")), null);
    for (const head of ["II*\0", "MM\0*", "II+\0"]) assert.equal(typeOf(bytes(`${head}\x08\0\0\0`)), "image/tiff");
    assert.equal(typeOf(bytes("GIF89a\x01\0\x01\0\0\0\0")), "image/gif");
    assert.equal(typeOf(bytes(`BM${"\0".repeat(12)}\x28\0\0\0`)), "image/bmp");
    assert.equal(typeOf(bytes("BMW, un carnet")), "text/plain");
  });
});

describe("pixels", () => {
  const lying = picture(3, 2, (x, y) => [x * 10, y * 10, 7]);

  test("an AVIF is turned and mirrored as its first picture's properties say, in their order", () => {
    const turn = (quarters) => box("irot", String.fromCharCode(quarters));
    const mirror = (way) => box("imir", String.fromCharCode(way));
    const avif = (...properties) => bytes(box("ftyp", "avif\0\0\0\0") + box("meta", "\0\0\0\0",
      box("pitm", "\0\0\0\0\0\x02"), box("iprp", box("ipco", ...properties),
        box("ipma", "\0\0\0\0\0\0\0\x02", "\0\x01\x01\x01", `\0\x02${String.fromCharCode(properties.length)}`,
          ...properties.map((_, i) => String.fromCharCode(0x80 + i + 1))))));
    for (const [expected, ...properties] of [
      [1], [8, turn(1)], [3, turn(2)], [6, turn(3)], [4, mirror(0)], [2, mirror(1)], [5, turn(1), mirror(0)],
      [7, turn(1), mirror(1)], [7, mirror(0), turn(1)], [5, turn(3), mirror(1)], [2, turn(2), mirror(0)]])
      assert.equal(orientationOf(avif(...properties), "image/avif"), expected, JSON.stringify(properties));
    assert.equal(orientationOf(bytes("\0\0\0\x08ftyp\0\0\xff\xffmeta"), "image/avif"), 1);
  });

  test("a PNG and a WebP say it before or behind the picture; a browser is given them without", async () => {
    const exif = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    const chunk = (name, body = "") => `\0\0\0${String.fromCharCode(body.length)}${name}${body}\0\0\0\0`;
    const riff = (name, body) => `${name}${String.fromCharCode(body.length)}\0\0\0${body}`;
    const [png, webp] = ["\x89PNG\r\n\x1a\n", "RIFF\0\0\0\0WEBP"];
    const [idat, end, vp8] = [chunk("IDAT", "data"), chunk("IEND"), riff("VP8 ", "data")];
    for (const [type, file, without] of [
      ["image/png", png + chunk("eXIf", exif) + idat + end, png + idat + end],
      ["image/png", png + idat + chunk("eXIf", exif) + end, png + idat + end],
      ["image/webp", webp + vp8 + riff("EXIF", exif), webp + vp8 + riff("exif", exif)],
    ]) {
      assert.equal(orientationOf(bytes(file), type), 6);
      const given = await new Blob(withoutOrientation(bytes(file), type)).arrayBuffer();
      assert.deepEqual(new Uint8Array(given), bytes(without));
      assert.equal(orientationOf(bytes(without), type), 1);
    }
  });

  test("each orientation is set upright", () => {
    // Where the pixel that is stored first comes to stand.
    const first = { 1: [0, 0], 2: [2, 0], 3: [2, 1], 4: [0, 1], 5: [0, 0], 6: [1, 0], 7: [1, 2], 8: [0, 2] };
    const last = { 1: [2, 1], 2: [0, 1], 3: [0, 0], 4: [2, 0], 5: [1, 2], 6: [0, 2], 7: [0, 0], 8: [1, 0] };
    for (const orientation of Object.keys(first).map(Number)) {
      const turned = turnedUpright(lying, orientation);
      assert.deepEqual([turned.width, turned.height], orientation < 5 ? [3, 2] : [2, 3]);
      assert.deepEqual(pixel(turned, ...first[orientation]), [0, 0, 7], `first of ${orientation}`);
      assert.deepEqual(pixel(turned, ...last[orientation]), [20, 10, 7], `last of ${orientation}`);
    }
  });

  test("a reduced pixel is the mean of those that it stands for", () => {
    const half = reduced(picture(4, 4, (x, y) => [x < 2 ? 0 : 200, y < 2 ? 0 : 100, 50]), 2, 2);
    assert.deepEqual(pixel(half, 0, 0), [0, 0, 50]);
    assert.deepEqual(pixel(half, 1, 1), [200, 100, 50]);
    const third = reduced(picture(3, 3, (x) => [x * 60, 0, 0]), 2, 2);
    assert.deepEqual([pixel(third, 0, 0)[0], pixel(third, 1, 1)[0]], [20, 100]);
    const odd = reduced(picture(1_001, 701, () => [9, 99, 199]), 640, 448);
    assert.ok(odd.data.every((value, i) => value === [9, 99, 199, 255][i % 4]));
  });

  test("a copy is legible by its short side or its area", () => {
    assert.equal(legibleScale(1_654, 2_339), 2_000 / 2_339);
    assert.equal(legibleScale(4_000, 3_000), 0.5);
    assert.equal(legibleScale(1_080, 6_000), 1);
    assert.equal(legibleScale(300, 200), 1);
    assert.ok(1_080 * 30_000 * legibleScale(1_080, 30_000) ** 2 <= 8_000_001);
  });

  test("white on nothing gets a dark ground, all else a white one", () => {
    const ground = (text) => groundFor(Uint8ClampedArray.from([0, 0, 0, 0, ...text, 255]));
    assert.ok(ground([255, 255, 255])[0] < 100);
    assert.deepEqual(ground([0, 0, 0]), [255, 255, 255]);
    assert.deepEqual(groundFor(Uint8ClampedArray.from([255, 255, 255, 255])), [255, 255, 255]);
    const half = { width: 1, height: 1, data: Uint8ClampedArray.from([0, 0, 0, 128]) };
    flattened(half, [255, 255, 255]);
    assert.deepEqual([...half.data], [127, 127, 127, 255]);
  });

  test("black boxes are black in the JPEG, and one grey pixel is seen", async () => {
    const jpeg = await moduleOf("jpeg");
    const boxes = [{ x: 0.31, y: 0.22, width: 0.3, height: 0.06 }, { x: 0.9, y: 0.9, width: 0.1, height: 0.1 }];
    const page = picture(333, 477, (x, y) => [(x * 7) % 256, (y * 11) % 256, (x * y) % 256]);
    paintBlack(page, boxes);
    const copy = await encodedJPEG(jpeg, page, 0.8);
    const opened = await PictureFile.open("jpeg", jpeg, copy);
    opened.page(0);
    const seen = opened.pixels(1);
    assert.ok(isBlack(seen, boxes));
    assert.ok(!isBlack(seen, [{ x: 0.5, y: 0.5, width: 0.1, height: 0.1 }]));
    seen.data[(Math.floor(0.25 * 477) * 333 + Math.floor(0.4 * 333)) * 4 + 1] = 1;
    assert.ok(!isBlack(seen, boxes));
  });
});

describe("decoders", () => {
  test("a HEIC comes out as its pixels, whole and halved", async () => {
    const file = await PictureFile.open("heif", await moduleOf("heif"), fixture("photo-gps.heic"));
    assert.equal(file.pageCount, 1);
    assert.deepEqual(file.page(0), { width: 320, height: 200, orientation: 1 });
    const half = file.pixels(2.7);
    assert.deepEqual([half.width, half.height], [160, 100]);
    const [red, green, blue] = pixel(half, 5, 5);
    assert.ok(red > 180 && green < 20 && blue < 20);
    assert.equal(file.page(1), null);
  });

  test("damaged files end in an error, in each place", async () => {
    for (const [family, name] of [["heif", "photo-gps.heic"], ["jpeg", "attestation-photo.jpg"]]) {
      const module = await moduleOf(family);
      const whole = fixture(name).slice(0, 60_000);
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
        for (const change of [(file) => file.fill(0xff, at, at + 9), (file) => file.subarray(0, at)]) {
          try {
            const file = await PictureFile.open(family, module, change(whole.slice()));
            if (file.page(0)) file.pixels(8);
          } catch (error) {
            assert.ok(error instanceof WebAssembly.RuntimeError || /unreadable|no memory/.test(error.message), String(error));
          }
        }
      }
    }
  });

  test("a TIFF that claims 60,000 x 60,000 is not decoded", async () => {
    // One strip of one byte.
    const entries = [[256, 4, 60_000], [257, 4, 60_000], [258, 3, 1], [259, 3, 1], [262, 3, 1], [273, 4, 8], [278, 4, 60_000], [279, 4, 1]];
    const file = new Uint8Array(16 + 2 + entries.length * 12 + 4);
    const view = new DataView(file.buffer);
    file.set(bytes("II*\0"));
    view.setUint32(4, 16, true);
    view.setUint16(16, entries.length, true);
    entries.forEach(([tag, type, value], i) => {
      view.setUint16(18 + i * 12, tag, true);
      view.setUint16(20 + i * 12, type, true);
      view.setUint32(22 + i * 12, 1, true);
      view.setUint32(26 + i * 12, value, true);
    });
    const opened = await PictureFile.open("tiff", await moduleOf("tiff"), file);
    assert.equal(opened.page(0), null);
  });
});

describe("what a file tells", () => {
  const telling = ["GPS", "Lampyre", "LampyreCanary", "NameCanary", "2026:01:14", "http://ns.adobe.com"];

  test("is taken out of a JPEG, which is turned as before and has the same pixels", async () => {
    const photo = fixture("attestation-photo.jpg");
    assert.equal(orientationOf(photo, "image/jpeg"), 6);
    const { bytes: clean, mayTell } = withoutTraces(photo, "image/jpeg");
    assert.equal(mayTell, false);
    for (const word of telling) assert.ok(!has(clean, word), word);
    assert.equal(orientationOf(clean, "image/jpeg"), 6);
    assert.deepEqual(imageSize(clean), imageSize(photo));
    const pixels = async (file) => {
      const opened = await PictureFile.open("jpeg", await moduleOf("jpeg"), file);
      opened.page(0);
      return opened.pixels(8);
    };
    assert.deepEqual(await pixels(clean), await pixels(photo));
    assert.deepEqual(withoutTraces(clean, "image/jpeg").bytes, clean);
  });

  test("is taken out of a HEIC, which has the same pixels", async () => {
    const photo = fixture("photo-gps.heic");
    const { bytes: clean, mayTell } = withoutTraces(photo, "image/heic");
    assert.equal(mayTell, false);
    assert.ok(has(photo, "NameCanary"));
    for (const word of telling.slice(1)) assert.ok(!has(clean, word), word);
    const pixels = async (file) => {
      const opened = await PictureFile.open("heif", await moduleOf("heif"), file);
      opened.page(0);
      return opened.pixels(1);
    };
    assert.deepEqual(await pixels(clean), await pixels(photo));
  });

  test("is taken out of a PDF's photos; a signed PDF stays, and that is said", () => {
    const photo = fixture("attestation-photo.jpg");
    const wrapped = (head) => Uint8Array.from([...bytes(head), ...photo.subarray(0, 30_000), ...bytes("\nendstream\n%%EOF\n")]);
    const { bytes: clean, mayTell } = withoutTraces(wrapped("%PDF-1.4\n"), "application/pdf");
    assert.equal(mayTell, false);
    assert.equal(clean.length, wrapped("%PDF-1.4\n").length);
    assert.ok(!has(clean, "Lampyre"));
    const signed = wrapped("%PDF-1.4\n/ByteRange [0 1 2 3]\n");
    assert.deepEqual(withoutTraces(signed, "application/pdf"), { bytes: signed, mayTell: true });
  });

  test("all that stands beside a PDF's photos is taken out, and then nothing is said of it", () => {
    const segment = (marker, text) => `\xff${String.fromCharCode(marker)}\0${String.fromCharCode(text.length + 2)}${text}`;
    const photo = "\xff\xd8" + segment(0xe0, "JFIF\0\x01\x01") + segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>50")
      + segment(0xed, "Photoshop 3.0\0Schaerbeek") + segment(0xfe, "de Lampyre") + segment(0xdb, "\0tables") + "\xff\xda\0\x02data\xff\xd9";
    const boxes = "\0\0\0\x0cjP  \r\n\x87\n" + box("ftyp", "jp2 ") + box("jp2c", "picture") + box("uuid", "u".repeat(16), "Lampyre") + box("xml ", "<Schaerbeek>");
    const stream = (filter, data) => `7 0 obj\n<< /Filter /${filter} >>\nstream\n${data}\nendstream\nendobj\n`;
    const file = bytes("%PDF-1.4\n" + stream("DCTDecode", photo) + stream("JPXDecode", boxes) + "%%EOF\n");
    const { bytes: clean, mayTell } = withoutTraces(file, "application/pdf");
    assert.equal(mayTell, false);
    assert.equal(clean.length, file.length);
    for (const word of ["Lampyre", "Schaerbeek", "GPS"]) assert.ok(!has(clean, word), word);
    for (const word of ["JFIF\0", "\0tables", "data\xff\xd9", "picture", "jp2 "]) assert.ok(has(clean, word), word);
    assert.equal(tells(clean, "application/pdf"), false);
  });

  /** A TIFF of one value each: what an entry of `tags` points at, or has in itself. */
  function tiff(directories) {
    const out = Buffer.alloc(2_000);
    out.write("MM\0*\0\0\0\x08", 0, "latin1");
    let [at, end] = [8, 1_000];
    directories.forEach((tags, n) => {
      const entries = Object.entries(tags);
      out.writeUInt16BE(entries.length, at);
      entries.forEach(([tag, value], i) => {
        const entry = at + 2 + i * 12;
        const text = typeof value === "string";
        out.writeUInt16BE(Number(tag), entry);
        out.writeUInt16BE(text ? 2 : 4, entry + 2);
        out.writeUInt32BE(text ? value.length : 1, entry + 4);
        out.writeUInt32BE(text ? end : value, entry + 8);
        if (text) end += out.write(value, end, "latin1");
      });
      const next = at + 2 + entries.length * 12;
      out.writeUInt32BE(n + 1 < directories.length ? next + 4 : 0, next);
      at = next + 4;
    });
    return new Uint8Array(out);
  }

  test("is taken out of a TIFF: what the picture does not need is not in it, whatever its number", () => {
    const page = { 256: 4, 257: 1, 259: 1, 262: 1, 273: 1_900, 277: 1, 278: 1, 279: 4 };
    const file = tiff([
      { ...page, 271: "Lampyre", 33550: "Schaerbeek", 36867: "2026:01:14", 42036: "42,8 mm", 42112: "<xml>", 65_000: "private" },
      { 254: 1, ...page, 33922: "tiepoints" },
    ]);
    file.set(bytes("dataLOST"), 1_900);
    const { bytes: clean, mayTell } = withoutTraces(file, "image/tiff");
    assert.equal(mayTell, false);
    for (const word of ["Lampyre", "Schaerbeek", "2026", "mm", "<xml>", "private", "tiepoints", "LOST"]) assert.ok(!has(clean, word), word);
    assert.ok(has(clean, "data"));
    assert.equal(new DataView(clean.buffer).getUint16(8), 8);
    assert.equal(tells(clean, "image/tiff"), false);
    assert.deepEqual(withoutTraces(clean, "image/tiff").bytes, clean);
    // A camera's own picture would be lost with what it wrote beside it.
    for (const raw of [{ ...page, 50706: 1 }, { ...page, 259: 34_713 }, { ...page, 262: 32_803 }, { 256: 4, 257: 1, 273: 1_900 }]) {
      assert.deepEqual(withoutTraces(tiff([raw]), "image/tiff"), { bytes: tiff([raw]), mayTell: true });
    }
  });

  test("a TIFF of many pages keeps all of them; directories that lie over one another end", () => {
    const count = 1_500;
    const out = Buffer.alloc(8 + count * 42 + 4);
    out.write("MM\0*\0\0\0\x08", 0, "latin1");
    for (let i = 0, at = 8; i < count; i += 1, at += 42) {
      out.writeUInt16BE(3, at);
      [[256, i + 1], [273, out.length - 4], [279, 4]].forEach(([tag, value], n) => {
        out.writeUInt16BE(tag, at + 2 + n * 12);
        out.writeUInt16BE(4, at + 4 + n * 12);
        out.writeUInt32BE(1, at + 6 + n * 12);
        out.writeUInt32BE(value, at + 10 + n * 12);
      });
      out.writeUInt32BE(i + 1 < count ? at + 42 : 0, at + 38);
    }
    const file = new Uint8Array(out);
    assert.deepEqual(withoutTraces(file, "image/tiff"), { bytes: file, mayTell: false });
    // Each of 60,000 entries, and each begins four bytes behind the last one.
    const over = Buffer.alloc(1_000_000, 0);
    over.write("MM\0*\0\0\0\x08", 0, "latin1");
    for (let at = 8; at < 100_000; at += 4) {
      over.writeUInt16BE(60_000, at);
      over.writeUInt32BE(at + 4, at + 2 + 60_000 * 12);
    }
    assert.equal(withoutTraces(new Uint8Array(over), "image/tiff").mayTell, true);
  });

  test("what a PDF packs, encrypts or writes of a place is said", () => {
    const stream = (dictionary) => `7 0 obj\n<< ${dictionary} >>\nstream\nx\nendstream\nendobj`;
    for (const told of [
      "/Filter [/FlateDecode /DCTDecode]", "/Filter[/ASCII85Decode/JPXDecode]", "trailer << /Encrypt 9 0 R >>", "<exif:GPSLatitude>50,51N",
      stream("/Type /Metadata /Subtype /XML /Filter /FlateDecode /Length 1"), stream("/Filter/FlateDecode/Type/EmbeddedFile/Length 1"),
    ])
      assert.equal(withoutTraces(bytes(`%PDF-1.4\n${told}\n`), "application/pdf").mayTell, true, told);
    for (const silent of [
      "/Filter /DCTDecode", "/Filter [/DCTDecode]", "/Filter /FlateDecode", stream("/Type /Metadata /Subtype /XML /Length 1"),
      `1 0 obj\n<< /Type /Catalog /Metadata 7 0 R >>\nendobj\n${stream("/Filter /FlateDecode /Length 1")}`, stream("/Type /EmbeddedFile"),
    ])
      assert.equal(withoutTraces(bytes(`%PDF-1.4\n${silent}\n`), "application/pdf").mayTell, false, silent);
  });

  test("the film beside a HEIC is said; a list of places that repeats itself ends", () => {
    const head = box("ftyp", "heic\0\0\0\0heic");
    const whole = bytes(head + box("meta", "\0\0\0\0") + box("mdat", "pixels"));
    assert.deepEqual(withoutTraces(whole, "image/heic"), { bytes: whole, mayTell: false });
    assert.equal(withoutTraces(bytes(head + box("meta", "\0\0\0\0") + box("mpvd", "moov")), "image/heic").mayTell, true);
    const items = "\0\0\xff\xff";
    const list = box("iloc", "\0\0\0\0\0\0\0\x03", ("\0\x01\0\0" + items.slice(2)).repeat(3));
    assert.equal(withoutTraces(bytes(head + box("meta", "\0\0\0\0", list)), "image/heic").mayTell, true);
  });

  test("what is cut or of no form stays as it is, and that is said", () => {
    for (const [type, file] of [["image/png", "\x89PNG\r\n\x1a\n\0\0\xff\xff"], ["image/tiff", "II*\0\xff\xff\xff\x0f"], ["image/heic", "\0\0\0\x08ftyp\0\0\0\x02meta"]])
      assert.deepEqual(withoutTraces(bytes(file), type), { bytes: bytes(file), mayTell: true });
  });
});
