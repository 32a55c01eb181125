// Keeps what opens a link while a tab loads its page again: in memory, for some seconds, for who knows this
// worker's name, once. Specs/decisions/0037-reload.md.

/** Longer than a page takes to load on a slow line. */
const seconds = 20;

/** @type {any} */
let kept = null;
/** Whether the page went away: before, it is nobody's to ask for. */
let isLeft = false;

function forget() {
  kept = null;
  self.close();
}

/** @type {any} */ (self).onconnect = (/** @type {MessageEvent} */ { ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.keep) {
      if (!kept) port.postMessage("kept");
      kept = { ...kept, ...data.keep };
    }
    if (data.leave) {
      isLeft = true;
      setTimeout(forget, seconds * 1000);
    }
    if (data.take) port.postMessage(isLeft ? kept : null);
    if (data.take || data.forget) forget();
  };
};
