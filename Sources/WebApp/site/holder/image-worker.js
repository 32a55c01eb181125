// The thread for pictures of the holder's app: they are shown, and kept.

import { runKeeping } from './image-keep.js';
import { answerTasks } from './image-show.js';

answerTasks(runKeeping);
