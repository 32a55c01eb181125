// Leaves at once: a button that is always there, or Shift three times.

const within = 2000;

/** @param {() => void} leave */
export function watchForQuickExit(leave) {
  /** @type {number[]} */
  let presses = [];
  let alone = false;
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Shift') {
        presses = [];
        alone = false;
      } else if (!event.repeat) {
        alone = true;
      }
    },
    { capture: true },
  );
  addEventListener(
    'keyup',
    (event) => {
      if (event.key !== 'Shift' || !alone) return;
      alone = false;
      presses = [...presses.filter((time) => event.timeStamp - time < within), event.timeStamp];
      if (presses.length >= 3) leave();
    },
    { capture: true },
  );
}

/** An empty page in the place of this one, also in the history. */
export function goNowhere() {
  // The history keeps the last title, and is not to tell of which screen it was.
  document.title = '';
  document.documentElement.replaceChildren();
  location.replace('about:blank');
}
