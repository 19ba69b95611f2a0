import { setTimeout as sleep } from "node:timers/promises";
import { validateDefinition } from "sfn-task-tools/asl";
import { expect, onTestFinished, test } from "vitest";
import {
  compileProgram,
  Engine,
  type ItemSource,
  type Program,
  type Resource,
  type ResultSink,
  type Run,
  type RunStore,
  realClock,
  TaskFailure,
} from "../../../../src/local/engine/index.js";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work";
const ITEMS = 2_000;

const processor = {
  StartAt: "Work",
  States: { Work: { Type: "Task", Resource: FUNCTION, End: true } },
};

const definition = {
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      End: true,
      MaxConcurrency: 10,
      ToleratedFailurePercentage: 100,
      ItemReader: { Resource: "arn:aws:states:::s3:getObject", Parameters: {} },
      ItemBatcher: { MaxItemsPerBatch: 3 },
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Parameters: { Bucket: "b", Prefix: "p" },
      },
      ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, ...processor },
    },
  },
};

function programOf(definition: object): Program {
  const { definition: valid, diagnostics } = validateDefinition(JSON.stringify(definition));
  if (valid === undefined) throw new Error(JSON.stringify(diagnostics));
  return compileProgram(valid);
}

/** Numbers, and where each reading of them began. */
function numbers(skips: number[]): ItemSource {
  return async function* (_request, skip) {
    skips.push(skip);
    for (let value = skip; value < ITEMS; value += 1) yield { value, source: "S3://b/k" };
  };
}

function engineWith(
  run: Resource["run"],
  items: ItemSource,
  files: Map<string, string>,
  store: { readonly store?: RunStore } = {},
): Engine {
  const results: ResultSink = async ({ key, text }) => {
    files.set(key, text);
  };
  const resourceOf = () => ({ run });
  const engine = new Engine({
    clock: realClock(),
    region: "us-east-1",
    resourceOf,
    items,
    results,
    ...store,
    programOf: (run) => programOf(JSON.parse(run.machine.definition) as object),
  });
  onTestFinished(() => engine.close());
  return engine;
}

const STATES = "arn:aws:states:us-east-1:123456789012";

function newRun(program: Program, machine: object = definition): Parameters<Engine["start"]>[0] {
  return {
    arn: `${STATES}:execution:m:run`,
    name: "run",
    type: "STANDARD",
    program,
    inputText: "{}",
    machine: {
      arn: `${STATES}:stateMachine:m`,
      name: "m",
      roleArn: "arn:aws:iam::123456789012:role/any",
      definition: JSON.stringify(machine),
      updatedAt: 0,
      settings: {},
    },
  };
}

test("a distributed Map goes on from its document: each item once, reading from where it stood", async () => {
  const program = programOf(definition);
  const worked: number[] = [];
  const skips: number[] = [];
  const files = new Map<string, string>();
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const work = async ({ parameters }: { parameters: unknown }) => {
    const { Items } = parameters as { Items: number[] };
    worked.push(...Items);
    if (Items.includes(300)) throw new TaskFailure({ error: "Bad" });
    return Items.length;
  };
  // The first engine works until it has had an item in the middle, and holds that child.
  const first = engineWith(
    async (call) => {
      const { Items } = call.parameters as unknown as { Items: number[] };
      if (Items.some((item) => item >= 450)) {
        stop();
        await new Promise(() => {});
      }
      return work(call);
    },
    numbers(skips),
    files,
  );
  const started = first.start(newRun(program));
  await stopped;
  const active = () => Object.keys(Object.values(started.mapRuns)[0]?.active ?? {}).map(Number);
  await expect.poll(() => Math.min(...active())).toBe(150); // the first that is held: 450 to 452
  first.close();
  const kept = JSON.parse(JSON.stringify(first.runs())) as Run[]; // what was kept
  expect(kept).toEqual(first.runs());
  const [parent, ...children] = kept as [Run, ...Run[]];

  const { taken = 0, begun = 0, begunItems } = Object.values(parent.mapRuns)[0] ?? {};
  expect(begunItems).toBe(begun * 3);
  const second = engineWith(work, numbers(skips), files);
  // Of the children that ran one was lost: its parent's document has what it takes to start it.
  const running = children.filter(({ status }) => status === "RUNNING");
  for (const child of children) {
    if (child === running[0]) continue;
    second.resume(child, programOf(JSON.parse(child.machine.definition) as object));
  }
  second.resume(parent, program);
  const run = await second.ended(parent.arn);
  expect(run.status).toBe("SUCCEEDED");
  expect(worked.sort((a, b) => a - b)).toEqual(Array.from({ length: ITEMS }, (_, at) => at));
  expect(skips).toEqual([0, taken]);
  expect(taken).toBeGreaterThan(450);

  const [mapRun] = Object.values(run.mapRuns);
  const folder = mapRun?.results?.folder;
  const records = (kind: string) =>
    JSON.parse(files.get(`${folder}/${kind}_0.json`) ?? "") as { Input: string }[];
  const items = [...records("SUCCEEDED"), ...records("FAILED")].flatMap(
    ({ Input }) => (JSON.parse(Input) as { Items: number[] }).Items,
  );
  expect(items.sort((a, b) => a - b)).toEqual(worked);
  expect(mapRun?.ended.FAILED).toEqual({ executions: 1, items: 3 });
});

