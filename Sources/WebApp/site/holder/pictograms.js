// The drawings, taken into the page at its start: those of another file go when the network does.

/** Of symbols: another element of the page may have the name alone. */
export const prefix = 'pictogram-';

/** @returns {Promise<void>} @throws if they don't come */
export async function loadPictograms() {
  const drawings = await new Promise((resolve, reject) => {
    // As a document: no text of it is made into elements by the page.
    const request = new XMLHttpRequest();
    request.open('GET', new URL('pictograms.svg', import.meta.url));
    request.responseType = 'document';
    request.overrideMimeType('image/svg+xml');
    request.onload = () => (request.status === 200 ? resolve(request.responseXML) : reject(new Error('no pictograms')));
    request.onerror = () => reject(new Error('no pictograms'));
    request.send();
  });
  const root = document.importNode(drawings.documentElement, true);
  root.setAttribute('hidden', '');
  for (const symbol of root.querySelectorAll('symbol')) symbol.id = prefix + symbol.id;
  // Beside the body, which is emptied when a session ends.
  document.documentElement.append(root);
}
