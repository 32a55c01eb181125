// A paper is added once, though an answer was lost on the way.

/** @typedef {import('./app.js').App} App @typedef {import('./app.js').Document} Document */

export class Adding {
  /** What was there before a try whose answer did not come, and what was tried.
   * @type {{ids: Set<string>, title: string, byteCount: number} | null}
   */
  #tried = null;

  /**
   * Adds a document; after a try that failed it is looked for first: the app has read the wallet again by then.
   *
   * @param {App} app
   * @param {any} core
   * @param {{title: string, bytes: Uint8Array, thumbnail?: Uint8Array | null | undefined, [name: string]: any}} fields
   * @returns {Promise<Document>}
   */
  async add(app, core, fields) {
    const tried = this.#tried;
    const documents = app.wallet?.documents ?? [];
    const there = tried
      && documents.find(({ id, title, byteCount }) => !tried.ids.has(id) && title === tried.title && byteCount === tried.byteCount);
    if (there) {
      this.#tried = null;
      return there;
    }
    this.#tried = { ids: new Set(documents.map(({ id }) => id)), title: fields.title, byteCount: fields.bytes.length };
    // The core takes the buffers that it is given.
    const added = await core.call('addDocument', { ...fields, bytes: fields.bytes.slice(), thumbnail: fields.thumbnail?.slice() });
    this.#tried = null;
    await app.keepDocument(added);
    return added;
  }
}