test("what a reader brings after its Map was stopped is not of the redriven one", async () => {
  const readings: (() => void)[] = [];
  /** Reads on beyond the first items when it is let. */
  const slow: ItemSource = async function* (request, skip, signal) {
    for await (const item of { [Symbol.asyncIterator]: () => numbers([])(request, skip, signal) }) {
      if (item.value === 300) await new Promise<void>((resolve) => readings.push(resolve));
      yield item;
    }
  };
  const worked: number[] = [];
  let hold = true;
  const work: Resource["run"] = async ({ parameters }) => {
    const { Items } = parameters as unknown as { Items: number[] };
    if (hold && Items.some((item) => item >= 150)) await new Promise(() => {});
    worked.push(...Items);
    return Items.length;
  };
  const engine = engineWith(work, slow, new Map());
  const { arn } = engine.start(newRun(programOf(definition)));
  // It has begun all up to what it holds, and reads on meanwhile.
  await expect.poll(() => [worked.length, readings.length]).toEqual([150, 1]);
  engine.stop(arn, {});
  await engine.ended(arn);
  hold = false;
  expect(await engine.redrive(arn, undefined)).toBe(undefined);
  for (const at of [0, 1]) {
    await expect.poll(() => readings.length).toBeGreaterThan(at);
    readings[at]?.();
  }
  expect((await engine.ended(arn)).status).toBe("SUCCEEDED");
  expect(worked.sort((a, b) => a - b)).toEqual(Array.from({ length: ITEMS }, (_, at) => at));
});

test.each(["STANDARD", "EXPRESS"] as const)(
  "the end of a child of type %s that was stopped, told after its Map was redriven, is not the end of its next attempt",
  async (ExecutionType) => {
    /** Hands out copies, as a folder does, and is slow to keep what was aborted. */
    const store: RunStore = {
      isDurable: false,
      async keep({ status, mapRunArn }) {
        if (status === "ABORTED" && mapRunArn !== undefined) await sleep(50);
      },
      endedRun: (run) => structuredClone(run),
      reopened: (run) => structuredClone(run),
      forget: () => {},
      settled: () => undefined,
    };
    let hold = true;
    let begun = 0;
    const work: Resource["run"] = async () => {
      begun += 1;
      if (hold) await new Promise(() => {});
      // Those that are begun once more outlast the late ends of those before them.
      if (begun <= 20) await sleep(150);
      return begun;
    };
    const engine = engineWith(work, numbers([]), new Map(), { store });
    const { Each } = definition.States;
    const ItemProcessor = {
      ...processor,
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType },
    };
    const typed = { ...definition, States: { Each: { ...Each, ItemProcessor } } };
    const { arn } = engine.start(newRun(programOf(typed), typed));
    await expect.poll(() => begun).toBe(10);
    engine.stop(arn, {});
    await engine.ended(arn);
    hold = false;
    expect(await engine.redrive(arn, undefined)).toBe(undefined);
    const { status, mapRuns } = await engine.ended(arn);
    const [mapRun] = Object.values(mapRuns);
    expect([status, mapRun?.ended.ABORTED, mapRun?.ended.SUCCEEDED.items]).toEqual([
      "SUCCEEDED",
      { executions: 0, items: 0 },
      ITEMS,
    ]);
  },
);

test("items that come while the run is being kept are not asked for again", async () => {
  const store: RunStore = {
    isDurable: true,
    keep: (run) => (run.mapRunArn === undefined ? sleep(5) : undefined),
    endedRun: (run) => run,
    reopened: (run) => run,
    forget: () => {},
    settled: () => undefined,
  };
  const skips: number[] = [];
  const worked: number[] = [];
  const work = async ({ parameters }: { parameters: unknown }) => {
    worked.push(...(parameters as { Items: number[] }).Items);
    return null;
  };
  const slow: ItemSource = async function* (request, skip, signal) {
    const source = numbers(skips)(request, skip, signal);
    for (let at = 0; ; at += 1) {
      if (at % 50 === 0) await sleep(1);
      const { done, value } = await source.next();
      if (done === true) return;
      yield value;
    }
  };
  const engine = engineWith(work, slow, new Map(), { store });
  const { arn } = engine.start(newRun(programOf(definition)));
  expect((await engine.ended(arn)).status).toBe("SUCCEEDED");
  expect(skips).toEqual([0]);
  expect(worked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: ITEMS }, (_, at) => at));
});
