import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import { type Resource, TaskFailure } from "../engine/index.js";

/** Calls an operation of the API beside; throws an error whose `code` and `message` are the API's. */
export type CallStates = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<object>;

/** `aws-sdk:sfn:*`: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html. */
export function stepFunctions(call: CallStates): Resource {
  return {
    waitsForExecutions: true,
    async run({ resource, parameters, signal }) {
      const action = resource.kind === "integration" ? resource.action : "";
      const operation = `${action[0]?.toUpperCase()}${action.slice(1)}`;
      try {
        return toIntegration(await call(operation, toApi(parameters), signal));
      } catch (error) {
        const { code, message } = error as { code?: string; message?: string }; // a wire exception, or a fault of ours
        if (code === undefined) throw error;
        const modelled = code.endsWith("Exception") ? code : `${code}Exception`;
        throw new TaskFailure({
          error: `Sfn.${modelled}`,
          cause: `${message} (Service: Sfn, Status Code: 400, Request ID: ${randomUUID()}) (SDK Attempt Count: 1)`,
        });
      }
    },
  };
}

/** Members that hold JSON text; an integration takes the value itself too. */
const TEXTS = new Set(["input", "output", "definition"]);

function toApi(parameters: JsonValue): Record<string, unknown> {
  const entries = Object.entries((parameters ?? {}) as Readonly<Record<string, JsonValue>>); // an object, or nothing
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const member = `${name[0]?.toLowerCase()}${name.slice(1)}`;
      return [
        member,
        TEXTS.has(member) && typeof value !== "string" ? JSON.stringify(value) : value,
      ];
    }),
  );
}

/** Names with a capital, and times as text. */
function toIntegration(answer: unknown, name = ""): JsonValue {
  if (Array.isArray(answer)) return answer.map((item) => toIntegration(item));
  if (typeof answer === "number" && /(?:Date|timestamp)$/i.test(name)) {
    return new Date(answer * 1000).toISOString();
  }
  if (typeof answer !== "object" || answer === null) return (answer ?? null) as JsonValue; // what JSON has
  const members = Object.entries(answer).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    members.map(([member, value]) => [
      `${member[0]?.toUpperCase()}${member.slice(1)}`,
      toIntegration(value, member),
    ]),
  );
}
