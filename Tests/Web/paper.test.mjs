// A photo of a paper without a browser: photos are made here, by a lens before a sheet that lies in a known place.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { foundCorners, searchSide } from "../../Sources/WebApp/site/holder/paper-corners.js";
import { withContrast } from "../../Sources/WebApp/site/holder/paper-contrast.js";
import { isFourSided, paperSize, seenFrom, straightened } from "../../Sources/WebApp/site/holder/paper-warp.js";
import { PictureFile } from "../../Sources/WebApp/site/common/picture-modules.js";
import { reduced, turnedUpright } from "../../Sources/WebApp/site/common/pixels.js";

const a4 = { width: 210, height: 297 };
const card = { width: 85.6, height: 54 };

/** The same numbers each time. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A sheet before a lens: where its corners are on a photo, and which place of the sheet a pixel shows. */
function lens(photo, sheet, { fill = 0.75, tilt = 0, sway = 0, roll = 0, right = 0, down = 0 } = {}) {
  const focus = 0.78 * Math.max(photo.width, photo.height);
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const [ct, st, cs, ss] = [Math.cos(radians(tilt)), Math.sin(radians(tilt)), Math.cos(radians(sway)), Math.sin(radians(sway))];
  const [cr, sr] = [Math.cos(radians(roll)), Math.sin(radians(roll))];
  // Columns: where the sheet's right, its bottom and its back point to.
  const turned = ([x, y, z]) => {
    [x, y] = [cr * x - sr * y, sr * x + cr * y];
    [y, z] = [ct * y - st * z, st * y + ct * z];
    return [cs * x + ss * z, y, -ss * x + cs * z];
  };
  const distance = (focus * Math.max(sheet.width / photo.width, sheet.height / photo.height)) / fill;
  const [across, along, back] = [turned([1, 0, 0]), turned([0, 1, 0]), turned([0, 0, 1])];
  const middle = [right * distance, down * distance, distance];
  const seen = ([u, v]) => {
    const [x, y, z] = [0, 1, 2].map((i) => middle[i] + across[i] * (u - 0.5) * sheet.width + along[i] * (v - 0.5) * sheet.height);
    return { x: (photo.width / 2 + (focus * x) / z) / photo.width, y: (photo.height / 2 + (focus * y) / z) / photo.height };
  };
  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const shows = (x, y) => {
    const ray = [(x + 0.5 - photo.width / 2) / focus, (y + 0.5 - photo.height / 2) / focus, 1];
    const far = dot(middle, back) / dot(ray, back);
    const from = ray.map((value, i) => value * far - middle[i]);
    return [dot(from, across) / sheet.width + 0.5, dot(from, along) / sheet.height + 0.5];
  };
  return { corners: [[0, 0], [1, 0], [1, 1], [0, 1]].map(seen), shows };
}

const isOn = ([u, v]) => u >= 0 && u < 1 && v >= 0 && v < 1;
/** Lines of writing, within margins. */
const isInk = ([u, v]) => u > 0.1 && u < 0.9 && v > 0.1 && v < 0.85 && (v * 40) % 1 < 0.4 && Math.sin(u * 400) + Math.sin(u * 131 + Math.floor(v * 40)) > 0.2;

/** A photo: its background, sheets upon it, light, and the noise of the sensor. */
function photo(size, { seed = 1, ground, sheets = [], light = () => 1, noise = 6 }) {
  const random = numbers(seed);
  const data = new Uint8ClampedArray(size.width * size.height * 4);
  for (let y = 0, at = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1, at += 4) {
      let colour = ground(x, y, random);
      for (const { shows, paint } of sheets) {
        const place = shows(x, y);
        if (isOn(place)) colour = paint(place, x, y);
      }
      const bright = light(x / size.width, y / size.height);
      for (let i = 0; i < 3; i += 1) data[at + i] = colour[i] * bright + (random() - 0.5) * 2 * noise;
      data[at + 3] = 255;
    }
  }
  return { ...size, data };
}

const paper = (place) => (isInk(place) ? [40, 40, 45] : [238, 236, 230]);
const wood = (x, y) => {
  const grain = 14 * Math.sin(y / 3 + 2 * Math.sin(x / 40)) + 8 * Math.sin(y / 11);
  return [128 + grain, 88 + grain, 55 + grain];
};
const cloth = (x, y, random) => (((x >> 2) + (y >> 2)) % 2 ? [70, 75, 95] : [50, 52, 70]).map((value) => value + 30 * random());
const upright = { width: 300, height: searchSide };
const lying = { width: searchSide, height: 300 };
const sheet = (size, pose, what = a4, paint = paper) => ({ ...lens(size, what, pose), paint });

