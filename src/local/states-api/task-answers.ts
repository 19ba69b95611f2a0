import type { TaskAnswer } from "../engine/index.js";
import type { WireInput } from "../protocol/aws-json.js";
import type { StatesApi } from "./api.js";
import { refuse } from "./exceptions.js";
import { requiredText } from "./members.js";

/** Hands on what is sent for a task token. Throws InvalidToken, TaskTimedOut. */
export function answerTask({ engine }: StatesApi, input: WireInput, answer: TaskAnswer): object {
  const token = requiredText(input, "taskToken", { min: 1, max: 2048 });
  const answered = engine.answerTask(token, answer);
  if (answered === "invalid") throw refuse.invalidToken();
  if (answered === "over") throw refuse.taskOver();
  return {};
}
