import { parseText } from "../../engine/index.js";
import type { Operation } from "../api.js";
import { checkOutput } from "../input.js";
import { requiredText } from "../members.js";
import { answerTask } from "../task-answers.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess: Operation = (api, input) => {
  return answerTask(api, input, () => ({
    output: parseText(checkOutput(requiredText(input, "output"), "output")),
  }));
};
