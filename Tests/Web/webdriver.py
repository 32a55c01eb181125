"""WebKit by WebDriver, as Playwright has it: the part of its pages, locators and `expect` that the page
objects and the journeys use, so that the same tests run in it.

What WebDriver has no word of is not there: requests, and the console before a page has loaded. What a
page says on it afterwards, its exceptions and what a policy blocked, comes with the next answer.
"""

import contextlib
import fnmatch
import io
import pathlib
import re
import tempfile
import time

from PIL import Image
from playwright.sync_api import Error, TimeoutError
from selenium.common.exceptions import (
    ElementClickInterceptedException, ElementNotInteractableException, StaleElementReferenceException,
    WebDriverException)
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

# How long between two looks at a page.
PAUSE = 0.03
# In a page: the elements that a locator's steps lead to, as Playwright finds them.
FIND = r"""
const norm = (text) => (text ?? "").replace(/\u200b/g, "").trim().replace(/\s+/g, " ");
const matches = (text, {text: wanted, exact, pattern}) =>
  pattern != null ? new RegExp(pattern).test(text)
  : exact ? norm(text) === norm(wanted)
  : norm(text).toLowerCase().includes(norm(wanted).toLowerCase());
const isVisible = (element) => {
  const box = element.getBoundingClientRect();
  return element.isConnected && element.checkVisibility({visibilityProperty: true})
    && box.width > 0 && box.height > 0;
};
const NATIVE = {
  button: "button, input[type=button], input[type=submit]", dialog: "dialog", navigation: "nav",
  heading: "h1, h2, h3, h4, h5, h6", link: "a[href]", checkbox: "input[type=checkbox]",
  radio: "input[type=radio]", img: "img", alert: "", status: "output", main: "main",
  textbox: "textarea, input:not([type]), input[type=text]",
};
const content = (element) => [...element.childNodes].map((node) =>
  node.nodeType === Node.TEXT_NODE ? node.data
  : node.nodeType !== Node.ELEMENT_NODE || node.ariaHidden === "true" ? ""
  : node.getAttribute("aria-label") ?? (node.localName === "img" ? node.alt : content(node))).join("");
const named = (element) => {
  const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean)
    .map((id) => document.getElementById(id)).filter(Boolean);
  return by.length ? by.map(content).join(" ") : element.getAttribute("aria-label") ?? null;
};
const labels = (element) => [
  ...[...(element.labels ?? [])].map((label) => label.textContent), named(element)].filter((text) => text !== null);
const within = (roots, css) => {
  const found = new Set();
  for (const root of roots) for (const one of root.querySelectorAll(css)) found.add(one);
  return [...found];
};
const ways = {
  css: (roots, {css}) => within(roots, css),
  role: (roots, {role, name, level}) => {
    const native = NATIVE[role] || "#no-such-element";
    return within(roots, `${native}, [role="${role}"]`).filter((element) =>
      (element.getAttribute("role") ?? role) === role && isVisible(element)
      && !element.closest("[aria-hidden=true]")
      && (!level || element.localName === `h${level}`)
      && (!name || matches(named(element) ?? (element.value && element.localName === "input"
        ? element.value : content(element)), name)));
  },
  label: (roots, {label}) => within(roots, "input, textarea, select, button, [aria-label], [aria-labelledby]")
    .filter((element) => labels(element).some((text) => matches(text, label))),
  // The innermost that has it.
  text: (roots, {words}) => {
    const all = within(roots, "*").filter((element) =>
      !["script", "style", "head"].includes(element.localName) && matches(element.textContent, words));
    return all.filter((element) => ![...element.children].some((child) => all.includes(child)));
  },
  filter: (roots, {has, without, words}) => roots.filter((element) =>
    (!has || find([element], has).length > 0) && (!without || find([element], without).length === 0)
    && (!words || matches(element.textContent, words))),
  or: (roots, {other}) => {
    const both = new Set([...roots, ...find([document], other)]);
    return [...both].sort((a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  },
  closest: (roots, {css}) => roots.map((element) => element.closest(css)).filter(Boolean),
  nth: (roots, {at}) => roots.slice(at, at === -1 ? undefined : at + 1),
};
const find = (roots, steps) => steps.reduce((found, step) => ways[step.way](found, step), roots);
"""
# In a page, before an element is pressed: it comes into view and to rest, and a press that meets another, as
# something moved in the meantime, comes to nothing.
MAKE_READY = """
const element = arguments[0];
const place = () => { const box = element.getBoundingClientRect(); return [box.x, box.y].join(); };
const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); setTimeout(resolve, 100); });
const box = element.getBoundingClientRect();
if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth)
  element.scrollIntoView({block: "center", behavior: "instant"});
for (let before = null; before !== place();) { before = place(); await frame(); await frame(); }
window.press?.abort();
const press = window.press = new AbortController();
press.met = null;
for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"])
  addEventListener(type, (event) => {
    press.met ??= element.contains(event.target);
    if (press.met) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, {capture: true, signal: press.signal});
"""
# What came of it: whether it met the element; null where the page has gone on to another.
PRESSED = "const {press} = window; press?.abort(); delete window.press; return press?.met ?? null;"
# In a page: what it says from now on is kept, to be taken with the next answer.
LISTEN = """
if (!window.heard) {
  const heard = window.heard = [];
  for (const [type, name] of [["error", "error"], ["warning", "warn"], ["log", "log"]]) {
    const before = console[name];
    console[name] = (...words) => { heard.push([type, words.join(" ")]); before.apply(console, words); };
  }
  addEventListener("error", (event) => event.message && heard.push(["exception", event.message]));
  addEventListener("unhandledrejection", (event) => heard.push(["exception", String(event.reason)]));
  document.addEventListener("securitypolicyviolation", (event) => heard.push(
    ["error", `blocked by ${event.effectiveDirective}: ${event.blockedURI}`]));
}
"""


