"""The keys of a terminal lead nowhere but into its one page: every shortcut that Chromium documents
is pressed, as on a keyboard, in the browser that pde-session.service starts.

Two things hold them, and each is tried by itself: the browser, started as that of one app, and
the keymap of Deploy/kiosk/xkb.
"""

import contextlib
import ctypes
import ctypes.util
import functools
import os
import shutil
import string
import time
import unittest

from holder import Holder
from programs import KIOSK, KioskServer, Screen, TerminalOnScreen, may_mount, memory_folder, service
from support import Error, Wallet, WebTest, expect, takes_long, until

TITLE = "Quittance Mirabelle 7731"

NOTHING = "nothing"
# Back on the first screen, without anything of the wallet.
CLOSES = "closes the wallet"
# The page's own question whether to close; Escape answers no.
ASKS = "asks whether to close"
# Over the page, and Escape or its one button takes it away.
MESSAGE = "a message"
# On a machine at its limit the browser's message may not take Escape; it is in no way out of the page.
STAYS = "a message that stays"

# Chromium's help page "Chrome keyboard shortcuts", Windows and Linux; then what its table of keys has
# besides, and a machine's. Keys, what they do elsewhere, and what they do where the keymap is any keyboard's, so
# that the browser alone is there to hold them. On a terminal they do nothing.
# Written as an American keyboard has them; those that follow each other are pressed one after the other.
SHORTCUTS = [
    # First, so that it takes nothing away that another opened.
    ("Escape", "stop loading", NOTHING),
    # Tabs and windows
    ("ctrl+n", "a new window", NOTHING),
    ("ctrl+shift+n", "a new window that keeps nothing", NOTHING),
    ("ctrl+t", "a new tab", NOTHING),
    ("ctrl+shift+t", "the tab closed last", NOTHING),
    ("ctrl+Tab", "the next tab", NOTHING),
    ("ctrl+Next", "the next tab", NOTHING),
    ("ctrl+shift+Tab", "the tab before", NOTHING),
    ("ctrl+Prior", "the tab before", NOTHING),
    *((f"ctrl+{n}", "one of the tabs", NOTHING) for n in range(1, 9)),
    ("ctrl+9", "the last tab", NOTHING),
    ("alt+Home", "the home page", NOTHING),
    ("alt+Left", "the page before", ASKS),
    ("alt+Right", "the page after", NOTHING),
    ("ctrl+w", "close the tab", NOTHING),
    ("ctrl+F4", "close the tab", NOTHING),
    ("ctrl+shift+w", "close the window", NOTHING),
    ("alt+F4", "close the window", NOTHING),
    ("alt+space n", "a smaller window", NOTHING),
    ("alt+space x", "a larger window", NOTHING),
    ("alt+f x", "end the browser", NOTHING),
    ("ctrl+shift+Next", "move the tab", NOTHING),
    ("ctrl+shift+Prior", "move the tab", NOTHING),
    ("F11", "the whole screen, or not", NOTHING),
    # The browser's own parts
    ("alt+f", "the menu", NOTHING),
    ("alt+e", "the menu", NOTHING),
    ("ctrl+shift+b", "the bookmarks bar", NOTHING),
    ("ctrl+shift+o", "the bookmarks", NOTHING),
    ("ctrl+h", "the history", NOTHING),
    ("ctrl+j", "the downloads", NOTHING),
    ("shift+Escape", "the task manager", NOTHING),
    ("shift+alt+t", "the toolbar", NOTHING),
    ("F10", "the toolbar's end", NOTHING),
    ("F6", "the next pane", NOTHING),
    ("shift+F6", "the pane before", NOTHING),
    ("ctrl+F6", "the page", NOTHING),
    ("alt+shift+a", "dialogs", NOTHING),
    ("ctrl+f", "search in the page", NOTHING),
    ("F3", "search in the page", NOTHING),
    ("ctrl+g", "the next match", NOTHING),
    ("ctrl+shift+g", "the match before", NOTHING),
    ("shift+F3", "the match before", NOTHING),
    ("ctrl+shift+a", "search the tabs", NOTHING),
    ("F12", "the developer tools", NOTHING),
    ("ctrl+shift+Delete", "clear the browser's data", NOTHING),
    ("F1", "help", NOTHING),
    ("ctrl+shift+m", "another user", NOTHING),
    ("alt+shift+i", "a report", NOTHING),
    # The app list of the browser does not hold these: it says that they are not allowed, or asks.
    ("F7", "a cursor in the page", MESSAGE),
    ("ctrl+shift+i", "the developer tools", MESSAGE),
    ("ctrl+shift+j", "the developer tools' console", MESSAGE),
    ("ctrl+shift+c", "an element in the developer tools", MESSAGE),
    # The address bar
    ("ctrl+l", "the address bar", NOTHING),
    ("alt+d", "the address bar", NOTHING),
    ("ctrl+k", "search the web", NOTHING),
    ("ctrl+e", "search the web", NOTHING),
    ("alt+Return", "the address in a new tab", NOTHING),
    ("ctrl+Return", "an address from a word", NOTHING),
    ("ctrl+shift+Return", "an address from a word in a new window", NOTHING),
    ("shift+Delete", "forget what was suggested", NOTHING),
    # The page
    ("ctrl+p", "print", NOTHING),
    ("ctrl+shift+p", "print by the system's dialog", NOTHING),
    ("ctrl+s", "save the page", NOTHING),
    ("ctrl+o", "open a file", NOTHING),
    ("ctrl+u", "the page's source", NOTHING),
    ("ctrl+d", "a bookmark", NOTHING),
    ("ctrl+shift+d", "bookmarks of all tabs", NOTHING),
    # With any keyboard: the page comes anew, which ends what it had.
    ("F5", "reload", CLOSES),
    ("ctrl+r", "reload", CLOSES),
    ("shift+F5", "reload, past the cache", CLOSES),
    ("ctrl+F5", "reload, past the cache", CLOSES),
    ("ctrl+shift+r", "reload, past the cache", CLOSES),
    ("XF86Reload", "reload", CLOSES),
    # Only in the table
    *((f"alt+{n}", "one of the tabs", NOTHING) for n in range(1, 10)),
    ("ctrl+shift+q", "end the browser", NOTHING),
    ("ctrl+shift+s", "a picture of the page", NOTHING),
    ("ctrl+shift+e", "search in a picture", NOTHING),
    ("ctrl+shift+x", "the page in another direction", NOTHING),
    ("alt+shift+b", "the bookmarks bar", NOTHING),
    ("alt+shift+p", "a new group of tabs", NOTHING),
    ("alt+shift+c", "a tab in the group", NOTHING),
    ("alt+shift+w", "close the group", NOTHING),
    ("alt+shift+n", "two pages side by side", NOTHING),
    ("Alt_L", "the menu bar", NOTHING),
    ("XF86HomePage", "the home page", NOTHING),
    ("XF86Search", "search the web", NOTHING),
    ("XF86Favorites", "the bookmarks bar", NOTHING),
    ("XF86New", "a new tab", NOTHING),
    ("XF86Close", "close the tab", NOTHING),
    ("XF86Back", "the page before", ASKS),
    ("XF86Forward", "the page after", NOTHING),
    # The machine
    ("Menu", "a menu for the place", NOTHING),
    ("shift+F10", "a menu for the place", NOTHING),
    ("Print", "a picture of the screen", NOTHING),
    ("Super_L", "the desktop's menu", NOTHING),
    ("alt+Tab", "another window", NOTHING),
    ("ctrl+alt+Delete", "restart the machine", NOTHING),
    ("ctrl+alt+BackSpace", "end the session", NOTHING),
    *((f"ctrl+alt+F{n}", "another console", NOTHING) for n in (1, 2, 3, 12)),
]

