import type { Operation } from "../api.js";
import { answerTask } from "../task-answers.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export const sendTaskHeartbeat: Operation = (api, input) =>
  answerTask(api, input, () => ({ heartbeat: true }));
