// A telephone may throw a page away while its camera is open. The page that comes instead says so; nothing else is known of it.

/**
 * Something is being taken or chosen outside this page, or no longer. It stands in this tab's history alone.
 * @param {boolean} isChoosing
 */
export function noteChoosing(isChoosing) {
  history.replaceState(isChoosing ? { isChoosing } : null, '');
}

/** Whether the page before this one was thrown away meanwhile; said once. */
export function wasThrownAway() {
  const was = history.state?.isChoosing === true;
  if (was) noteChoosing(false);
  return was;
}
