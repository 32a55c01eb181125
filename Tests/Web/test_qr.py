"""QR codes read in the holder's page: at a camera, in a picture, by a scanner that types."""

import base64
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import qr_codes
from support import (
    CHROMIUM, PHOTO, ROOT, STORY, Browser, Server, Wallet, WebTest, built_site, expect, needs, until)

CARD = "CMFRGGZDFMZTWQ2LKNNWG23TPOI"
SHARE = "STYPG00010PCTGMMFYJHHFYXX0M0V9JGY9MNADHYVP2NEFVAYXSNGGPV8YBN3XDYBFB"
START = """async () => {
  const { readAtCamera } = await import("/app/qr-reader.js");
  const video = document.createElement("video");
  document.body.append(video);
  window.video = video;
  window.read = [];
  window.stopReading = await readAtCamera(video, (text) => window.read.push(text), (error) => {
    window.lost = error.code;
  });
  window.track = video.srcObject.getTracks()[0];
}"""
FAILS = """async () => {
  const { readAtCamera } = await import("/app/qr-reader.js");
  try {
    await readAtCamera(document.createElement("video"), () => {}, () => {});
  } catch (error) {
    return error.code;
  }
}"""
PICTURE = """async (text) => {
  const { readInPicture } = await import("/app/qr-reader.js");
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  try {
    return await readInPicture(new Blob([bytes]));
  } catch (error) {
    return `error ${error.code}`;
  }
}"""
LISTEN = """async () => {
  const { listenToScanner } = await import("/app/qr-reader.js");
  window.read = [];
  window.stopListening = listenToScanner((text) => window.read.push(text));
}"""


def sent(content):
    return base64.b64encode(content).decode()


class Case(WebTest):
    def open(self, **options):
        context, watched = self.profile(**options)
        page = context.new_page()
        page.goto(self.url)
        return page, watched


@needs("convert")
class AtACamera(Case):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="pde-qr-")))
        frames = []
        for number, text in enumerate((None, CARD, SHARE)):
            frame = cls.base / f"{number}.pgm"
            if text is None:
                subprocess.run(["convert", "-size", "640x480", "xc:#999", "-depth", "8", frame],
                               check=True)
            else:
                clean = qr_codes.picture(text, cls.base / "clean.pgm")
                qr_codes.photograph(clean, frame)
            frames += [frame] * 12
        film = qr_codes.video(frames, cls.base / "film.y4m")
        cls.server = cls.enterClassContext(Server())
        cls.browser = cls.enterClassContext(Browser(
            "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}",
            program=CHROMIUM))

    def test_each_code_before_the_camera_is_read(self):
        page, watched = self.open(permissions=["camera"])
        page.evaluate(START)
        until(lambda: set(page.evaluate("window.read")) >= {CARD, SHARE}, 120, "both codes")
        self.assertEqual(set(page.evaluate("window.read")), {CARD, SHARE})
        page.evaluate("window.stopReading()")
        self.assertQuiet(watched)

    def test_stopping_releases_the_camera_and_drops_what_was_seen(self):
        page, _ = self.open(permissions=["camera"])
        # Playwright hears of workers only while it waits.
        until(lambda: page.wait_for_timeout(50) or page.workers, 120, "the core's own worker")
        before = len(page.workers)
        page.evaluate(START)
        until(lambda: page.evaluate("window.read.length"), 120, "a code")
        self.assertEqual(page.evaluate("window.track.readyState"), "live")
        self.assertEqual(len(page.workers), before + 1)
        count = page.evaluate("{ window.stopReading(); window.stopReading(); window.read.length }")
        self.assertEqual(page.evaluate("[window.track.readyState, window.video.srcObject]"),
                         ["ended", None])
        until(lambda: page.wait_for_timeout(50) or len(page.workers) == before, 120,
              "the worker ends")
        page.wait_for_timeout(1500)
        self.assertEqual(page.evaluate("window.read.length"), count)

    def test_where_nothing_looks_at_it_the_camera_is_let_go_and_that_is_told(self):
        page, _ = self.open(permissions=["camera"])
        page.context.route("**/app/qr.wasm", lambda route: route.abort())
        page.evaluate(START)
        until(lambda: page.evaluate("window.lost"), 120, "it is told")
        self.assertEqual(page.evaluate("[window.lost, window.track.readyState]"), ["unreachable", "ended"])

    def test_a_refusal_is_told_from_no_camera(self):
        page, _ = self.open()
        self.assertEqual(page.evaluate(FAILS), "cameraRefused")


