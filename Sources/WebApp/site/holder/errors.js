// What went wrong, in words that say what to do.

import { dateAndTime, hasText, t } from './i18n.js';

/** @param {any} error A CoreError, ImageError, PDFError, or anything. */
export function errorText(error) {
  const code = typeof error?.code === 'string' ? error.code : 'unknown';
  const detail = error?.detail ?? {};
  if (code === 'tooManyCalls') {
    const seconds = Number(detail.retryAfter);
    return seconds > 0
      ? t('error.tooManyCalls.until', { time: dateAndTime(Date.now() / 1000 + seconds) })
      : t('error.tooManyCalls');
  }
  if (code === 'joinedTooLarge') return t('error.joinedTooLarge', { name: String(detail.name) });
  if (code === 'invalid') {
    const what = String(detail.what);
    return hasText(`error.invalid.${what}`) ? t(`error.invalid.${what}`) : t('error.invalid');
  }
  return hasText(`error.${code}`) ? t(`error.${code}`) : t('error.unknown');
}
