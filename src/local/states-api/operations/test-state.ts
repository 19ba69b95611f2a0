import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../../shared/json.js";
import {
  MockMismatch,
  testState as runTest,
  type SourceItem,
  type StateTest,
  type StateTested,
  textOf,
  type Variables,
} from "../../engine/index.js";
import type { WireInput } from "../../protocol/aws-json.js";
import type { Operation, StatesApi } from "../api.js";
import { refuse } from "../exceptions.js";
import { checkInput } from "../input.js";
import { flag, number, requiredText, structure, text, word } from "../members.js";
import { inspectionData } from "../test-state/inspection-data.js";
import { readMock } from "../test-state/mock.js";
import { readContext } from "../test-state/mocked-context.js";
import {
  type Fields,
  refuseUnmocked,
  type TestedState,
  testedState,
} from "../test-state/tested-state.js";

/** Runs one state alone, with a mock or for real: https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html. */
export const testState: Operation = async (api, input, signal) => {
  const definition = requiredText(input, "definition", { min: 1, max: 1_048_576 });
  const level = word(input, "inspectionLevel", ["INFO", "DEBUG", "TRACE"]) ?? "INFO";
  const roleArn = text(input, "roleArn", { min: 1, max: 256 });
  const inputText = checkInput(text(input, "input") ?? "{}", "input");
  flag(input, "revealSecrets"); // there are no secrets here to reveal
  const tested = testedState(definition, text(input, "stateName", { min: 1, max: 80 }));
  const mock = readMock(input, tested);
  const context = readContext(input, tested);
  if (mock === undefined) refuseUnmocked(api, tested, roleArn);
  const test = {
    ...identityOf(api, roleArn, definition),
    state: { ...tested.state, name: tested.name },
    inputText,
    variables: readVariables(input),
    context,
    mock,
    ...settingsOf(api, input, tested, signal),
  };
  const outcome = await runTest(api.engine, test).catch((error: unknown) => {
    throw error instanceof MockMismatch ? refuse.validation(error.message) : error;
  });
  return {
    ...answerOf(outcome),
    inspectionData: level === "INFO" ? undefined : inspectionData(tested, inputText, outcome),
  };
};

function answerOf({ status, output, failure, next }: StateTested): object {
  return {
    status,
    output: output === undefined ? undefined : textOf(output),
    error: failure?.error,
    cause: failure?.cause,
    nextState: next,
  };
}

/** A test has an execution and a machine of its own, which nobody lists. */
function identityOf(
  { engine, partition, region, account }: StatesApi,
  roleArn: string | undefined,
  definition: string,
): Pick<StateTest, "arn" | "name" | "machine"> {
  const [machine, name] = [randomUUID(), randomUUID()];
  const prefix = `arn:${partition}:states:${region}:${account}`;
  return {
    arn: `${prefix}:express:${machine}:${name}`,
    name,
    machine: {
      arn: `${prefix}:stateMachine:${machine}`,
      name: machine,
      roleArn: roleArn ?? `arn:${partition}:iam::${account}:role/TestState`,
      definition,
      settings: {},
      updatedAt: engine.clock.now(),
    },
  };
}

function readVariables(input: WireInput): Variables {
  const given = text(input, "variables", { max: 262_144 });
  if (given === undefined) return {};
  const value = parsed(given);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Variables; // just looked at
  }
  throw refuse.validation("The variables must be a JSON object, whose keys are their names");
}

function settingsOf(
  api: StatesApi,
  input: WireInput,
  { definition }: TestedState,
  signal: AbortSignal,
): Pick<StateTest, "retried" | "read"> {
  const settings = structure(input, "stateConfiguration") ?? {};
  const cause = text(settings, "errorCausedByState", { min: 1, max: 80 });
  if (cause !== undefined && !statesWithin(definition).includes(cause)) {
    throw refuse.validation(
      `errorCausedByState must name a state within the tested Map or Parallel state, got '${cause}'`,
    );
  }
  const data = text(settings, "mapItemReaderData", { max: 262_144 });
  if (data !== undefined && definition.ItemReader === undefined) {
    throw refuse.validation("mapItemReaderData is for a Map state with an ItemReader");
  }
  const most = { min: 0, max: Number.MAX_SAFE_INTEGER };
  return {
    retried: number(settings, "retrierRetryCount", most) ?? 0,
    read: data === undefined ? undefined : (request) => all(api.itemsIn(data)(request, 0, signal)),
  };
}

async function all(items: AsyncIterator<SourceItem>): Promise<SourceItem[]> {
  const found: SourceItem[] = [];
  for (;;) {
    const { done, value } = await items.next();
    if (done === true) return found;
    found.push(value);
  }
}

function statesWithin({ Branches = [], ItemProcessor, Iterator }: Fields): string[] {
  const scopes = [...(Branches as Fields[]), ItemProcessor, Iterator] as (Fields | undefined)[]; // validated
  return scopes.flatMap(({ States = {} } = {}) =>
    Object.entries(States as Readonly<Record<string, Fields>>).flatMap(([name, state]) => [
      name,
      ...statesWithin(state),
    ]),
  );
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue; // from JSON
  } catch {
    return undefined;
  }
}