@needs("convert")
class AtTheReadersPage(Case):
    """A sheet before the camera of a PC."""

    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="pde-qr-")))
        cls.server = cls.enterClassContext(Server())
        wallet = Wallet(cls.server.url)
        [story] = wallet.add(STORY)
        cls.grant = wallet.share(story, options=["--for", "24h", "--purpose", "Guichet 3"])
        frames = []
        for number, text in enumerate((CARD, cls.grant["link"])):
            frame = cls.base / f"{number}.pgm"
            qr_codes.photograph(qr_codes.picture(text, cls.base / "clean.pgm"), frame)
            frames += [frame] * 30
        film = qr_codes.video(frames, cls.base / "film.y4m")
        cls.browser = cls.enterClassContext(Browser(
            "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}",
            program=CHROMIUM))
        cls.texts = json.loads((ROOT / "Sources/WebApp/site/reader/messages/fr.json").read_text())

    def start(self, **options):
        context, watched = self.profile(**options)
        page = context.new_page()
        page.goto(self.url + "/G")
        page.get_by_role("button", name=self.texts["camera.start"]).click()
        return page, watched

    def test_a_sheet_is_read_and_another_code_is_told_from_it(self):
        page, watched = self.start(permissions=["camera"])
        expect(page.get_by_text(self.texts["camera.other"])).to_be_visible()
        expect(page.get_by_text("Guichet 3")).to_be_visible()
        self.assertEqual(page.url, self.url + "/G")
        # The camera is let go, and what looked is gone.
        expect(page.locator("video")).to_have_count(0)
        self.assertNotIn(self.grant["link"][-26:], page.content())
        self.assertQuiet(watched, "was preloaded")

    def test_it_is_stopped_by_a_press(self):
        page, _ = self.start(permissions=["camera"])
        expect(page.locator("video")).to_be_visible()
        track = "Boolean(window.track = document.querySelector('video')?.srcObject?.getTracks()[0])"
        until(lambda: page.evaluate(track), 120, "the camera runs")
        page.get_by_role("button", name=self.texts["camera.stop"]).click()
        expect(page.get_by_role("button", name=self.texts["camera.start"])).to_be_visible()
        until(lambda: page.evaluate("window.track.readyState === 'ended'"), 120, "it is let go")

    def test_where_it_is_refused_that_is_said_and_the_field_stays(self):
        page, _ = self.start()
        expect(page.get_by_text(self.texts["camera.refused"])).to_be_visible()
        field = page.get_by_label(self.texts["type.label"])
        field.fill(self.grant["link"])
        field.press("Enter")
        expect(page.get_by_text("Guichet 3")).to_be_visible()

    def test_what_looks_at_it_may_not_come(self):
        context, _ = self.profile(permissions=["camera"])
        context.route("**/g/qr-camera.js", lambda route: route.abort())
        page = context.new_page()
        page.goto(self.url + "/G")
        page.get_by_role("button", name=self.texts["camera.start"]).click()
        expect(page.get_by_text(self.texts["problem.unreachable"])).to_be_visible()


class WithoutACamera(Case):
    def test_there_is_none(self):
        page, _ = self.open(permissions=["camera"])
        self.assertEqual(page.evaluate(FAILS), "noCamera")