function assertFound(found, corners, message, most = 0.02) {
  assert.ok(found, `${message}: nothing found`);
  for (const [i, { x, y }] of corners.entries()) {
    const away = Math.hypot(found[i].x - x, found[i].y - y);
    assert.ok(away < most, `${message}: corner ${i} is ${(away * 100).toFixed(1)} % away`);
  }
}

describe("the corners of a paper", () => {
  for (const [name, size, pose, more] of [
    ["lies straight", upright, {}],
    ["leans back", upright, { tilt: 28, fill: 0.7 }],
    ["leans to the side", upright, { sway: 25, fill: 0.7 }],
    ["is turned a little", upright, { roll: 12, fill: 0.7 }],
    ["leans, sways and is turned", upright, { tilt: -20, sway: 15, roll: -9, fill: 0.65, right: 0.03 }],
    ["lies on a photo that lies", lying, { tilt: 20, fill: 0.85 }],
    ["is in half a shadow", upright, { tilt: 10 }, { light: (x, y) => (x + y > 1.1 ? 0.55 : 1) }],
    ["is dim at one end", upright, { roll: 4 }, { light: (x, y) => 1 - 0.5 * y }],
    ["is on a cloth of squares", upright, { roll: -7, tilt: 8 }, { ground: cloth }],
    ["is seen by a poor lens at night", upright, { roll: 5 }, { light: () => 0.4, noise: 16 }],
  ])
    test(`are found where it ${name}`, () => {
      const lies = sheet(size, pose);
      assertFound(foundCorners(photo(size, { ground: wood, sheets: [lies], ...more })), lies.corners, name);
    });

  test("of a card are found, and with a thumb on its edge", () => {
    const lies = sheet(lying, { fill: 0.7, tilt: 12, roll: 3 }, card, ([u, v]) => (u > 0.06 && u < 0.3 && v > 0.3 && v < 0.8 ? [120, 90, 80] : [215, 228, 236]));
    const thumb = { shows: (x, y) => (Math.hypot((x - 205) / 24, (y - 265) / 60) < 1 ? [0.5, 0.5] : [2, 2]), paint: () => [190, 130, 105] };
    assertFound(foundCorners(photo(lying, { ground: cloth, sheets: [lies] })), lies.corners, "a card");
    assertFound(foundCorners(photo(lying, { ground: cloth, sheets: [lies, thumb] })), lies.corners, "a card in a hand");
  });

  test("of the photo among the fixtures are those that it was made with", async () => {
    const root = new URL("../../", import.meta.url);
    const jpeg = await WebAssembly.compile(readFileSync(new URL(".build/wasm/jpeg.wasm", root)));
    const file = await PictureFile.open("jpeg", jpeg, new Uint8Array(readFileSync(new URL("Tests/Fixtures/attestation-photo.jpg", root))));
    file.page(0);
    const small = reduced(turnedUpright(file.pixels(8), 6), 300, 400);
    const made = [[372, 318], [2712, 214], [2868, 3702], [196, 3640]].map(([x, y]) => ({ x: x / 3000, y: y / 4000 }));
    assertFound(foundCorners(small), made, "the attestation", 0.005);
  });

  const white = () => [238, 236, 230];
  const nothing = {
    "nothing but noise": { ground: (x, y, random) => [255, 255, 255].map(() => 255 * random()) },
    "one colour": { ground: () => [200, 190, 180] },
    "a light that fades": { ground: (x, y) => [60 + y / 3, 60 + y / 3, 70 + y / 3] },
    "a page that fills it, with a printed frame": { ground: (x, y) =>
      (x > 50 && x < 250 && y > 60 && y < 340 && !(x > 53 && x < 247 && y > 63 && y < 337) ? [30, 30, 30] : white()) },
    "a page that fills it, with a dark block and a box in it": { ground: (x, y) =>
      (x < 40 || x > 260 || y < 60 || y > 340 ? white() : x < 70 || x > 230 || y < 100 || y > 300 ? [60, 60, 90] : white()) },
    "a page of writing that fills it": { ground: (x, y) => paper([x / 300, y / 400]) },
    "two papers": { ground: wood, sheets: [
      sheet(upright, { fill: 0.42, down: -0.28 }, card), sheet(upright, { fill: 0.42, down: 0.05, right: 0.02 }, card)], size: upright },
    "a paper that goes beyond two of its edges": { ground: wood, sheets: [sheet(upright, { fill: 0.95, right: 0.2, down: 0.25 })] },
    "white paper on a white table": { ground: () => [236, 235, 230], sheets: [sheet(upright, {})] },
    "a round plate": { ground: (x, y) => (Math.hypot(x - 150, y - 200) < 120 ? [240, 240, 238] : [70, 60, 50]) },
    "a light triangle": { ground: (x, y) => (y > 60 && y < 340 && Math.abs(x - 150) < (y - 60) / 2.2 ? [240, 240, 238] : [70, 60, 50]) },
  };
  for (const [name, scene] of Object.entries(nothing))
    test(`are not found in ${name}`, () => assert.equal(foundCorners(photo(upright, scene)), null));

  test("are looked for in pictures of any size", () => {
    for (const size of [{ width: 1, height: 1 }, { width: 400, height: 1 }, { width: 2, height: 400 }, { width: 400, height: 12 }]) {
      assert.equal(foundCorners(photo(size, { ground: (x) => [x % 256, 9, 200] })), null);
    }
  });
});