# What a hand does with the mouse: on the one thing of the app that elsewhere is a link (a telephone number), and
# where nothing is.
CLICKS = [
    ("what a link leads to", "click 1"),
    ("a link in a tab behind", "keydown Control_L click 1 keyup Control_L"),
    ("a link in a tab", "keydown Control_L keydown Shift_L click 1 keyup Shift_L keyup Control_L"),
    ("a link in a window", "keydown Shift_L click 1 keyup Shift_L"),
    ("what a link leads to, as a file", "keydown Alt_L click 1 keyup Alt_L"),
    ("a link in a tab behind", "click 2"),
    ("a menu for the place", "click 3"),
    ("the page before", "click 8"),
    ("the page after", "click 9"),
]


class Desk:
    """A wallet that is open at a terminal, and what its person sees."""

    def __init__(self, terminal, words):
        self.terminal, self.screen, self.words = terminal, terminal.screen, words
        self.page = terminal.page()
        self.holder = Holder(terminal.context, terminal.url, page=self.page)
        self.driver = terminal.connection.new_browser_cdp_session()
        self.screen.do("mousemove", 1000, 700)
        self.open()

    def open(self):
        self.holder.on("start")
        self.holder.open_here(self.words)
        # The time until it locks goes on by itself, and is not compared.
        self.page.evaluate("document.querySelector('.countdown').style.display = 'none'")
        self.listen()
        # A key may show where the focus is; so it was shown before.
        self.press("n")
        self.tabs = self.open_tabs()
        self.still = self.settled()
        self.is_open = True

    def listen(self):
        self.page.evaluate("""() => {
          window.released = [];
          addEventListener("keyup", (event) => released.push(event.key), true);
        }""")

    def open_tabs(self):
        """What the browser has open, pages and its own windows that are made as pages."""
        try:
            every = self.driver.send("Target.getTargets")["targetInfos"]
        except Error:  # The browser has ended.
            return []
        return sorted((one["type"], one["url"]) for one in every if "worker" not in one["type"])

    def settled(self):
        """The picture, once it is at rest."""
        pictures = [b"", self.screen.picture()]

        def is_still():
            time.sleep(0.1)
            pictures.append(self.screen.picture())
            return pictures[-1] == pictures[-2] == pictures[-3]

        until(is_still, 60, "the screen is at rest")
        return pictures[-1]

    def press(self, keys):
        """And waits until the page has seen them, if it does: what the browser makes of a key that the
        page left alone, it has begun by then."""
        count = (self.seen() or 0) + len(keys.replace("+", " ").split())
        self.screen.press(keys)
        with contextlib.suppress(Error):  # It has not seen all of them, or it is gone.
            self.page.wait_for_function(
                "(count) => !window.released || released.length >= count", arg=count, timeout=1000)

    def seen(self):
        """How many keys the page has seen; None where it is another page."""
        return self.ask("window.released?.length ?? null")

    def ask(self, expression):
        """What the page says; None if it doesn't answer, as behind a dialog of the browser."""
        try:
            return self.page.wait_for_function(
                f"() => [{expression}]", timeout=10_000).json_value()[0]
        except Error:
            return None

    def outcome(self, expected=NOTHING):
        """What came of a key. For what is expected is waited; for nothing, no longer than a frame or
        two: what comes later is seen at the next key, or at the end."""
        if expected == CLOSES:
            until(lambda: self.seen() is None, 120, "the page comes anew")
            return self.closed()
        if expected == ASKS:
            until(lambda: self.ask("!!document.querySelector('dialog[open]')"), 120, "the page asks")
            self.screen.press("Escape")
            until(lambda: self.ask("!document.querySelector('dialog[open]')"), 120, "it is answered")
            self.still = self.settled()
            return ASKS
        if expected == MESSAGE:
            until(lambda: self.screen.picture() != self.still, 120, "something is shown")
        time.sleep(0.05)
        tabs = self.open_tabs()
        if tabs != self.tabs:
            more = [one for one in tabs if tabs.count(one) > self.tabs.count(one)]
            return f"opens {more}" if more else "closes a tab"
        if self.page.is_closed():
            return "closes the page"
        screen = self.ask("document.body.dataset.screen")
        if screen == "start":
            return self.closed()
        if screen != "list":
            return "the page does not answer" if screen is None else f"the screen {screen}"
        if self.screen.picture() == self.still or self.settled() == self.still:
            return NOTHING

        def is_gone():
            # What is shown may not have the keys yet.
            self.screen.press("Escape")
            time.sleep(1)
            return self.screen.picture() == self.still

        try:
            until(is_gone, 30, "it is gone")
        except AssertionError:
            return STAYS if expected == MESSAGE else "another picture"
        return MESSAGE


    def closed(self):
        self.holder.on("start")
        self.listen()
        self.is_open = False
        return CLOSES