def normal(text):
    return " ".join(text.replace("\u200b", "").split())


def wanted(text, exact=False):
    """A text or a pattern, as the script in the page takes it."""
    if isinstance(text, re.Pattern):
        return {"pattern": text.pattern}
    return {"text": text, "exact": bool(exact)}


class Found:
    """What a page and a locator both have: ways to elements inside."""

    def locator(self, css):
        return self.then(way="css", css=css)

    def get_by_role(self, role, name=None, exact=False, level=None):
        return self.then(
            way="role", role=role, level=level, name=None if name is None else wanted(name, exact))

    def get_by_label(self, text, exact=False):
        return self.then(way="label", label=wanted(text, exact))

    def get_by_text(self, text, exact=False):
        return self.then(way="text", words=wanted(text, exact))


class Locator(Found):
    def __init__(self, page, steps):
        self.page, self.steps = page, steps

    def then(self, **step):
        return Locator(self.page, [*self.steps, step])

    def filter(self, has=None, has_not=None, has_text=None):
        return self.then(
            way="filter", has=has and has.steps, without=has_not and has_not.steps,
            words=None if has_text is None else wanted(has_text))

    def or_(self, other):
        return self.then(way="or", other=other.steps)

    def nth(self, at):
        return self.then(way="nth", at=at)

    @property
    def first(self):
        return self.nth(0)

    @property
    def last(self):
        return self.nth(-1)

    def all(self):
        return [self.nth(at) for at in range(self.count())]

    def __str__(self):
        return " > ".join(
            " ".join(str(value) for value in step.values() if value is not None) for step in self.steps)

    # What is there now

    def look(self, expression, arg=None):
        """The value of a function of the elements, as they are now."""
        return self.page.run(
            FIND + f"return ({expression})(find([document], arguments[0]), arguments[1]);",
            self.steps, arg)

    def count(self):
        return self.look("(all) => all.length")

    def all_inner_texts(self):
        return self.look("(all) => all.map((one) => one.innerText)")

    def all_text_contents(self):
        return self.look("(all) => all.map((one) => one.textContent)")

    def is_visible(self):
        return self.look("(all) => all.length === 1 && isVisible(all[0])")

    # What is waited for

    def one(self, ready="true", timeout=None):
        """The one element, as soon as it is there and `ready` is true of it."""
        last = "nothing"

        def look():
            nonlocal last
            found = self.look(
                f"(all) => [all.length, all.length === 1 && ((one) => {ready})(all[0]) ? all[0] : null]")
            last = f"{found[0]} found"
            if found[0] > 1:
                raise Error(f"not one but {found[0]} elements: {self}")
            return found[1]
        return self.page.wait(look, lambda: f"{self}: {last}", timeout)

    def visible(self, timeout=None):
        return self.one("isVisible(one) && !one.disabled", timeout)

    def of_one(self, expression, arg=None):
        """The value of a function of the one element, once it is there."""
        def look():
            return self.page.run(
                f"return ({expression})(arguments[0], arguments[1]);", self.one(), arg)
        return self.page.unless_stale(look)

    def evaluate(self, expression, arg=None):
        return self.of_one(expression, arg)

    def element_handle(self):
        self.one()
        return self

    def inner_text(self):
        return self.of_one("(one) => one.innerText")

    def text_content(self):
        return self.of_one("(one) => one.textContent")

    def input_value(self):
        return self.of_one("(one) => one.value")

    def get_attribute(self, name):
        return self.of_one("(one, name) => one.getAttribute(name)", name)

    def is_checked(self):
        return self.of_one("(one) => one.checked")

    def is_disabled(self):
        return self.of_one("(one) => one.disabled")

    def bounding_box(self):
        return self.of_one("(one) => { const box = one.getBoundingClientRect();"
                           " return {x: box.x, y: box.y, width: box.width, height: box.height}; }")

    def scroll_into_view_if_needed(self):
        self.of_one("""(one) => {
          const box = one.getBoundingClientRect();
          if (box.top >= innerHeight || box.bottom <= 0) one.scrollIntoView({block: "start", behavior: "instant"});
        }""")

    def screenshot(self, path=None):
        self.evaluate("(one) => one.scrollIntoView({block: 'center', behavior: 'instant'})")
        # Of the page, as the driver leaves out what a page that has grown shows lower down.
        box = self.bounding_box()
        image = Image.open(io.BytesIO(self.page.screenshot()))
        corner, far = (box["x"], box["y"]), (box["x"] + box["width"], box["y"] + box["height"])
        out = io.BytesIO()
        image.crop(tuple(round(value) for value in (*corner, *far))).save(out, "PNG")
        picture = out.getvalue()
        if path:
            pathlib.Path(path).write_bytes(picture)
        return picture

    # What a person does

    def click(self, timeout=None):
        def press():
            element = self.visible(timeout)
            self.page.run(MAKE_READY, element)
            try:
                element.click()
            except (ElementClickInterceptedException, ElementNotInteractableException):
                self.page.run(PRESSED)
                return False  # Something is above it, or it is on its way.
            # A page that goes to another because of it has nothing to say.
            with contextlib.suppress(Error):
                return self.page.run(PRESSED) is not False
            return True
        self.page.wait(lambda: self.page.unless_stale(press), lambda: f"{self} is covered", timeout)

    def hover(self):
        self.visible()
        self.scroll_into_view_if_needed()
        self.page.unless_stale(
            lambda: ActionChains(self.page.window()).move_to_element(self.visible()).perform())

    def focus(self):
        self.of_one("(one) => one.focus()")

    def fill(self, text):
        """As Playwright does: at once, in the place of what was there."""
        self.visible()
        self.of_one("""(one, text) => {
          one.focus();
          if (["date", "time", "range", "color", "number"].includes(one.type)) {
            one.value = text;
            one.dispatchEvent(new Event("input", {bubbles: true}));
            one.dispatchEvent(new Event("change", {bubbles: true}));
            return;
          }
          one.select();
          if (text) document.execCommand("insertText", false, text);
          else document.execCommand("delete");
        }""", text)

    def press(self, key):
        self.focus()
        self.page.keyboard.press(key)

    def set_checked(self, is_on):
        if self.is_checked() == is_on:
            return
        # A box may be drawn by its label, and be seen nowhere itself.
        if self.is_visible():
            self.click()
        else:
            self.label_of().click()
        self.page.wait(lambda: self.is_checked() == is_on, lambda: f"{self} stays as it is")

    def label_of(self):
        return self.then(way="closest", css="label")

    def check(self):
        self.set_checked(True)

    def uncheck(self):
        self.set_checked(False)

    def select_option(self, value):
        self.of_one("""(one, value) => {
          one.value = value;
          one.dispatchEvent(new Event("input", {bubbles: true}));
          one.dispatchEvent(new Event("change", {bubbles: true}));
        }""", value)

    def set_input_files(self, files):
        files = files if isinstance(files, list) else [files]
        paths = []
        for number, file in enumerate(files):
            if isinstance(file, dict):
                folder = self.page.context.folder / f"chosen-{time.monotonic_ns()}-{number}"
                folder.mkdir()
                path = folder / file["name"]
                path.write_bytes(file["buffer"])
                file = path
            paths.append(str(pathlib.Path(file).resolve()))
        self.page.unless_stale(lambda: self.one().send_keys("\n".join(paths)))

    def expected(self):
        return Expected(self)