@needs("convert")
class InAPicture(Case):
    def picture(self, source, *options, kind="png"):
        target = self.folder / f"picture.{kind}"
        subprocess.run(["convert", source, *options, target], check=True)
        return sent(target.read_bytes())

    def test_pictures_are_read_large_and_small_turned_and_unsharp(self):
        page, watched = self.open()
        for text in (CARD, SHARE):
            clean = qr_codes.picture(text, self.folder / "clean.pgm", scale=12)
            for name, options in {
                "clean": [], "quarter": ["-rotate", "90"], "upside down": ["-rotate", "180"],
                "tilted": ["-background", "white", "-rotate", "23"],
                "small": ["-resize", "160x160"],
                "unsharp": ["-blur", "0x4"],
                "a large page with noise": [
                    "-gravity", "center", "-background", "#ddd", "-extent", "1800x2400", "-blur", "0x2",
                    "-seed", "5", "-attenuate", "0.5", "+noise", "Gaussian"],
                "pale": ["+level", "40%,70%"],
                "on glass": ["-transparent", "white"],
            }.items():
                with self.subTest(text=text[0], damage=name):
                    kind = "jpg" if "noise" in name else "png"
                    content = self.picture(clean, *options, kind=kind)
                    self.assertEqual(page.evaluate(PICTURE, content), text)
        self.assertQuiet(watched)

    def test_what_has_no_code_or_is_no_picture_says_so(self):
        page, _ = self.open()
        self.assertEqual(page.evaluate(PICTURE, sent(PHOTO.read_bytes())), "error unreadable")
        for content in (b"", b"123", b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
            self.assertEqual(page.evaluate(PICTURE, sent(content)), "error unreadable")
        white = self.picture("xc:white", "-resize", "1x1!")
        self.assertEqual(page.evaluate(PICTURE, white), "error unreadable")

    def test_what_nothing_looked_at_is_not_called_unreadable(self):
        page, _ = self.open()
        picture = self.picture(qr_codes.picture(CARD, self.folder / "clean.pgm"))
        for missing in ("qr-worker.js", "qr.wasm"):
            page.context.route(f"**/app/{missing}", lambda route: route.abort())
            self.assertEqual(page.evaluate(PICTURE, picture), "error unreachable")
            page.context.unroute(f"**/app/{missing}")
        self.assertEqual(page.evaluate(PICTURE, picture), CARD)

    def test_another_programs_code_is_given_as_it_is(self):
        """Whose it is, who asked decides: by its form."""
        page, _ = self.open()
        clean = qr_codes.picture("https://example.net/?a=1", self.folder / "clean.pgm")
        self.assertEqual(page.evaluate(PICTURE, self.picture(clean)), "https://example.net/?a=1")
        kinds = page.evaluate("""async (texts) => {
          const { kindOf } = await import("/app/qr-reader.js");
          return texts.map(kindOf);
        }""", [CARD, SHARE, CARD.lower(), CARD + "A", SHARE[:-1] + "U", "https://example.net/", ""])
        self.assertEqual(kinds, ["card", "share", None, None, None, None, None])


class ByAScanner(Case):
    def setUp(self):
        super().setUp()
        self.page, _ = self.open()
        self.page.evaluate(LISTEN)

    def press(self, text, gap=5, azerty=False):
        """Keys with times of their own: no test waits for a clock."""
        self.page.evaluate("""([text, gap, azerty, start]) => {
          const shown = { A: "q", Q: "a", W: "z", Z: "w", M: ",", 1: "&", 2: "é", 3: "\\"", 4: "'",
            5: "(", 6: "§", 7: "è", 8: "!", 9: "ç", 0: "à" };
          let time = start;
          for (const character of [...text, "Enter"]) {
            const code = character === "Enter" ? "Enter"
              : /[0-9]/.test(character) ? `Digit${character}` : `Key${character}`;
            const key = azerty ? shown[character] ?? character.toLowerCase() : character;
            const event = new KeyboardEvent("keydown", {
              key: character === "Enter" ? "Enter" : key, code, bubbles: true, cancelable: true });
            Object.defineProperty(event, "timeStamp", { value: time += gap });
            document.body.dispatchEvent(event);
            window.wasTaken = event.defaultPrevented;
          }
        }""", [text, gap, azerty, self.page.evaluate("(window.clock = (window.clock ?? 0) + 100000)")])
        return self.page.evaluate("[window.read.splice(0), window.wasTaken]")

    def test_what_a_scanner_types_is_read_whatever_the_keyboard(self):
        for text in (CARD, SHARE):
            self.assertEqual(self.press(text), [[text], True])
            self.assertEqual(self.press(text, azerty=True), [[text], True])

    def test_what_a_person_types_is_left_alone(self):
        self.assertEqual(self.press(CARD, gap=140), [[], False])
        self.assertEqual(self.press("ABC"), [[], False])
        self.assertEqual(self.press("X" * 27), [[], False])

    def test_after_the_end_nothing_is_read(self):
        self.page.evaluate("window.stopListening()")
        self.assertEqual(self.press(CARD), [[], False])


class OnTheSites(WebTest):
    def test_a_first_visit_does_not_load_it(self):
        context, watched = self.profile()
        page = context.new_page()
        for address in (self.url, self.url + "/G"):
            page.goto(address)
            page.wait_for_load_state("networkidle")
        loaded = {path.rsplit("/", 1)[-1] for path in watched.paths()}
        self.assertFalse(loaded & {"qr.wasm", "qr-reader.js", "qr-camera.js", "qr-worker.js", "sheets.js"})
        names = {
            site: {pathlib.PurePosixPath(file["path"]).name for file in json.loads(
                (built_site() / folder / "hashes.json").read_text())["files"]}
            for site, folder in (("holder", "holder/app"), ("reader", "reader/g"))}
        self.assertLessEqual({"qr.wasm", "qr-reader.js", "qr.copyright.txt"}, names["holder"])
        # What reads cards and shares is the holder's.
        self.assertEqual({name for name in names["reader"] if re.match("qr[^.]*[.](js|wasm|copyright.txt)$|sheets", name)},
                         {"qr.wasm", "qr-camera.js", "qr-worker.js", "qr.copyright.txt"})
        for folder in ("holder/app", "reader/g"):
            licence = (built_site() / folder / "qr.copyright.txt").read_text()
            self.assertIn("GNU LESSER GENERAL PUBLIC LICENSE", licence)
            self.assertIn("Jeff Brown", licence)


if __name__ == "__main__":
    unittest.main()