class KeysTest(WebTest):
    # What is left out of what holds the keys.
    without = ()

    @classmethod
    def setUpClass(cls):
        if not may_mount():
            raise unittest.SkipTest("mounting the terminal's policy takes root")
        for program in ("Xvfb", "Xwayland", "cage", "xdotool"):
            if not shutil.which(program):
                raise unittest.SkipTest(f"not installed: {program}")
        super().setUpClass()
        cls.kiosk = cls.enterClassContext(KioskServer(cls.server.url))
        wallet = Wallet(cls.server.url)
        wallet.note(b"Un texte.", title=TITLE)
        cls.words = wallet.phrase.split()
        cls.screen = cls.enterClassContext(Screen())

    def terminal(self):
        folder = memory_folder()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        terminal = TerminalOnScreen(
            self.browser.playwright, self.kiosk.url, folder, self.screen, self.without)
        self.addCleanup(terminal.end)
        return terminal

    def desk(self):
        return Desk(self.terminal(), self.words)

    def press_all(self, shortcuts):
        """Each in turn; and after one that did what it should not, the rest at a terminal anew. What a key does it
        does each time, so it is pressed there once more: a screen that is drawn late is nobody's doing."""
        desk = self.desk()
        found = []
        for keys, does, expected in shortcuts:
            outcomes = []
            while len(outcomes) < 2 and expected not in outcomes:
                if outcomes:
                    desk.terminal.end()
                    desk = self.desk()
                if not desk.is_open and expected != CLOSES:
                    desk.open()
                desk.press(keys)
                outcomes.append(desk.outcome(expected))
                if outcomes[-1] == STAYS:
                    outcomes[-1] = expected
                    desk.terminal.end()
                    desk = self.desk()
            if expected not in outcomes:
                found.append(f"{keys} ({does}): {' and '.join(outcomes)}")
                desk.terminal.end()
                desk = self.desk()
        if not desk.is_open:
            desk.open()
        # What would come late.
        time.sleep(1)
        if (outcome := desk.outcome()) != NOTHING:
            found.append(f"one of the last: {outcome}")
        self.assertEqual(found, [])
        return desk


