import { descriptionFields } from '../describe.js';
import { t } from '../i18n.js';
import { actions, button } from '../ui.js';

/** @param {import('../app.js').App} app @param {{id: string}} params @returns {import('../app.js').Screen} */
export function detailsScreen(app, params) {
  const document = app.wallet?.documents.find(({ id }) => id === params.id);
  if (!document) throw new Error('no such document');
  const fields = descriptionFields(app, document);
  const back = () => app.go('document', { id: params.id });
  async function save() {
    const changed = await app.work(t('details.saving'), (core) =>
      core.call('describeDocument', { id: params.id, ...fields.values(document?.title) }),
    );
    if (!changed) return;
    await app.keepDocument(changed);
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
