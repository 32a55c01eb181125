// Starts the page.

import { App } from './app.js';
import { startTexts } from './i18n.js';
import { loadKinds } from './kinds.js';
import { loadPictograms } from './pictograms.js';

document.documentElement.dataset['started'] = 'yes';
// "/#lang=nl", as a terminal may be set up; after the sign "#", as the server isn't to be told.
const asked = new URLSearchParams(location.hash.slice(1)).get('lang');
await Promise.all([startTexts(asked), loadKinds(), loadPictograms().catch(() => {})]);
new App().start();