class OnTheTerminal(KeysTest):
    """As it is shipped."""

    @takes_long("a hundred shortcuts, one by one")
    def test_no_shortcut_does_anything(self):
        desk = self.press_all(
            [(keys, does, ASKS if keys == "alt+Left" else NOTHING) for keys, does, _ in SHORTCUTS])
        desk.press("F1")
        self.assertEqual(desk.page.evaluate("released.at(-1)"), "F24", "the keymap is in force")
        session = desk.terminal.data.parent
        saved = [path for name in ("home", "tmp") for path in (session / name).rglob("[!.]*")
                 if path.is_file() and not any(part.startswith(".") for part in path.parts)]
        self.assertEqual(saved, [])

    def test_no_click_does_anything(self):
        desk = self.desk()
        desk.holder.tab("help")
        desk.holder.on("help")
        expect(desk.page.locator("a")).to_have_count(0)
        box = desk.page.get_by_text("0800 35 243").first.bounding_box()
        middle = box["y"] + box["height"] / 2
        for place in (box["x"] + 20, box["x"] + box["width"] + 200):
            desk.screen.do("mousemove", int(place), int(middle), "click", 1)
            still = desk.settled()
            for does, clicks in CLICKS:
                with self.subTest(does=does, place=place):
                    desk.screen.do(*clicks.split())
                    time.sleep(0.2)
                    self.assertEqual(desk.open_tabs(), desk.tabs)
                    self.assertEqual(desk.page.evaluate("document.body.dataset.screen"), "help")
                    # A click after another may mark a word, which is no harm.
                    desk.page.evaluate("getSelection().empty()")
                    until(lambda: desk.screen.picture() == still, 30, "the same picture as before")

    @takes_long("a terminal, and all that is done with keys")
    def test_what_people_need_works(self):
        desk = self.desk()
        page, holder, screen = desk.page, desk.holder, desk.screen
        ratio = "devicePixelRatio"
        for keys, is_there in (("ctrl+plus", lambda now: now > 1), ("ctrl+0", lambda now: now == 1),
                               ("ctrl+minus", lambda now: now < 1), ("ctrl+KP_Add", lambda now: now == 1)):
            with self.subTest(keys=keys):
                screen.press(keys)
                until(lambda: is_there(page.evaluate(ratio)), 120, f"the page is zoomed by {keys}")
        # The focus goes round.
        where = "document.activeElement.outerHTML"
        before = page.evaluate(where)
        screen.press("Tab")
        until(lambda: page.evaluate(where) != before, 120, "the focus goes on")
        on = page.evaluate(where)
        screen.press("Tab shift+Tab")
        until(lambda: page.evaluate(where) == on, 120, "the focus comes back")
        # A text is typed and edited.
        holder.tab("add")
        holder.press("add.note")
        text = holder.field("note.text")
        text.fill("")
        text.focus()
        for keys, expected in (
                ("a b shift+c", "abC"), ("ctrl+a ctrl+c Right ctrl+v", "abCabC"), ("ctrl+z", "abC"),
                ("ctrl+a ctrl+x", ""), ("ctrl+v", "abC"), ("Left Delete BackSpace", "a"),
                ("space x Home y", "ya x"), ("End ctrl+BackSpace", "ya "), ("Return", "ya \n")):
            with self.subTest(keys=keys):
                screen.press(keys)
                expect(text).to_have_value(expected)
        # Files are chosen: the dialog opens, and Escape closes it.
        holder.tab("add")
        holder.button("add.files").focus()
        desk.press("n")
        still = desk.settled()
        screen.press("space")
        until(lambda: screen.picture() != still, 120, "the dialog opens")
        desk.settled()

        def is_closed():
            # Once it is closed the page has the keys again.
            before = desk.seen() or 0
            desk.press("Escape")
            return (desk.seen() or 0) > before

        until(is_closed, 120, "the dialog closes")
        # And Shift three times leaves at once.
        screen.press("Shift_L Shift_L Shift_L")
        page.wait_for_url("**/app/weather.html")


