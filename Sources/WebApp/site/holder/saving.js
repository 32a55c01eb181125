// Saves a document outside the wallet: only when the person chose so.

/** @type {Record<string, string>} */
const endings = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'application/pdf': 'pdf', 'text/plain': 'txt',
};

/** @param {string} title @param {string | null} type By the content; null keeps what the title ends with. */
export function fileName(title, type) {
  // eslint-disable-next-line no-control-regex
  const safe = title.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ').replace(/^[.\s]+|[.\s]+$/g, '').slice(0, 80);
  const ending = type ? endings[type] : undefined;
  const name = safe || 'document';
  return !ending || name.toLowerCase().endsWith(`.${ending}`) ? name : `${name}.${ending}`;
}

/** @param {Uint8Array} bytes @param {string} name */
export function saveFile(bytes, name) {
  // Not the document's own type: the browser must not open it in a tab.
  saveBlob(new Blob([bytes], { type: 'application/octet-stream' }), name);
}

/** @param {Blob} blob @param {string} name */
export function saveBlob(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
