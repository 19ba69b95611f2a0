import { setImmediate } from "node:timers/promises";
import { SfnTaskToolsError } from "../shared/errors.js";
import {
  type Call,
  ended,
  exhausted,
  isThrottle,
  isTransient,
  MAX_ATTEMPTS,
  scopeOf,
} from "./attempts.js";
import { StateDataUnavailableError } from "./errors.js";
import { writeUnits } from "./item-size.js";
import { Pace } from "./pace.js";
import { changeKey, type RowChange, type Table, wireBytes } from "./table.js";

/** What one BatchWriteItem takes: 25 changes and 16 MB, here with room for the envelope around them. */
const BATCH_CHANGES = 25;
const BATCH_BYTES = 15 * 1_024 * 1_024;

export interface WriteOptions {
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** How many changes there are, where that is known; for messages. */
  readonly total?: number | undefined;
}

/**
 * Makes all changes, in batches, in no particular order. What DynamoDB does not process goes into
 * later batches, at a pace that it can take, until the call's deadline. The first permanent error
 * aborts all that is under way, the making of further changes included.
 *
 * @returns how many changes were made.
 * @throws StateDataUnavailableError that says how many were made by then.
 */
export async function writeRows(
  table: Table,
  tableName: string,
  makeChanges: (scope: Call) => AsyncIterable<RowChange>,
  call: Call,
  { concurrency, total }: WriteOptions,
): Promise<number> {
  const { scope, abort } = scopeOf(call);
  const source = makeChanges(scope)[Symbol.asyncIterator]();
  const pace = new Pace();
  const returned: RowChange[] = [];
  const inFlight = new Set<Promise<void>>();
  let isExhausted = false;
  let held: RowChange | undefined;
  let done = 0;
  let failure: { readonly error: unknown } | undefined;

  try {
    while (failure === undefined) {
      const batch = inFlight.size < concurrency ? await nextBatch() : [];
      if (batch.length > 0) {
        const delivery: Promise<void> = deliver(batch)
          .catch((error: unknown) => {
            fail(error);
          })
          .finally(() => inFlight.delete(delivery));
        inFlight.add(delivery);
        // It must be on its way before the next batch is made.
        await setImmediate();
      } else if (inFlight.size > 0) {
        await Promise.race(inFlight);
      } else {
        return done;
      }
    }
  } catch (error) {
    // The source failed: data that cannot be stored, or an object that could not be uploaded.
    fail(error);
  } finally {
    // Nothing is left running behind the caller's back.
    await source.return?.();
    await Promise.allSettled(inFlight);
  }
  throw withProgress(failure?.error);

  function fail(error: unknown): void {
    failure ??= { error };
    abort(error);
  }

  async function nextBatch(): Promise<RowChange[]> {
    const batch: RowChange[] = [];
    let bytes = 0;
    while (batch.length < BATCH_CHANGES) {
      const change = await nextChange();
      if (change === undefined) break;
      bytes += wireBytes(change);
      if (bytes > BATCH_BYTES && batch.length > 0) {
        held = change;
        break;
      }
      batch.push(change);
    }
    // A last, small batch waits for what the requests in flight may still bring back.
    const isWorthWaiting = pace.isLimited && inFlight.size > 0 && held === undefined;
    if (batch.length < BATCH_CHANGES && isWorthWaiting) {
      returned.unshift(...batch);
      return [];
    }
    return batch;
  }

  async function nextChange(): Promise<RowChange | undefined> {
    const waiting = held ?? returned.shift();
    held = undefined;
    if (waiting !== undefined || isExhausted) return waiting;
    const next = await source.next();
    if (next.done === true) isExhausted = true;
    return next.done === true ? undefined : next.value;
  }

  async function deliver(batch: readonly RowChange[]): Promise<void> {
    const { at } = await pace.takeTurn(pace.isLimited ? estimatedUnits(batch) : 0, scope);
    const rejected = await send(batch, at);
    done += batch.length - rejected.length;
    call.meter.retries += rejected.length > 0 ? 1 : 0;
    returned.push(...rejected);
  }

  /** The changes that are still to be made. */
  async function send(batch: readonly RowChange[], at: number): Promise<readonly RowChange[]> {
    try {
      const { unprocessed, units } = await table.sendBatch(scope, tableName, batch);
      if (unprocessed.size > 0) pace.refused(at, estimatedUnits(batch));
      if (unprocessed.size < batch.length) pace.progressed(units ?? 0);
      else giveUpOrWait(at, undefined);
      if (unprocessed.size === 0) return [];
      return batch.filter((change) => unprocessed.has(changeKey(change)));
    } catch (error) {
      if (scope.signal.aborted || !isTransient(error)) throw error;
      if (isThrottle(error)) pace.refused(at, estimatedUnits(batch));
      giveUpOrWait(at, error);
      return batch;
    }
  }

  function giveUpOrWait(at: number, error: unknown): void {
    pace.failed(at);
    if (pace.failures >= MAX_ATTEMPTS) {
      throw exhausted(error ?? new Error("DynamoDB processed none of a batch's rows"));
    }
  }

  function withProgress(error: unknown): unknown {
    const progress = { done, total };
    if (error instanceof StateDataUnavailableError) {
      return call.signal.aborted ? ended(call.signal, progress) : exhausted(error.cause, progress);
    }
    // The SDK's own word for a request that the call's end has cut off.
    const isCutOff = call.signal.aborted && !(error instanceof SfnTaskToolsError);
    return isCutOff ? ended(call.signal, progress) : error;
  }
}

function estimatedUnits(batch: readonly RowChange[]): number {
  return batch.reduce(
    (units, change) => units + ("put" in change ? writeUnits(change.bytes) : 1),
    0,
  );
}
