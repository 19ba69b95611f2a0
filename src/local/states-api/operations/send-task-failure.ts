import type { Operation } from "../api.js";
import { text } from "../members.js";
import { answerTask } from "../task-answers.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const sendTaskFailure: Operation = (api, input) => {
  const error = text(input, "error", { max: 256 });
  const cause = text(input, "cause", { max: 32_768 });
  const failure = {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
  return answerTask(api, input, () => ({ failure }));
};