class ByTheBrowserAlone(KeysTest):
    """With any keyboard: the browser's own list for one app."""

    without = ("keymap",)

    @takes_long("a hundred shortcuts, one by one")
    def test_its_own_list_holds(self):
        desk = self.press_all(SHORTCUTS)
        desk.press("F1")
        self.assertEqual(desk.page.evaluate("released.at(-1)"), "F1", "the keymap is out of force")


class ByTheKeymapAlone(KeysTest):
    """In a browser as people have it."""

    without = ("app",)

    def test_it_holds_the_worst(self):
        """But for those with Alt: here it is the screen's keyboard that makes it a modifier."""
        self.press_all([(keys, does, NOTHING) for keys, does, _ in SHORTCUTS if keys in self.worst])

    worst = {
        "ctrl+n", "ctrl+shift+n", "ctrl+t", "ctrl+w", "ctrl+shift+w", "ctrl+o", "ctrl+p", "ctrl+s", "ctrl+u",
        "ctrl+h", "ctrl+l", "ctrl+r", "shift+Escape", "ctrl+shift+Delete", "ctrl+shift+i", "ctrl+shift+c",
        "ctrl+shift+a", "F1", "F5", "F7", "F11", "F12", "XF86HomePage", "XF86Reload"}


class Keymap:
    """A keymap as cage makes it, by libxkbcommon."""

    # What the library counts as one of these.
    NO_DEFAULT_FOLDERS, PRESSED, EFFECTIVE = 1, 1, 1 << 3

    class Names(ctypes.Structure):
        _fields_ = [(name, ctypes.c_char_p)
                    for name in ("rules", "model", "layout", "variant", "options")]

    def __init__(self, rules, layout):
        self.library = library = ctypes.CDLL(ctypes.util.find_library("xkbcommon"))
        for name in ("context_new", "keymap_new_from_names", "state_new", "keymap_key_get_name"):
            getattr(library, f"xkb_{name}").restype = ctypes.c_void_p
        library.xkb_keymap_key_get_name.restype = ctypes.c_char_p
        library.xkb_keymap_mod_get_index.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        context = ctypes.c_void_p(library.xkb_context_new(self.NO_DEFAULT_FOLDERS))
        library.xkb_context_include_path_append(context, os.fsencode(KIOSK / "xkb"))
        library.xkb_context_include_path_append_default(context)
        names = self.Names(rules.encode(), b"pc105", layout.encode(), b"", b"")
        self.keymap = ctypes.c_void_p(
            library.xkb_keymap_new_from_names(context, ctypes.byref(names), 0))
        assert self.keymap.value, f"no keymap {rules} {layout}"

    def keys(self):
        """The keys that there are, as numbers and names; those beyond 255 have no shortcut anywhere."""
        for key in range(self.library.xkb_keymap_min_keycode(self.keymap), 256):
            name = self.library.xkb_keymap_key_get_name(self.keymap, key)
            if name:
                yield key, name.decode()

    def symbol(self, key, *modifiers):
        """What a key is while modifiers are held, by its name."""
        mask = 0
        for name in modifiers:
            mask |= 1 << self.library.xkb_keymap_mod_get_index(self.keymap, name.encode())
        state = ctypes.c_void_p(self.library.xkb_state_new(self.keymap))
        self.library.xkb_state_update_mask(state, mask, 0, 0, 0, 0, 0)
        found = self.library.xkb_state_key_get_one_sym(state, key)
        self.library.xkb_state_unref(state)
        return self.named(found)

    def named(self, symbol):
        text = ctypes.create_string_buffer(64)
        self.library.xkb_keysym_get_name(symbol, text, len(text))
        return text.value.decode()

    def is_modifier(self, key):
        """Whether holding a key changes what others are."""
        state = ctypes.c_void_p(self.library.xkb_state_new(self.keymap))
        self.library.xkb_state_update_key(state, key, self.PRESSED)
        mask = self.library.xkb_state_serialize_mods(state, self.EFFECTIVE)
        self.library.xkb_state_unref(state)
        return mask != 0

    def every_symbol(self):
        """What the keys may be at all."""
        for key, name in self.keys():
            for level in range(self.library.xkb_keymap_num_levels_for_key(self.keymap, key, 0)):
                symbols = ctypes.POINTER(ctypes.c_uint32)()
                count = self.library.xkb_keymap_key_get_syms_by_level(
                    self.keymap, key, 0, level, ctypes.byref(symbols))
                for place in range(count):
                    yield name, self.named(symbols[place])


