"""A screen that is heard: by the site's own voice where the machine has none, never by a distant one."""

from engines import Firefox, WebKit
from holder import Holder, HolderTest
from support import expect

# In the page, before anything of it. What is played and what a worker is told is written down.
NOTED = """
  window.voiced = [];
  window.toSay = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...when) {
    const samples = this.buffer.getChannelData(0);
    const loudness = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
    window.voiced.push({loudness, seconds: this.buffer.duration, rate: this.buffer.sampleRate});
    window.playing = this.context;
    return start.apply(this, when);
  };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.language) window.toSay.push(message);
    return post.call(this, message, ...rest);
  };
"""
NO_VOICE = "Object.defineProperty(window, 'speechSynthesis', {value: undefined});" + NOTED
# A machine with voices; that of `local` stays on it.
VOICES = NOTED + """
  window.said = [];
  const voices = ["fr-FR", "nl-NL", "en-GB"].flatMap((lang) => [
    {lang, localService: false, name: "distant"}, {lang, localService: %s, name: "here"}]);
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => voices, pause() {}, resume() {},
    cancel() { window.said.push({cancelled: true}); },
    speak(one) { window.said.push({text: one.text, voice: one.voice.name, lang: one.lang}); one.onstart?.(); },
  }});
"""


class ListenTest(HolderTest):
    def begin(self, language="fr", script=NO_VOICE):
        context, watched = self.profile(locale=f"{language}-BE")
        context.add_init_script(script)
        holder = Holder(context, self.url, language)
        holder.arrive()
        return holder, watched

    def bar(self, holder, key):
        return holder.button(key, holder.page.locator(".bar"))

    def listen(self, holder):
        holder.page.evaluate("() => { window.voiced = []; window.toSay = []; }")
        self.bar(holder, "listen.button").click()

    def heard(self, holder, count=1):
        holder.page.wait_for_function("(count) => window.voiced.length >= count", arg=count)
        return holder.page.evaluate("window.voiced")

    def asked(self, holder):
        return holder.page.evaluate("window.toSay")

    def check(self, language):
        holder, watched = self.begin(language)
        self.assertFalse([path for path in watched.paths() if "voice" in path])
        self.listen(holder)
        first, second = self.heard(holder, 2)[:2]
        for sound in (first, second):
            self.assertGreater(sound["loudness"], 0.01)
            self.assertGreater(sound["seconds"], 0.3)
            self.assertEqual(sound["rate"], 22050)
        self.assertEqual(holder.page.evaluate("window.playing.state"), "running")
        asked = self.asked(holder)
        self.assertEqual({one["language"] for one in asked}, {language})
        self.assertIn(asked[0]["text"], holder.main.locator("h1").inner_text())
        expect(holder.page.locator(".read-now")).to_have_count(1)

        self.bar(holder, "listen.pause").click()
        holder.page.wait_for_function("() => window.playing.state === 'suspended'")
        expect(self.bar(holder, "listen.on")).to_be_focused()
        self.bar(holder, "listen.on").click()
        holder.page.wait_for_function("() => window.playing.state === 'running'")
        self.bar(holder, "listen.stop").click()
        holder.page.wait_for_function("() => window.playing.state === 'closed'")
        expect(self.bar(holder, "listen.button")).to_be_focused()
        expect(holder.page.locator(".read-now")).to_have_count(0)

        # Another screen has other texts; who leaves it hears no more.
        holder.press("start.help")
        holder.on("help")
        self.listen(holder)
        self.assertGreater(self.heard(holder)[0]["loudness"], 0.01)
        shown = " ".join(holder.main.inner_text().split())
        for one in self.asked(holder):
            self.assertIn(one["text"], shown)
        holder.press("back")
        holder.page.wait_for_function("() => window.playing.state === 'closed'")
        expect(self.bar(holder, "listen.button")).to_be_visible()
        self.assertQuiet(watched)
        return watched.paths()