class Expected:
    """What `expect` of a locator says: each waits until it is so."""

    def __init__(self, locator):
        self.locator = locator

    def holds(self, what, expression, arg, test, timeout=None):
        last = None

        def look():
            nonlocal last
            last = self.locator.look(expression, arg)
            return test(last)
        try:
            self.locator.page.wait(look, lambda: "", timeout)
        except TimeoutError:
            raise AssertionError(f"{self.locator}: expected {what}, and it is {last!r}") from None

    def to_have_count(self, count, timeout=None):
        self.holds(f"{count} of them", "(all) => all.length", None, lambda one: one == count, timeout)

    def to_be_attached(self, timeout=None):
        self.holds("it there", "(all) => all.length", None, lambda one: one == 1, timeout)

    def to_be_visible(self, timeout=None):
        self.holds("one to be seen", "(all) => all.map(isVisible)", None, lambda one: one == [True], timeout)

    def to_be_hidden(self, timeout=None):
        self.holds("none to be seen", "(all) => all.some(isVisible)", None, lambda one: not one, timeout)

    not_to_be_visible = to_be_hidden

    def to_be_focused(self, timeout=None):
        self.holds("it focused", "(all) => all.map((one) => one === document.activeElement)", None,
                   lambda one: one == [True], timeout)

    def to_be_checked(self, timeout=None):
        self.holds("it checked", "(all) => all.map((one) => one.checked)", None,
                   lambda one: one == [True], timeout)

    def to_be_enabled(self, timeout=None):
        self.holds("it enabled", "(all) => all.map((one) => !one.disabled)", None,
                   lambda one: one == [True], timeout)

    def to_be_disabled(self, timeout=None):
        self.holds("it disabled", "(all) => all.map((one) => !!one.disabled)", None,
                   lambda one: one == [True], timeout)

    def to_have_value(self, value, timeout=None):
        self.holds(f"the value {value!r}", "(all) => all.map((one) => one.value)", None,
                   lambda one: one == [value], timeout)

    def texts(self, what, test, timeout):
        self.holds(what, "(all) => all.map((one) => one.textContent)", None,
                   lambda found: test([normal(text) for text in found]), timeout)

    def to_have_text(self, text, timeout=None):
        each = text if isinstance(text, list) else [text]
        self.texts(f"the text {text!r}", lambda found: len(found) == len(each) and all(
            one.search(said) if isinstance(one, re.Pattern) else normal(one) == said
            for one, said in zip(each, found)), timeout)

    def to_contain_text(self, text, timeout=None):
        self.texts(f"{text!r} in it", lambda found: len(found) == 1 and self.has(text, found[0]), timeout)

    def not_to_contain_text(self, text, timeout=None):
        self.texts(f"no {text!r} in it", lambda found: len(found) == 1 and not self.has(text, found[0]),
                   timeout)

    @staticmethod
    def has(text, said):
        return text.search(said) if isinstance(text, re.Pattern) else normal(text) in said


