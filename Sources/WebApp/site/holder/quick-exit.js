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

/** A plain page of this site. What comes from here alone is asked of nobody else. */
export const ownPage = '/app/weather.html';
let leadsTo = ownPage;

/** Another site's page, if the operator chose one (Specs/site.md, "The operator's words"). */
export async function learnWhereExitLeads() {
  const answer = await fetch('/app/service.json', { credentials: 'omit' }).catch(() => null);
  const said = answer?.ok ? await answer.json().catch(() => null) : null;
  if (typeof said?.exit === 'string' && /^https:\/\/[^/]/.test(said.exit)) leadsTo = said.exit;
}

/** An ordinary page in the place of this one, also in the history. */
export function goElsewhere() {
  // The history keeps the last title, and is not to tell of which screen it was.
  document.title = '';
  document.documentElement.replaceChildren();
  // Without a network a browser would say whose page it could not get.
  location.replace(navigator.onLine ? leadsTo : 'about:blank');
}
