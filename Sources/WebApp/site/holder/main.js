// Starts the page.

import { App } from './app.js';
import { startTexts } from './i18n.js';
import { loadKinds } from './kinds.js';

document.documentElement.dataset['started'] = 'yes';
const asked = new URLSearchParams(location.search).get('lang');
await Promise.all([startTexts(asked), loadKinds()]);
new App().start();
