import { descriptionFields } from '../describe.js';
import { t } from '../i18n.js';
import { kindOf } from '../kinds.js';
import { actions, button } from '../ui.js';
import { askToHide } from './kept.js';

/** @param {import('../app.js').App} app @param {{id: string, isNew?: boolean}} params `isNew`: it was just kept. @returns {import('../app.js').Screen} */
export function detailsScreen(app, params) {
  const document = app.wallet?.documents.find(({ id }) => id === params.id);
  if (!document) throw new Error('no such document');
  const fields = descriptionFields(app, { ...document, titleHint: t('field.title.hint') });
  const back = () => (params.isNew ? app.go('list') : app.go('document', { id: params.id }));
  async function save() {
    const changed = await app.work(t('details.saving'), (core) =>
      core.call('describeDocument', { id: params.id, ...fields.values(document?.title) }),
    );
    if (!changed) return;
    await app.keepDocument(changed);
    if (params.isNew && kindOf(changed.kind).sensitive) await askToHide(app, [params.id]);
    back();
  }
  return {
    title: t('details.title'),
    body: [
      ...fields.nodes,
      actions(
        button(t('save'), { look: 'main', pictogram: 'check', on: () => void save() }),
        button(t('cancel'), { pictogram: 'back', on: back }),
      ),
    ],
  };
}
