// A note in the person's own words: plain text, which every reader can show.
//
// The helps to write (a step, a contact, a request) put lines into the text; the
// text stays the person's, and can be changed as they like.

import { Adding } from '../adding.js';
import { noteType, textOf, typeOf } from '../file-type.js';
import { Draft, isDraft, withoutMark } from '../draft.js';
import { el, fill } from '../dom.js';
import { date, t } from '../i18n.js';
import { cleanLine } from '../papers.js';
import { actions, ask, button, choices, field, notice, paragraph } from '../ui.js';

/** The notes of the list of kinds, each with the lines that help to write it. */
const forms = {
  story: { pictogram: 'recit', lines: [] },
  rights: { pictogram: 'justice', lines: ['right', 'since', 'next'] },
  contacts: { pictogram: 'person', lines: ['who', 'service', 'phone', 'mail'] },
  requests: { pictogram: 'cpas', lines: ['what', 'where', 'situation'] },
  steps: { pictogram: 'check', lines: ['asked', 'whom', 'result', 'then'] },
};

/** @typedef {keyof typeof forms} Form @typedef {import('../app.js').App} App */

/** @param {App} app @param {{id?: string}} params @returns {import('../app.js').Screen} */
export function noteScreen(app, params) {
  const document = app.wallet?.documents.find(({ id }) => id === params.id);
  const title = field(t('field.title'), { value: withoutMark(document?.title ?? ''), on: () => draft.changed() });
  const text = field(t('note.text'), { rows: 12, hint: t('note.text.hint'), on: () => draft.changed() });
  const helper = el('div', {});
  let saved = '';
  const draft = new Draft(app, document, () => (isChanged() ? { title: name(), bytes: bytes() } : null));
  const isChanged = () => text.input.value !== '' && text.input.value !== saved;
  const name = () => cleanLine(title.value(), 200) || t('kind.recit');
  const bytes = () => new TextEncoder().encode(text.input.value.replace(/\r\n?/g, '\n'));
  const asks = (/** @type {Event} */ event) => {
    if (isChanged()) event.preventDefault();
  };
  addEventListener('beforeunload', asks);

  /** @param {Form} form */
  function drawHelper(form) {
    const lines = forms[form].lines;
    if (lines.length === 0) return fill(helper);
    const fields = lines.map((line) => ({ line, field: field(t(`note.${form}.${line}`)) }));
    const insert = () => {
      const entry = fields
        .filter((one) => one.field.value())
        .map((one) => `${t(`note.${form}.${one.line}`)}${t('note.colon')} ${one.field.value()}`);
      if (entry.length === 0) return fields[0]?.field.input.focus();
      const dated = form === 'steps' ? [date(app.now()), ...entry] : entry;
      // The newest step stands first; the others follow what is there.
      const parts = form === 'steps' ? [dated.join('\n'), text.value()] : [text.value(), dated.join('\n')];
      text.input.value = parts.filter(Boolean).join('\n\n');
      draft.changed();
      for (const one of fields) one.field.input.value = '';
      app.say(t('note.inserted'));
      text.input.focus({ preventScroll: true });
      text.root.scrollIntoView({ block: 'start' });
    };
    fill(
      helper,
      el(
        'div',
        { class: 'card', role: 'group', 'aria-label': t(`note.form.${form}`) },
        form === 'requests' ? paragraph(t('note.requests.own'), 'hint') : null,
        fields.map((one) => one.field.root),
        actions(button(t(`note.${form}.insert`), { pictogram: 'add', on: insert })),
      ),
    );
  }

  const form = choices(
    t('note.form'),
    /** @type {Form[]} */ (Object.keys(forms)).map((value) => ({
      value,
      label: t(`note.form.${value}`),
      hint: t(`note.form.${value}.hint`),
      pictogram: forms[value].pictogram,
    })),
    {
      value: document ? '' : 'story',
      tiles: true,
      on: (value) => {
        const chosen = /** @type {Form} */ (value);
        const names = Object.keys(forms).map((name) => t(`note.form.${name}`));
        if (!title.value() || names.includes(title.value())) title.input.value = t(`note.form.${chosen}`);
        drawHelper(chosen);
      },
    },
  );
  if (!document) title.input.value = t('note.form.story');

  async function load() {
    const read = await app.work(t('document.fetching'), (core) => core.call('readDocument', { id: params.id }));
    if (!read || !document) return;
    // What is called a text and is none would be lost by being saved as one.
    if (typeOf(read.bytes, document.mediaType) !== 'text/plain') {
      app.go('document', { id: document.id });
      return app.fail({ code: 'notText' });
    }
    saved = textOf(read.bytes);
    text.input.value = saved;
  }

  const adding = new Adding();

  async function save() {
    if (!text.value()) return text.setError(t('note.empty'));
    const kept = await app.work(t('note.saving'), async (core) => {
      const drafted = await draft.settled();
      // A draft becomes the note; of a note that is changed it has done its work.
      const place = document && !isDraft(document) ? document : drafted ?? document;
      const keepsEarlier = place?.id === document?.id && !isDraft(document);
      const made = await (place
        ? core.call('replaceDocument', { id: place.id, bytes: bytes(), keepsEarlier, title: name(), mediaType: noteType })
        : adding.add(app, core, {
            title: name(), kind: 'recit', person: '', mediaType: noteType, validUntil: null, bytes: bytes(),
          }));
      saved = text.input.value;
      if (drafted && drafted.id !== made.id) await removeNow(drafted.id);
      return made;
    });
    if (!kept) return;
    await app.keepDocument(kept);
    app.go('document', { id: kept.id });
  }

  /** @param {string} id */
  async function removeNow(id) {
    await app.call('removeDocument', { id, isForGood: true });
    await app.forgetDocument(id);
  }

  async function back() {
    const sure = !isChanged() || (await ask({ title: t('note.leave'), text: t('note.leave.text'), yes: t('note.leave.yes') }));
    if (!sure) return;
    draft.end();
    const drafted = await draft.settled();
    if (drafted && drafted.id !== document?.id && !(await app.work(t('note.leaving'), () => removeNow(drafted.id).then(() => true)))) return;
    saved = text.input.value;
    if (document) app.go('document', { id: document.id });
    else app.go('add');
  }

  if (document) void load();
  return {
    title: t(document ? 'note.title.edit' : 'note.title'),
    body: [
      notice('info', paragraph(t('note.own'))),
      document ? el('details', {}, el('summary', {}, t('note.help')), form.root, helper) : [form.root, helper],
      title.root,
      text.root,
      draft.said,
      actions(
        button(t('save'), { look: 'main', pictogram: 'check', on: () => void save() }),
        button(t('cancel'), { pictogram: 'back', on: () => void back() }),
      ),
    ],
    leave: () => {
      removeEventListener('beforeunload', asks);
      app.later(draft.keep());
      draft.end();
      text.input.value = '';
      saved = '';
    },
  };
}
