// Taking everything with one: in the clear, sealed, and back again.

import { language, monthNames, t } from './i18n.js';
import { transferMoved } from './idle.js';
import { kindName, kinds } from './kinds.js';

/** Not their own type: the browser must not open them. */
const binary = { type: 'application/octet-stream' };
const headBytes = 64;
const blockBytes = 131_072;

/**
 * All documents as a ZIP archive, masked ones too, with an index page in the person's language.
 *
 * @param {any} core
 * @param {(done: number, total: number) => void} onProgress In documents.
 * @returns {Promise<{blob: Blob, unreadable: number}>}
 */
export async function clearExport(core, onProgress) {
  const { count } = await core.call('exportBegin', {
    language: language(),
    title: t('app.name'),
    notices: [t('leave.index.1'), t('leave.index.2')],
    words: ['paper', 'person', 'addedAt', 'validUntil', 'masked', 'unreadable'].map((word) => t(`leave.index.${word}`)),
    kinds: kinds().map(({ id }) => id),
    names: kinds().map(({ id }) => kindName(id)),
    months: monthNames(),
    firstDay: language() === 'fr' ? '1er' : '1',
  });
  const parts = [];
  for (let index = 0; index < count; index += 1) {
    parts.push((await core.call('exportNext')).bytes);
    transferMoved();
    onProgress(index + 1, count);
  }
  const { bytes, unreadable } = await core.call('exportEnd');
  return { blob: new Blob([...parts, bytes], binary), unreadable };
}

/**
 * All documents in one sealed file, and the seven words that open it.
 *
 * @param {any} core
 * @param {(done: number, total: number) => void} onProgress In documents.
 * @returns {Promise<{blob: Blob, words: string[]}>}
 */
export async function sealedExport(core, onProgress) {
  const begun = await core.call('sealBegin', { language: language() });
  const parts = [begun.bytes];
  for (let index = 0; index < begun.count; index += 1) {
    parts.push((await core.call('sealNext')).bytes);
    transferMoved();
    onProgress(index + 1, begun.count);
  }
  parts.push((await core.call('sealEnd')).bytes);
  return { blob: new Blob(parts, binary), words: begun.words };
}

/**
 * Takes a sealed file into the wallet. It is opened whole before anything is taken over.
 *
 * @param {any} core
 * @param {Blob} file
 * @param {string} words
 * @param {(done: number, total: number) => void} onProgress In blocks, read twice.
 * @returns {Promise<{wallet: any, added: number, alreadyThere: number}>}
 */
export async function sealedImport(core, file, words, onProgress) {
  const bytes = async (/** @type {number} */ from, /** @type {number} */ to) => {
    try {
      return new Uint8Array(await file.slice(from, to).arrayBuffer());
    } catch {
      throw { code: 'fileUnreadable' };
    }
  };
  const count = Math.max(1, Math.ceil((file.size - headBytes) / blockBytes));
  const block = async (/** @type {string} */ name, /** @type {number} */ i) => {
    const from = headBytes + i * blockBytes;
    const result = await core.call(name, { block: await bytes(from, from + blockBytes), isLast: i === count - 1 });
    transferMoved();
    onProgress(i + 1 + (name === 'importBlock' ? count : 0), 2 * count);
    return result;
  };
  await core.call('importBegin', { words, head: await bytes(0, headBytes) });
  for (let i = 0; i < count; i += 1) await block('importCheck', i);
  await core.call('importMasks');
  let report = { added: 0, alreadyThere: 0 };
  for (let i = 0; i < count; i += 1) report = await block('importBlock', i);
  return { wallet: await core.call('importEnd'), ...report };
}
