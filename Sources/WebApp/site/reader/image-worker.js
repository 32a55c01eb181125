// The thread for pictures of the reader's page: they are shown only.

import { answerTasks, runShowing } from "./image-show.js";

answerTasks(runShowing);
