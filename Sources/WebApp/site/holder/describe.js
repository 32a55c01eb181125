// The fields that describe a document: title, kind, whose it is, until when it is valid.

import { t } from './i18n.js';
import { kindName, kinds } from './kinds.js';
import { cleanLine } from './papers.js';
import { choices, field } from './ui.js';

const titleBytes = 240;
const personBytes = 80;

/** @param {import('./app.js').App} app */
function persons(app) {
  const names = (app.wallet?.documents ?? []).map(({ person }) => person).filter(Boolean);
  return [...new Set(names)].sort();
}

/**
 * @param {import('./app.js').App} app
 * @param {{title?: string, kind?: string, person?: string, validUntil?: string | null, titleHint?: string}} values
 */
export function descriptionFields(app, values) {
  const title = field(t('field.title'), { value: values.title ?? '', hint: values.titleHint });
  const kind = choices(
    t('field.kind'),
    kinds().map(({ id, pictogram }) => ({ value: id, label: kindName(id), hint: t(`kind.${id}.examples`), pictogram })),
    { value: values.kind ?? '', tiles: true },
  );
  const person = field(t('field.person'), {
    value: values.person ?? '',
    hint: t('field.person.hint'),
    suggestions: persons(app),
  });
  const validUntil = field(t('field.validUntil'), {
    type: 'date',
    value: values.validUntil ?? '',
    hint: t('field.validUntil.hint'),
  });
  return {
    title,
    nodes: [title.root, kind.root, person.root, validUntil.root],
    /** @param {string} [fallback] The title when none was given. */
    values: (fallback) => {
      const chosen = kind.value() || 'autre';
      return {
        title: cleanLine(title.value(), titleBytes) || fallback || kindName(chosen),
        kind: chosen,
        person: cleanLine(person.value(), personBytes),
        validUntil: /^\d{4}-\d\d-\d\d$/.test(validUntil.value()) ? validUntil.value() : null,
      };
    },
  };
}
