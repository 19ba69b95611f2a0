import { isDeepStrictEqual } from "node:util";
import type {
  BucketLocationConstraint,
  GetBucketLifecycleConfigurationCommandOutput,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
} from "@aws-sdk/client-s3";
import type { BucketChange } from "./change.js";
import { checkOtherRules, daysOf, lifecycleRule, mergeRules, ourRule } from "./lifecycle.js";
import type { Expiry, Tag } from "./options.js";
import type { PlannedStep } from "./planned-step.js";
import type { ProvisionResource } from "./report.js";
import {
  denyInsecureTransport,
  isSameStatement,
  mergeStatement,
  ourStatement,
  parsePolicy,
} from "./tls-policy.js";

/** A bucket as it is there; what it has no setting for is undefined. */
export interface BucketFound {
  readonly tags: readonly Tag[];
  readonly ownership: ObjectOwnership | undefined;
  /** JSON text. */
  readonly policy: string | undefined;
  readonly publicAccessBlock: PublicAccessBlockConfiguration | undefined;
  readonly lifecycle: Lifecycle | undefined;
}

export type Lifecycle = Pick<
  GetBucketLifecycleConfigurationCommandOutput,
  "Rules" | "TransitionDefaultMinimumObjectSize"
>;

export interface BucketWanted {
  readonly name: string;
  readonly region: string;
  /** The account that it must belong to, checked by S3 with each change. */
  readonly account: string | undefined;
  readonly expiry: Expiry;
  readonly tags: readonly Tag[];
}

export const PUBLIC_ACCESS_BLOCK = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
} as const;

export const OWNERSHIP = "BucketOwnerEnforced";

/**
 * What is to be done for the bucket; sends nothing. The policy goes before the public access block,
 * which would refuse a policy that is there already and public.
 *
 * @param found undefined where there is no such bucket.
 * @throws ProvisionConflictError where rules that are not ours would remove what must stay.
 */
export function planBucket(wanted: BucketWanted, found: BucketFound | undefined): PlannedStep[] {
  checkOtherRules(wanted.name, found?.lifecycle?.Rules ?? [], wanted.expiry);
  return [
    bucketStep(wanted, found),
    ...(wanted.tags.length === 0 ? [] : [tagsStep(wanted, found)]),
    ownershipStep(wanted, found),
    policyStep(wanted, found),
    publicAccessStep(wanted, found),
    lifecycleStep(wanted, found),
  ];
}

function bucketStep({ name, region }: BucketWanted, found: BucketFound | undefined): PlannedStep {
  const step = { resource: "bucket", name, detail: `in ${region}` } as const;
  if (found !== undefined) return { ...step, kind: "none" };
  // us-east-1 is the one region that must not be named; any other must be.
  const LocationConstraint = region as BucketLocationConstraint; // a region newer than the SDK is one, too
  const input = {
    Bucket: name,
    ...(region !== "us-east-1" && { CreateBucketConfiguration: { LocationConstraint } }),
  };
  return { ...step, kind: "create", change: { operation: "CreateBucket", input } };
}

function tagsStep(wanted: BucketWanted, found: BucketFound | undefined): PlannedStep {
  const there = found?.tags ?? [];
  const isThere = (tag: Tag) =>
    there.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value);
  const others = there.filter(({ Key }) => wanted.tags.every((tag) => tag.Key !== Key));
  return settingStep(wanted, "tags", {
    detail: wanted.tags.map(({ Key, Value }) => `${Key}=${Value}`).join(", "),
    exists: wanted.tags.some(({ Key }) => there.some((tag) => tag.Key === Key)),
    isRight: wanted.tags.every(isThere),
    change: {
      operation: "PutBucketTagging",
      input: { ...target(wanted), Tagging: { TagSet: [...others, ...wanted.tags] } },
    },
  });
}

function ownershipStep(wanted: BucketWanted, found: BucketFound | undefined): PlannedStep {
  return settingStep(wanted, "ownership", {
    detail: `${OWNERSHIP}: no access control lists`,
    exists: found?.ownership !== undefined,
    isRight: found?.ownership === OWNERSHIP,
    change: {
      operation: "PutBucketOwnershipControls",
      input: { ...target(wanted), OwnershipControls: { Rules: [{ ObjectOwnership: OWNERSHIP }] } },
    },
  });
}

function policyStep(wanted: BucketWanted, found: BucketFound | undefined): PlannedStep {
  const statement = denyInsecureTransport(wanted.name, wanted.region);
  const policy = parsePolicy(wanted.name, found?.policy);
  const present = ourStatement(policy);
  return settingStep(wanted, "policy", {
    detail: "denies requests without TLS",
    exists: present !== undefined,
    isRight: isSameStatement(present, statement),
    change: {
      operation: "PutBucketPolicy",
      input: { ...target(wanted), Policy: JSON.stringify(mergeStatement(policy, statement)) },
    },
  });
}

function publicAccessStep(wanted: BucketWanted, found: BucketFound | undefined): PlannedStep {
  const block = found?.publicAccessBlock;
  const names = Object.keys(PUBLIC_ACCESS_BLOCK) as (keyof typeof PUBLIC_ACCESS_BLOCK)[]; // a literal's keys
  return settingStep(wanted, "public-access-block", {
    detail: "all public access is blocked",
    exists: block !== undefined,
    isRight: names.every((name) => block?.[name] === true),
    change: {
      operation: "PutPublicAccessBlock",
      input: { ...target(wanted), PublicAccessBlockConfiguration: PUBLIC_ACCESS_BLOCK },
    },
  });
}

function lifecycleStep(wanted: BucketWanted, found: BucketFound | undefined): PlannedStep {
  const { Rules = [], TransitionDefaultMinimumObjectSize } = found?.lifecycle ?? {};
  const present = ourRule(Rules);
  const rule = lifecycleRule(daysOf(present, wanted.expiry));
  const before = present?.Expiration?.Days;
  const days = rule.Expiration?.Days;
  const change = before === undefined || before === days ? "" : `, before after ${before}`;
  return settingStep(wanted, "lifecycle", {
    detail: `objects below state-data/ expire after ${days} days${change}`,
    exists: present !== undefined,
    isRight: isDeepStrictEqual(present, rule),
    change: {
      operation: "PutBucketLifecycleConfiguration",
      input: {
        ...target(wanted),
        LifecycleConfiguration: { Rules: mergeRules(Rules, rule) },
        // Left out, it would go back to S3's default.
        ...(TransitionDefaultMinimumObjectSize !== undefined && {
          TransitionDefaultMinimumObjectSize,
        }),
      },
    },
  });
}

function target({ name, account }: BucketWanted) {
  return { Bucket: name, ...(account !== undefined && { ExpectedBucketOwner: account }) };
}

interface Setting {
  readonly detail: string;
  /** Whether there is something of ours to be updated. */
  readonly exists: boolean;
  readonly isRight: boolean;
  readonly change: BucketChange;
}

function settingStep(
  { name }: BucketWanted,
  resource: ProvisionResource,
  { detail, exists, isRight, change }: Setting,
): PlannedStep {
  if (isRight) return { resource, name, detail, kind: "none" };
  return { resource, name, detail, kind: exists ? "update" : "create", change };
}