class Message:
    """One of the console's, with Playwright's names."""

    def __init__(self, kind, text):
        self.type, self.text = kind, text


class Thrown:
    def __init__(self, error):
        self.error = error


class Keyboard:
    def __init__(self, page):
        self.page = page

    def press(self, keys):
        *held, key = keys.split("+")
        chain = ActionChains(self.page.window())
        names = {"ArrowDown": Keys.ARROW_DOWN, "ArrowUp": Keys.ARROW_UP, "ArrowLeft": Keys.ARROW_LEFT,
                 "ArrowRight": Keys.ARROW_RIGHT}
        code = lambda name: names.get(name) or getattr(Keys, name.upper(), name)
        for one in held:
            chain.key_down(code(one))
        if len(code(key)) == 1 and code(key) in (Keys.SHIFT, Keys.CONTROL, Keys.ALT):
            chain.key_down(code(key)).key_up(code(key))
        else:
            chain.send_keys(code(key))
        for one in held:
            chain.key_up(code(one))
        chain.perform()

    def type(self, text):
        ActionChains(self.page.window()).send_keys(text).perform()


class Mouse:
    def __init__(self, page):
        self.page = page

    def move(self, x, y):
        chain = ActionChains(self.page.window())
        chain.w3c_actions.pointer_action.move_to_location(round(x), round(y))
        chain.perform()

    def down(self):
        ActionChains(self.page.window()).click_and_hold().perform()

    def up(self):
        ActionChains(self.page.window()).release().perform()


