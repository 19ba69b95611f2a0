import { isToken, type TaskAnswer } from "../engine/index.js";
import type { WireInput } from "../protocol/aws-json.js";
import type { StatesApi } from "./api.js";
import { refuse } from "./exceptions.js";
import { requiredText } from "./members.js";

/** Hands on what is sent for a task token, which is looked at first. Throws InvalidToken, TaskTimedOut. */
export function answerTask(
  { engine }: StatesApi,
  input: WireInput,
  read: () => TaskAnswer,
): object {
  const token = requiredText(input, "taskToken", { min: 1, max: 2048 });
  if (!isToken(token)) throw refuse.invalidToken();
  if (!engine.answerTask(token, read())) throw refuse.taskOver();
  return {};
}
