import type { LifecycleRule } from "@aws-sdk/client-s3";
import { ProvisionConflictError } from "./errors.js";
import type { Expiry } from "./options.js";

/** By it a later run finds the rule again; rules with any other are not ours. */
export const LIFECYCLE_RULE_ID = "sfn-task-tools-state-data";

/** All overflow objects stand below it. */
export const OBJECT_PREFIX = "state-data/";

/**
 * The rule that removes overflow objects. Noncurrent versions and parts go after a day: objects are
 * never overwritten, and never uploaded in parts.
 */
export function lifecycleRule(days: number): LifecycleRule {
  return {
    ID: LIFECYCLE_RULE_ID,
    Status: "Enabled",
    Filter: { Prefix: OBJECT_PREFIX },
    Expiration: { Days: days },
    NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  };
}

export function ourRule(rules: readonly LifecycleRule[]): LifecycleRule | undefined {
  return rules.find(({ ID }) => ID === LIFECYCLE_RULE_ID);
}

/** The days that our rule should have: a default must not shorten what somebody has asked for. */
export function daysOf(present: LifecycleRule | undefined, { days, exact }: Expiry): number {
  const there = present?.Status === "Enabled" ? (present.Expiration?.Days ?? 0) : 0;
  return exact ? days : Math.max(days, there);
}

/** All rules of the bucket with ours in its place: a put replaces them all. */
export function mergeRules(
  present: readonly LifecycleRule[],
  ours: LifecycleRule,
): LifecycleRule[] {
  const isOurs = ({ ID }: LifecycleRule) => ID === LIFECYCLE_RULE_ID;
  const index = present.findIndex(isOurs);
  const others = present.filter((rule) => !isOurs(rule)).map(withFilter);
  return others.toSpliced(index === -1 ? others.length : index, 0, ours);
}

/**
 * The same rule as S3 takes it beside rules with a filter: neither the older prefix of its own
 * ("Base level prefix cannot be used in Lifecycle V2") nor no filter at all, as the SDK reads an
 * empty one.
 */
function withFilter(rule: LifecycleRule): LifecycleRule {
  const { Prefix, Filter, ...rest } = rule;
  return { ...rest, Filter: Filter ?? { Prefix: Prefix ?? "" } };
}

/**
 * A rule for a wider prefix that removes our objects before ours would leaves rows without theirs.
 *
 * @throws ProvisionConflictError
 */
export function checkOtherRules(
  bucket: string,
  rules: readonly LifecycleRule[],
  expiry: Expiry,
): void {
  const days = daysOf(ourRule(rules), expiry);
  const early = rules.find((rule) => isOfOthers(rule) && removalDays(rule) < days);
  if (early === undefined) return;
  const { Days, Date: date } = early.Expiration ?? {};
  throw new ProvisionConflictError({
    resource: bucket,
    expected: `a bucket that keeps objects below ${OBJECT_PREFIX} for ${days} days`,
    found: `one whose lifecycle rule "${early.ID}" removes them ${date === undefined ? `after ${Days} days` : `from ${date.toISOString()} on`}`,
    remedy: `Narrow that rule, lower "ttlDays" here and where data is put, or take another bucket.`,
  });
}

function isOfOthers({ ID, Status }: LifecycleRule): boolean {
  return ID !== LIFECYCLE_RULE_ID && Status === "Enabled";
}

/** Days after which a rule removes objects of ours. They have no tags, so a rule that asks for some never does. */
function removalDays({ Expiration, Prefix, Filter }: LifecycleRule): number {
  const { Days, Date: date } = Expiration ?? {};
  const { Prefix: filtered = Filter?.And?.Prefix ?? Prefix ?? "", Tag, And } = Filter ?? {};
  const asksForTags = Tag !== undefined || (And?.Tags?.length ?? 0) > 0;
  const meetsOurs = OBJECT_PREFIX.startsWith(filtered) || filtered.startsWith(OBJECT_PREFIX);
  if (asksForTags || !meetsOurs) return Number.POSITIVE_INFINITY;
  return date === undefined ? (Days ?? Number.POSITIVE_INFINITY) : 0;
}
