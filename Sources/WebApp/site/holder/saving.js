// Saves a document outside the wallet: only when the person chose so.

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