class Listening(ListenTest):
    def check(self, language):
        self.assertEqual(super().check(language).count("/app/voice.wasm"), 2)  # once for each reading

    def test_in_french(self):
        self.check("fr")

    def test_in_dutch(self):
        self.check("nl")

    def test_in_english(self):
        self.check("en")


class ListeningInFirefox(ListenTest):
    """Without a display it finds nothing to play on: what was made is not heard, which is said."""

    engine = Firefox

    def test_in_french(self):
        holder, watched = self.begin("fr")
        self.listen(holder)
        self.assertGreater(self.heard(holder)[0]["loudness"], 0.01)
        expect(holder.page.get_by_role("alert")).to_have_text(holder.text("error.noVoice"))
        expect(self.bar(holder, "listen.button")).to_be_visible()
        self.assertQuiet(watched)


class ListeningInWebKit(ListenTest):
    engine = WebKit

    def test_in_french(self):
        self.check("fr")


class Spoken(ListenTest):
    def test_the_words_of_a_wallet_are_said_only_where_somebody_asks_for_them(self):
        holder, watched = self.begin(script=VOICES % "true")
        words = holder.new_phrase()
        self.bar(holder, "listen.button").click()
        said = " ".join(one.get("text", "") for one in holder.page.evaluate("window.said"))
        self.assertIn(holder.text("phrase.noted"), said)
        self.assertNoPhrase(words, said)
        holder.page.evaluate("() => { window.said = []; }")
        holder.press("phrase.listen")
        said = [one["text"] for one in holder.page.evaluate("window.said") if "text" in one]
        self.assertEqual(said, [f"{i}, {word}." for i, word in enumerate(words, 1)])
        self.assertQuiet(watched)

    def test_what_is_folded_away_is_not_said(self):
        holder, _ = self.begin(script=VOICES % "true")
        holder.press("start.help")
        holder.on("help")
        fold = holder.main.locator("details").first
        inside = fold.locator("p, li").first.text_content().split(".")[0]

        def said():
            holder.page.evaluate("() => { window.said = []; }")
            self.bar(holder, "listen.button").click()
            texts = " ".join(one.get("text", "") for one in holder.page.evaluate("window.said"))
            self.bar(holder, "listen.stop").click()
            return texts
        self.assertNotIn(inside, said())
        fold.locator("summary").click()
        self.assertIn(inside, said())

    def test_a_voice_of_the_machine_comes_first(self):
        holder, watched = self.begin(script=VOICES % "true")
        self.bar(holder, "listen.button").click()
        expect(self.bar(holder, "listen.stop")).to_be_visible()
        said = holder.page.evaluate("window.said")
        self.assertEqual({one["voice"] for one in said}, {"here"})
        self.assertEqual({one["lang"] for one in said}, {"fr-FR"})
        self.assertEqual(said[0]["text"], holder.main.locator("h1").inner_text())
        self.assertNotIn("/app/voice.wasm", watched.paths())

    def test_a_distant_voice_is_told_nothing(self):
        holder, watched = self.begin(script=VOICES % "false")
        self.listen(holder)
        self.heard(holder)
        self.assertEqual(holder.page.evaluate("window.said"), [])
        self.assertQuiet(watched)


class Silent(ListenTest):
    def assertSaid(self, holder, key):
        expect(holder.page.get_by_role("alert")).to_have_text(holder.text(key))
        expect(self.bar(holder, "listen.button")).to_be_visible()

    def test_a_browser_without_sound_is_told_of(self):
        holder, _ = self.begin(script=NO_VOICE + "delete window.AudioContext;")
        self.listen(holder)
        self.assertSaid(holder, "error.noVoice")

    def test_a_voice_that_does_not_come_is_asked_for_again(self):
        holder, watched = self.begin()
        holder.page.route("**/voice.wasm", lambda route: route.abort())
        self.listen(holder)
        self.assertSaid(holder, "error.unreachable")
        holder.page.unroute("**/voice.wasm")
        self.listen(holder)
        self.assertGreater(self.heard(holder)[0]["loudness"], 0.01)
        self.assertEqual(watched.paths().count("/app/voice.wasm"), 2)
