import { setTimeout as sleep } from "node:timers/promises";
import { validateDefinition } from "sfn-task-tools/asl";
import { expect, onTestFinished, test } from "vitest";
import {
  compileProgram,
  Engine,
  type Program,
  type Resource,
  type Run,
  realClock,
} from "../../../../src/local/engine/index.js";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work";

function programOf(definition: object): Program {
  const { definition: valid, diagnostics } = validateDefinition(JSON.stringify(definition));
  if (valid === undefined) throw new Error(JSON.stringify(diagnostics));
  return compileProgram(valid);
}

function engineWith(run: Resource["run"]): Engine {
  const engine = new Engine({
    clock: realClock(),
    region: "us-east-1",
    resourceOf: () => ({ run }),
    items: async function* () {},
    results: async () => {},
  });
  onTestFinished(() => engine.close());
  return engine;
}

test("a run is JSON, and goes on from it in another engine", async () => {
  const program = programOf({
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        End: true,
        Branches: [
          { StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 1, End: true } } },
          { StartAt: "Work", States: { Work: { Type: "Task", Resource: FUNCTION, End: true } } },
        ],
      },
    },
  });
  const first = engineWith(() => new Promise(() => {}));
  const started = first.start({
    arn: "arn:aws:states:us-east-1:123456789012:execution:m:run",
    name: "run",
    type: "STANDARD",
    program,
    inputText: '{"a": 1}',
    machine: {
      arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m",
      name: "m",
      roleArn: "arn:aws:iam::123456789012:role/any",
      definition: "{}",
      updatedAt: 0,
      settings: {},
    },
  });
  await sleep(100);
  first.close();
  const kept = JSON.parse(JSON.stringify(started)) as Run; // what was kept
  expect(kept).toEqual(started);

  const second = engineWith(async ({ parameters }) => ({ did: parameters }));
  second.resume(kept, program);
  const run = await second.ended(kept.arn);
  expect([run.status, run.outputText]).toEqual(["SUCCEEDED", '[{"a":1},{"did":{"a":1}}]']);
  expect(run.events.map(({ id }) => id)).toEqual(run.events.map((_, at) => at + 1));
});
