// Prints one thing alone: what stands in the page is left out meanwhile.

import { el } from './dom.js';

/**
 * @param {(import('./dom.js').Child)[]} content
 * @returns {Promise<void>} once the dialog is closed; nothing of it stays in the page
 */
export async function printAlone(content) {
  const page = el('div', { class: 'paper' }, content);
  const title = document.title;
  document.body.append(page);
  document.documentElement.classList.add('printing-paper');
  document.title = '.'; // what a spooler would keep as the job's name
  await new Promise((done) => {
    // Some browsers return from print() at once: the paper stays until they are done.
    addEventListener('afterprint', done, { once: true });
    window.print();
  });
  document.title = title;
  document.documentElement.classList.remove('printing-paper');
  page.remove();
}