class Page(Found):
    """One window of a context."""

    def __init__(self, context, handle):
        self.context, self.handle = context, handle
        self.scripts = list(context.scripts)
        self.keyboard, self.mouse = Keyboard(self), Mouse(self)

    def then(self, **step):
        return Locator(self, [step])

    def window(self):
        """The driver, whose commands go to this window from now on."""
        return self.context.at(self.handle)

    def run(self, script, *values):
        """What a script gives; and what the page said is passed on."""
        try:
            driver = self.window()
            value, heard = driver.execute_script(f"""return (async function () {{
              const value = await (async function () {{ {script} }}).apply(null, arguments);
              return [value, window.heard?.splice(0) ?? []];
            }}).apply(null, arguments);""", *values)
        except StaleElementReferenceException:
            raise
        except WebDriverException as error:
            raise Error(error.msg or type(error).__name__) from None
        for kind, text in heard:
            self.context.heard(kind, text)
        return value

    def wait(self, look, why, timeout=None):
        """The first value of `look` that is true. A page that is on its way to another has none."""
        milliseconds = timeout or self.context.patience
        until = time.monotonic() + milliseconds / 1_000
        while True:
            trouble = ""
            try:
                if value := look():
                    return value
            except StaleElementReferenceException:
                pass
            except Error as error:
                if "not one but" in str(error):
                    raise
                trouble = f" ({error})"
            if time.monotonic() > until:
                raise TimeoutError(f"not within {milliseconds} ms: {why()}{trouble}")
            time.sleep(PAUSE)

    def unless_stale(self, do):
        """What `do` gives, which is asked again where an element went in the meantime."""
        for _ in range(20):
            with contextlib.suppress(StaleElementReferenceException):
                return do()
            time.sleep(PAUSE)
        return do()

    def add_init_script(self, script):
        """Run when a page has loaded: WebDriver has nothing that comes before it."""
        self.scripts.append(script)

    def begin(self):
        self.run(LISTEN)
        for script in self.scripts:
            self.run(script)

    def goto(self, url):
        self.window().get(url)
        self.begin()

    def reload(self):
        self.window().refresh()
        self.begin()

    @property
    def url(self):
        return self.window().current_url

    def wait_for_url(self, url):
        self.wait(lambda: fnmatch.fnmatchcase(self.url, url), lambda: f"the address {url}")

    def wait_for_timeout(self, milliseconds):
        time.sleep(milliseconds / 1_000)

    def evaluate(self, expression, arg=None):
        return self.run(
            f"const found = ({expression}\n); return typeof found === 'function' ? found(arguments[0]) : found;",
            arg)

    def wait_for_function(self, expression, arg=None):
        return self.wait(lambda: self.evaluate(expression, arg), lambda: expression)

    def content(self):
        return self.run("return (document.doctype ? new XMLSerializer().serializeToString(document.doctype)"
                        " : '') + document.documentElement.outerHTML;")

    def screenshot(self, path=None, timeout=None, full_page=False):
        until = time.monotonic() + (timeout or self.context.patience) / 1_000
        while True:
            try:
                picture = self.window().get_screenshot_as_png()
            except (WebDriverException, OSError) as error:
                raise Error(str(error)) from None
            # MiniBrowser gives one that is black all over where the window wasn't painted yet.
            if any(Image.open(io.BytesIO(picture)).convert("L").getextrema()) or time.monotonic() > until:
                break
            time.sleep(0.1)
        if path:
            pathlib.Path(path).write_bytes(picture)
        return picture

    def set_viewport_size(self, size):
        self.context.resize(self, size)

    @property
    def workers(self):
        return self.context.workers()

    def on(self, *_):
        pass

    def close(self):
        self.window().close()
        self.context.pages.remove(self)