describe("a paper seen from above", () => {
  test("has the proportions that it has, and its writing where it is", () => {
    for (const [what, pose] of [[a4, { tilt: 30, fill: 0.8 }], [a4, { sway: 20, tilt: -15, roll: 5 }], [a4, {}], [card, { tilt: 25, fill: 0.7 }]]) {
      const size = { width: 600, height: 800 };
      const lies = sheet(size, pose, what, ([u, v]) => (Math.abs(u - 0.25) < 0.03 && Math.abs(v - 0.75) < 0.03 ? [200, 0, 0] : white()));
      const shot = photo(size, { ground: wood, sheets: [lies], noise: 0 });
      const corners = lies.corners.map(({ x, y }) => ({ x: x * 600, y: y * 800 }));
      const { width, height } = paperSize(corners, size);
      const [is, seen] = [what.width / what.height, width / height];
      assert.ok(Math.abs(seen / is - 1) < 0.03, `${JSON.stringify(pose)}: ${seen} and not ${is}`);
      const made = straightened(shot, corners, Math.round(width), Math.round(height));
      const at = (u, v) => [...made.data.slice((Math.floor(v * made.height) * made.width + Math.floor(u * made.width)) * 4)].slice(0, 3);
      assert.deepEqual(at(0.25, 0.75), [200, 0, 0]);
      for (const [u, v] of [[0.02, 0.02], [0.98, 0.02], [0.98, 0.98], [0.02, 0.98], [0.31, 0.75], [0.25, 0.69]]) assert.deepEqual(at(u, v), white());
    }
  });

  test("of four corners that go round once, and of no others", () => {
    const [a, b, c, d] = [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }, { x: 0, y: 1 }];
    assert.ok(isFourSided([a, b, c, d]));
    for (const bad of [[a, c, b, d], [d, c, b, a], [a, b, { x: 0.1, y: 0.1 }, d], [a, b, c, a], [a, a, a, a]]) assert.ok(!isFourSided(bad));
  });

  test("of a pixel or a whole picture", () => {
    const shot = photo({ width: 7, height: 5 }, { ground: (x, y) => [x * 30, y * 40, 9], noise: 0 });
    const whole = [{ x: 0, y: 0 }, { x: 7, y: 0 }, { x: 7, y: 5 }, { x: 0, y: 5 }];
    assert.deepEqual(straightened(shot, whole, 7, 5), shot);
    const one = photo({ width: 1, height: 1 }, { ground: () => [9, 8, 7], noise: 0 });
    assert.deepEqual([...straightened(one, [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }, { x: 0, y: 1 }], 1, 1).data], [9, 8, 7, 255]);
  });

  const white = () => [238, 236, 230];
});

describe("more contrast", () => {
  test("makes a paper in a shadow white, its writing dark, and leaves a dark picture dark", () => {
    const size = { width: 420, height: 594 };
    const isPicture = (x, y) => x > 270 && x < 400 && y > 430 && y < 570;
    const shot = photo(size, {
      ground: (x, y) => (isPicture(x, y) ? [60, 50, 45] : (y % 24) < 4 && (x % 9) < 5 ? [95, 95, 100] : [225, 218, 200]),
      light: (x, y) => 1 - 0.5 * x * y, noise: 4 });
    withContrast(shot);
    const at = (x, y) => shot.data[(y * size.width + x) * 4 + 1];
    for (const [x, y] of [[10, 14], [410, 14], [10, 584], [240, 300], [240, 590], [413, 400]]) assert.ok(at(x, y) > 230, `paper at ${x}, ${y}: ${at(x, y)}`);
    for (const [x, y] of [[11, 26], [380, 50], [11, 578]]) assert.ok(at(x, y) < 70, `writing at ${x}, ${y}: ${at(x, y)}`);
    for (const [x, y] of [[335, 500], [300, 540]]) assert.ok(at(x, y) < 110, `the picture at ${x}, ${y}: ${at(x, y)}`);
  });

  test("of pictures of any size", () => {
    for (const [width, height] of [[1, 1], [1, 500], [500, 1], [9, 9]]) {
      const shot = photo({ width, height }, { ground: () => [0, 0, 0], noise: 0 });
      withContrast(shot);
      assert.equal(shot.data[3], 255);
    }
  });
});
