import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startLocal } from "sfn-task-tools/local";
import { type Case, leftOut, loadCases } from "./conformance/cases.js";
import { functionsOf } from "./conformance/functions.js";
import { judgeExecution, judgeSteps, type Verdict } from "./conformance/judge.js";
import { asMocked, mockFileOf } from "./conformance/mocked.js";
import { handlersOf } from "./conformance/played.js";
import { Late, Replay } from "./conformance/replay.js";
import { replayExecution } from "./conformance/replay-execution.js";
import { replaySteps } from "./conformance/replay-steps.js";
import { belowFloor, type Outcome, reportOf, tally } from "./conformance/report.js";
import { roundTrip } from "./conformance/round-trip.js";
import { OFFERED, type Service, ServiceError, serviceOf } from "./conformance/service.js";

/**
 * Replays behaviour recorded on AWS against the local engine, and tells by group how much of it
 * matches. Fails when a group matches less than `conformance/floors.json` says.
 */
const { values: options } = parseArgs({
  options: {
    cases: { type: "string" },
    group: { type: "string" },
    id: { type: "string" },
    jobs: { type: "string", default: "6" },
    "update-floors": { type: "boolean", default: false },
  },
});

const FLOORS = fileURLToPath(new URL("conformance/floors.json", import.meta.url));
const CASE_TIMEOUT_MS = 40_000;

const folder = resolve(
  options.cases ?? process.env.CONFORMANCE_CASES ?? "../shared/conformance/cases",
);
if (process.env.CONFORMANCE === "skip") console.log("conformance: skipped, since CONFORMANCE=skip");
else if (!existsSync(folder)) {
  console.error(
    `conformance: there are no recordings in ${folder}. Give their folder by --cases or CONFORMANCE_CASES, or set CONFORMANCE=skip.`,
  );
  process.exitCode = 1;
} else await main();

async function main(): Promise<void> {
  const cases = loadCases(folder)
    .map(asMocked)
    .filter(
      ({ group, id }) =>
        (options.group === undefined || options.group.split(",").includes(group)) &&
        (options.id === undefined || id.includes(options.id)),
    );
  const outcomes = await replayAll(cases);
  console.log(reportOf(outcomes));
  const floors = JSON.parse(readFileSync(FLOORS, "utf8")) as Record<string, number>;
  if (options["update-floors"]) raiseFloors(floors, outcomes);
  else if (options.id === undefined) {
    const fallen = belowFloor(outcomes, floors);
    for (const line of fallen) console.error(`below its floor: ${line}`);
    const { same, different, refused } = roundTrip(cases);
    console.log(
      `\nDefinitions that the workflow SDK reads and gives again: ${same} the same, ${different.length} different, ${refused} refused as invalid`,
    );
    for (const id of different) console.error(`comes back as another document: ${id}`);
    const groups = new Set(cases.map(({ group }) => group)).size;
    console.log(
      `\nGroups at their floor or above:\nconformance: ${groups - fallen.length} passed, ${fallen.length} failed`,
    );
    process.exitCode = fallen.length > 0 || different.length > 0 ? 1 : 0;
  }
}

async function replayAll(cases: readonly Case[]): Promise<Outcome[]> {
  const local = await startLocal({
    account: "111111111111",
    functions: functionsOf(cases),
    handlers: handlersOf(cases),
    mocks: mockFileOf(cases),
  });
  const service = serviceOf(local);
  const outcomes: Outcome[] = [];
  // Lists of everything there is are asked for with nothing beside them.
  const alone = cases.filter(({ steps = [] }) =>
    steps.some(({ op }) => /^List(?:StateMachines|Activities)$/.test(op)),
  );
  for (const recorded of alone) outcomes.push(await outcomeOf(recorded, service));
  const rest = cases.filter((recorded) => !alone.includes(recorded));
  const workers = Array.from({ length: Number(options.jobs) }, async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      outcomes.push(await outcomeOf(next, service));
    }
  });
  await Promise.all(workers);
  await local.close();
  return outcomes;
}

async function outcomeOf(recorded: Case, service: Service): Promise<Outcome> {
  const { id, group } = recorded;
  const reason = leftOut(recorded, OFFERED);
  if (reason !== undefined)
    return { id, group, verdict: { result: "left out", difference: reason } };
  const replay = new Replay(recorded, service, CASE_TIMEOUT_MS);
  try {
    return { id, group, verdict: await verdictOf(replay) };
  } catch (error) {
    if (!(error instanceof Late || error instanceof ServiceError)) throw error;
    const difference = error instanceof ServiceError ? `refused: ${error}` : error.message;
    return { id, group, verdict: { result: "fail", difference } };
  } finally {
    await replay.cleanUp();
  }
}

async function verdictOf(replay: Replay): Promise<Verdict> {
  const { recorded, tokens } = replay;
  if (recorded.kind === "execution")
    return judgeExecution(recorded, await replayExecution(replay), tokens);
  const { answers, problem } = await replaySteps(replay);
  return judgeSteps(recorded, answers, problem, tokens);
}

/** A floor only rises. */
function raiseFloors(floors: Record<string, number>, outcomes: readonly Outcome[]): void {
  for (const [group, { matched }] of tally(outcomes)) {
    floors[group] = Math.max(floors[group] ?? 0, matched);
  }
  writeFileSync(FLOORS, `${JSON.stringify(floors, undefined, 2)}\n`);
}
