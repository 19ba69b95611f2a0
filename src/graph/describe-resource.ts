import { type Fields, fieldsOf, textOf } from "./record.js";

/**
 * What a Task calls, in a few words: `lambda collect`, `activity review`, `dynamodb:putItem`,
 * `lambda collect, waits for its token`. A text that is no ARN stays as it is.
 */
export function describeResource(resource: string, fields: Fields = {}): string {
  if (!resource.startsWith("arn:")) return resource;
  const [, , service = "", region = "", , ...rest] = resource.split(":");
  const [kind = "", ...names] = rest;
  if (service === "lambda" && kind === "function") return `lambda ${names.join(":")}`;
  if (service !== "states") return [service, ...rest].join(":");
  if (region === "") return integration(rest, fields);
  return kind === "activity" ? `activity ${names.join(":")}` : rest.join(":");
}

/** `states:::lambda:invoke.waitForTaskToken` is of the names `lambda` and `invoke.waitForTaskToken`. */
function integration(names: readonly string[], fields: Fields): string {
  const call = names.join(":").replace(/^aws-sdk:/, "");
  const [, name = call, pattern] = /^(.*?)\.(waitForTaskToken|sync(?::2)?)$/.exec(call) ?? [];
  const wait =
    pattern === undefined
      ? ""
      : pattern === "waitForTaskToken"
        ? ", waits for its token"
        : ", waits for its end";
  const given = { ...fieldsOf(fields.Parameters), ...fieldsOf(fields.Arguments) };
  const lambda = name === "lambda:invoke" ? textOf(given.FunctionName) : undefined;
  return `${lambda === undefined ? name : `lambda ${functionName(lambda)}`}${wait}`;
}

/** A function may be called by its ARN, too. */
function functionName(text: string): string {
  return text.startsWith("arn:") ? text.split(":").slice(6).join(":") : text;
}