class Marionette:
    """Firefox's own protocol, under the names that WebDriver's has: as far as pages use it."""

    def __init__(self, port):
        from marionette_driver import errors
        from marionette_driver.marionette import Marionette as Client
        self.errors = errors
        self.client = Client(host="127.0.0.1", port=port, startup_timeout=120)
        self.client.start_session()
        self.switch_to = self

    def translated(self, do, *values, **named):
        """What the client gives, its troubles as those that a page knows."""
        try:
            return do(*values, **named)
        except self.errors.StaleElementException as error:
            raise StaleElementReferenceException(str(error)) from None
        except (self.errors.ElementClickInterceptedException,
                self.errors.ElementNotInteractableException) as error:
            raise ElementNotInteractableException(str(error)) from None
        except self.errors.MarionetteException as error:
            raise WebDriverException(str(error)) from None

    def execute_script(self, script, *values):
        client = self
        found = self.translated(
            self.client.execute_script, script, [getattr(one, "element", one) for one in values],
            sandbox=None)

        def wrapped(value):
            if isinstance(value, list):
                return [wrapped(one) for one in value]
            return MarionetteElement(client, value) if hasattr(value, "click") else value
        return wrapped(found)

    def get(self, url):
        self.translated(self.client.navigate, url)

    def refresh(self):
        self.translated(self.client.refresh)

    @property
    def current_url(self):
        return self.translated(self.client.get_url)

    @property
    def current_window_handle(self):
        return self.client.current_window_handle

    def window(self, handle):
        self.translated(self.client.switch_to_window, handle)

    def new_window(self, _):
        self.window(self.client.open(type="tab", focus=True)["handle"])

    def close(self):
        self.client.close()

    def get_screenshot_as_png(self):
        return self.translated(self.client.screenshot, format="binary", full=False)

    def get_cookies(self):
        return self.client.get_cookies()

    def set_script_timeout(self, seconds):
        self.client.timeout.script = seconds

    def end(self):
        """The browser ends by itself, as its menu has it do."""
        self.client._send_message("Marionette:Quit", {"flags": ["eAttemptQuit"]})


class MarionetteElement:
    def __init__(self, driver, element):
        self.driver, self.element = driver, element

    def click(self):
        self.driver.translated(self.element.click)

    def send_keys(self, text):
        self.driver.translated(self.element.send_keys, text)


class Context:
    """One session of a driver, with windows of its own: a profile that nobody shares."""

    def __init__(self, driver, patience, viewport=None, workers=lambda: []):
        self.driver, self.patience, self.viewport = driver, patience, viewport
        self.workers = workers
        self.pages, self.scripts, self.hearers = [], [], {"console": [], "weberror": []}
        self.temporary = tempfile.TemporaryDirectory(prefix="pde-web-")
        self.folder = pathlib.Path(self.temporary.name)
        self.current = driver.current_window_handle
        self.unused = [self.current]
        driver.set_script_timeout(patience / 1_000)

    def at(self, handle):
        if self.current != handle:
            self.driver.switch_to.window(handle)
            self.current = handle
        return self.driver

    def new_page(self):
        if self.unused:
            handle = self.unused.pop()
        else:
            self.driver.switch_to.new_window("window")
            handle = self.current = self.driver.current_window_handle
        page = Page(self, handle)
        self.pages.append(page)
        if self.viewport:
            self.resize(page, self.viewport)
        return page

    def resize(self, page, size):
        """So large that its page has this size."""
        driver = page.window()
        rect = driver.get_window_rect()
        width, height = page.run("return [innerWidth, innerHeight]")
        driver.set_window_rect(
            0, 0, rect["width"] + size["width"] - width, rect["height"] + size["height"] - height)
        page.wait(
            lambda: page.run("return [innerWidth, innerHeight]") == [size["width"], size["height"]],
            lambda: f"a page of {size}")

    def add_init_script(self, script):
        self.scripts.append(script)

    def on(self, event, handler):
        self.hearers.setdefault(event, []).append(handler)

    def heard(self, kind, text):
        for handler in self.hearers["weberror" if kind == "exception" else "console"]:
            handler(Thrown(text) if kind == "exception" else Message(kind, text))

    def cookies(self):
        return self.driver.get_cookies()

    def set_default_timeout(self, milliseconds):
        self.patience = milliseconds

    def close(self):
        with contextlib.suppress(Exception):
            self.driver.quit()
        self.temporary.cleanup()