CONTROL, SHIFT, LOCK, ALTGR = "Control", "Shift", "Lock", "Mod5"
RIGHT_ALT = 108
EDITING = set("acvxz")
KEPT = {
    "ESC", "BKSP", "TAB", "RTRN", "SPCE", "CAPS", "LCTL", "RCTL", "LFSH", "RTSH", "RALT", "TLDE", "BKSL",
    "LSGT", "HOME", "END", "PGUP", "PGDN", "UP", "DOWN", "LEFT", "RGHT", "DELE", "NMLK", "KPDV", "KPMU",
    "KPSU", "KPAD", "KPEN", "KPDL", *(f"KP{n}" for n in range(10)),
    *(f"AE{n:02}" for n in range(1, 13)), *(f"AD{n:02}" for n in range(1, 13)),
    *(f"AC{n:02}" for n in range(1, 12)), *(f"AB{n:02}" for n in range(1, 11))}
# No keyboard has them: they are there for programs.
FAKE = {"LVL3", "MDSW", "ALT", "META", "SUPR", "HYPR"}


def on_each_layout(test):
    """A test of the terminal's keymap and of its layout as it comes, on each layout that terminals have."""
    @functools.wraps(test)
    def run(self):
        for layout in LAYOUTS:
            with self.subTest(layout=layout):
                test(self, Keymap("pde", layout), Keymap("evdev", layout))
    return run


