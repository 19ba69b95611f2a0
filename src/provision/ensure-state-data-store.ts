import { createBucketGateway } from "./bucket.js";
import { isTableChange } from "./change.js";
import { ProvisionTimeoutError } from "./errors.js";
import { type ProvisionOptions, type ProvisionSettings, readSettings } from "./options.js";
import { planBucket } from "./plan-bucket.js";
import { planTable } from "./plan-table.js";
import { type PlannedStep, reportOn } from "./planned-step.js";
import type { ProvisionReport } from "./report.js";
import { createTableGateway } from "./table.js";

/**
 * Sees to it that the DynamoDB table of state data is there and, where one is named, its S3 bucket:
 * makes what is missing, corrects what is ours, and leaves alone what is not. A second run changes
 * nothing. All that can conflict is looked at before the first change.
 *
 * @returns when the table is usable.
 * @throws InvalidArgumentError, ProvisionConflictError, ProvisionAccessError, ProvisionTimeoutError,
 * the signal's reason, and what else the SDK throws.
 */
export async function ensureStateDataStore(options: ProvisionOptions): Promise<ProvisionReport> {
  const settings = readSettings(options);
  return withinTime(settings, async (signal) => {
    const gateways = {
      table: createTableGateway(settings, signal),
      bucket: createBucketGateway(settings, signal),
    };
    const plan = await makePlan(settings, gateways);
    if (!settings.dryRun) {
      for (const step of plan) await perform(step, gateways);
      await gateways.table.waitUntilUsable(settings.table);
    }
    return reportOn(plan, settings.dryRun);
  });
}

interface Gateways {
  readonly table: ReturnType<typeof createTableGateway>;
  readonly bucket: ReturnType<typeof createBucketGateway>;
}

async function makePlan(
  { table, bucket: name, region, account, tags, expiry }: ProvisionSettings,
  gateways: Gateways,
): Promise<PlannedStep[]> {
  if (region !== undefined) await gateways.table.clientRegion(); // checks that they agree
  const tableSteps = planTable(table, await gateways.table.look(table), tags);
  if (name === undefined) return tableSteps;
  const wanted = { name, region: await gateways.bucket.clientRegion(), account, expiry, tags };
  return [...tableSteps, ...planBucket(wanted, await gateways.bucket.look(name))];
}

async function perform({ name, change }: PlannedStep, gateways: Gateways): Promise<void> {
  if (change === undefined) return;
  if (isTableChange(change)) await gateways.table.apply(name, change);
  else await gateways.bucket.apply(name, change);
}

/** One time limit for all of it, a request that hangs included. */
async function withinTime<T>(
  { signal, timeLimit }: Pick<ProvisionSettings, "signal" | "timeLimit">,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(timeLimit);
  try {
    signal?.throwIfAborted();
    return await run(signal === undefined ? limit : AbortSignal.any([signal, limit]));
  } catch (error) {
    signal?.throwIfAborted();
    if (limit.aborted) throw new ProvisionTimeoutError(timeLimit, "all of it to be done", error);
    throw error;
  }
}
