import type { Count, MapRun } from "./map-run-document.js";

/** How many children, or items, stand how; they add up to `total` at any time, since it is their sum. */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  readonly resultsWritten: number;
  readonly failuresNotRedrivable: number;
  readonly pendingRedrive: number;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_MapRunExecutionCounts.html */
export function mapRunCounts(mapRun: MapRun, of: keyof Count): MapRunCounts {
  const { running, ended, results, notRedrivable, redriving } = mapRun;
  const pendingRedrive =
    of === "executions" ? redriving.length : redriving.reduce((sum, { items }) => sum + items, 0);
  const pending = pendingOf(mapRun)[of];
  const counted = {
    pending,
    running: running[of],
    succeeded: ended.SUCCEEDED[of],
    failed: ended.FAILED[of],
    timedOut: ended.TIMED_OUT[of],
    aborted: ended.ABORTED[of],
  };
  return {
    ...counted,
    total: Object.values(counted).reduce((sum, count) => sum + count, pendingRedrive),
    resultsWritten: results?.written[of] ?? 0,
    failuresNotRedrivable: notRedrivable[of],
    pendingRedrive,
  };
}

/** Children that have not begun, as far as they are known; items that are in no child yet count as items only, unless each is to be a child. */
function pendingOf({ source, taken, read, batch, batches, ready, results }: MapRun): Count {
  const unread = source.kind === "list" ? source.values.length - taken : 0;
  const loose = Math.max(0, unread) + read.length + batch.length;
  const children = [...ready, ...(results?.pending ?? [])];
  const written = results?.pendingWritten ?? { executions: 0, items: 0 };
  const items = children.reduce((sum, child) => sum + child.items, 0);
  return {
    executions: children.length + written.executions + (batches === undefined ? loose : 0),
    items: items + written.items + loose,
  };
}