LAYOUTS = ("be", "fr", "us", "gb", "nl")


class TheKeymap(unittest.TestCase):
    """What is left of a keyboard."""

    @on_each_layout
    def test_writing_is_that_of_the_layout(self, ours, its):
        has_altgr = its.symbol(RIGHT_ALT) == "ISO_Level3_Shift"
        held = [(), (SHIFT,), (LOCK,), *([(ALTGR,), (SHIFT, ALTGR)] if has_altgr else [])]
        for key, name in ours.keys():
            for modifiers in held if name in KEPT - {"RALT", "ESC"} else ():
                self.assertEqual(
                    ours.symbol(key, *modifiers), its.symbol(key, *modifiers), (name, modifiers))

    @on_each_layout
    def test_no_other_key_is_one(self, ours, _):
        """Nor has it no symbol: Chromium would go by its place."""
        for key, name in ours.keys():
            if name not in KEPT | FAKE:
                for modifiers in ((), (SHIFT,), (CONTROL,), (CONTROL, SHIFT), (ALTGR,)):
                    self.assertEqual(ours.symbol(key, *modifiers), "F24", name)
                self.assertFalse(ours.is_modifier(key), name)

    @on_each_layout
    def test_control_is_for_editing(self, ours, _):
        kept = set()
        for key, name in ours.keys():
            letter = ours.symbol(key)
            if name not in KEPT or letter not in string.ascii_letters:
                continue
            for more in ((), (LOCK,), (SHIFT,), (ALTGR,), (SHIFT, LOCK), (SHIFT, ALTGR)):
                found = ours.symbol(key, CONTROL, *more)
                if letter in EDITING and more in ((), (LOCK,)):
                    self.assertEqual(found, letter)
                    kept.add(letter)
                else:
                    self.assertEqual(found, "F24", (letter, more))
        self.assertEqual(kept, EDITING)

    @on_each_layout
    def test_what_makes_the_page_larger_is_left(self, ours, _):
        found = {ours.symbol(key, CONTROL, *more) for key, _ in ours.keys() for more in ((), (SHIFT,))}
        self.assertLessEqual({"plus", "minus", "0", "KP_Add", "KP_Subtract"}, found)

    @on_each_layout
    def test_escape_and_delete(self, ours, _):
        keys = {name: key for key, name in ours.keys()}
        self.assertEqual(ours.symbol(keys["ESC"]), "Escape")
        self.assertEqual(ours.symbol(keys["ESC"], SHIFT), "F24")
        self.assertEqual(ours.symbol(keys["DELE"], CONTROL), "Delete")
        self.assertEqual(ours.symbol(keys["DELE"], SHIFT, CONTROL), "F24")

    @on_each_layout
    def test_none_is_for_the_machine(self, ours, _):
        """No other console, no end of the session, no Alt."""
        for name, symbol in ours.every_symbol():
            self.assertNotRegex(symbol, "Switch_VT|Terminate", name)
            if name not in FAKE:
                self.assertNotRegex(symbol, "Alt_|Meta_|Super_|Menu", name)


class TheConsole(unittest.TestCase):
    def test_the_unit_does_not_let_it_be_switched(self):
        starts, environment = service("pde-session")
        self.assertEqual(starts, ["/usr/bin/cage", "--", "/usr/local/lib/pde/session"])
        self.assertEqual(environment["XKB_DEFAULT_RULES"], "pde")
        self.assertIn(environment["XKB_DEFAULT_LAYOUT"], LAYOUTS)


if __name__ == "__main__":
    unittest.main()
