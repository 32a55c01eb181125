// The screens by name.

import { addScreen } from './screens/add.js';
import { closedScreen } from './screens/closed.js';
import { createScreen } from './screens/create.js';
import { deleteScreen } from './screens/delete.js';
import { detailsScreen } from './screens/details.js';
import { documentScreen } from './screens/document.js';
import { grantScreen } from './screens/grant.js';
import { keptScreen } from './screens/kept.js';
import { helpScreen } from './screens/help.js';
import { listScreen } from './screens/list.js';
import { moreScreen } from './screens/more.js';
import { openScreen } from './screens/open.js';
import { prepareScreen } from './screens/prepare.js';
import { shareChooseScreen } from './screens/share-choose.js';
import { shareMadeScreen } from './screens/share-made.js';
import { shareTermsScreen } from './screens/share-terms.js';
import { sharesScreen } from './screens/shares.js';
import { startScreen } from './screens/start.js';

/** @typedef {(app: import('./app.js').App, params: any) => import('./app.js').Screen} MakeScreen */

/** What is needed seldom comes when it is. What shows something that was made is there before, as the network may drop.
 * @type {Record<string, () => Promise<MakeScreen>>}
 */
export const rareScreens = {
  note: async () => (await import('./screens/note.js')).noteScreen,
  camera: async () => (await import('./screens/camera.js')).cameraScreen,
  scanner: async () => (await import('./screens/scanner.js')).scannerScreen,
  complaints: async () => (await import('./screens/complaints.js')).complaintsScreen,
  advice: async () => (await import('./screens/advice.js')).adviceScreen,
  compartment: async () => (await import('./screens/compartment.js')).compartmentScreen,
  move: async () => (await import('./screens/move.js')).moveScreen,
  leave: async () => (await import('./screens/leave.js')).leaveScreen,
  masks: async () => (await import('./screens/masks.js')).masksScreen,
  blackout: async () => (await import('./screens/blackout.js')).blackoutScreen,
  meeting: async () => (await import('./screens/meeting.js')).meetingScreen,
  'share-preview': async () => (await import('./screens/share-preview.js')).sharePreviewScreen,
  lock: async () => (await import('./screens/lock.js')).lockScreen,
  stop: async () => (await import('./screens/stop.js')).stopScreen,
  keys: async () => (await import('./screens/keys.js')).keysScreen,
  card: async () => (await import('./screens/card.js')).cardScreen,
  'open-card': async () => (await import('./screens/open-card.js')).openCardScreen,
  recovery: async () => (await import('./screens/recovery.js')).recoveryScreen,
  recover: async () => (await import('./screens/recover.js')).recoverScreen,
  removed: async () => (await import('./screens/removed.js')).removedScreen,
  versions: async () => (await import('./screens/versions.js')).versionsScreen,
  change: async () => (await import('./screens/change.js')).changeScreen,
};

/** @type {Record<string, MakeScreen>} */
export const screens = {
  start: startScreen,
  open: openScreen,
  create: createScreen,
  list: listScreen,
  add: addScreen,
  prepare: prepareScreen,
  kept: keptScreen,
  document: documentScreen,
  details: detailsScreen,
  share: shareChooseScreen,
  'share-terms': shareTermsScreen,
  'share-made': shareMadeScreen,
  shares: sharesScreen,
  grant: grantScreen,
  delete: deleteScreen,
  closed: closedScreen,
  help: helpScreen,
  more: moreScreen,
};
