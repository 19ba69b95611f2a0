import type { LifecycleRule } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { checkOtherRules, lifecycleRule, mergeRules } from "../../../src/provision/lifecycle.js";
import { partitionOf } from "../../../src/provision/partition.js";
import {
  type BucketFound,
  type BucketWanted,
  PUBLIC_ACCESS_BLOCK,
  planBucket,
} from "../../../src/provision/plan-bucket.js";
import { planTable, type TableFound, tableDefinition } from "../../../src/provision/plan-table.js";
import { denyInsecureTransport } from "../../../src/provision/tls-policy.js";

const wanted: BucketWanted = {
  name: "my-state-data",
  region: "us-east-1",
  account: undefined,
  expiry: { days: 32, exact: false },
  tags: [],
};

/** A bucket as it should be. */
const right: BucketFound = {
  tags: [],
  ownership: "BucketOwnerEnforced",
  policy: JSON.stringify({ Statement: denyInsecureTransport("my-state-data", "us-east-1") }),
  publicAccessBlock: PUBLIC_ACCESS_BLOCK,
  lifecycle: { Rules: [lifecycleRule(32)] },
};

/** What would be sent for one of the settings. */
const inputFor = (
  resource: string,
  found: Partial<BucketFound>,
  more: Partial<BucketWanted> = {},
) =>
  planBucket({ ...wanted, ...more }, { ...right, ...found }).find(
    (step) => step.resource === resource,
  )?.change?.input as unknown; // each has a type of its own

describe("the plan for a bucket", () => {
  test("is empty where all is right", () => {
    expect(planBucket(wanted, right).map(({ kind }) => kind)).toEqual(Array(5).fill("none"));
  });

  test("takes the policy as S3 or the CDK may spell it for the same", () => {
    const statement = denyInsecureTransport("my-state-data", "us-east-1");
    const { Resource, Action, ...rest } = statement;
    const Statement = [
      {
        ...rest,
        Principal: { AWS: "*" },
        Action: [Action],
        Resource: [...(Resource as string[])].reverse(),
      },
    ];
    expect(inputFor("policy", { policy: JSON.stringify({ Statement }) })).toBe(undefined);
  });

  test.each([
    ["Effect", "Allow"],
    ["Resource", "arn:aws:s3:::other/*"],
    ["Condition", { Bool: { "aws:SecureTransport": "true" } }],
    ["Principal", { AWS: "123456789012" }],
  ])("corrects a statement of ours with another %s", (element, value) => {
    const ours = denyInsecureTransport("my-state-data", "us-east-1");
    const theirs = { Sid: "Theirs" };
    const policy = JSON.stringify({ Statement: [{ ...ours, [element]: value }, theirs] });
    const input = inputFor("policy", { policy }) as { Policy: string };
    expect(JSON.parse(input.Policy)).toEqual({ Statement: [ours, theirs] });
  });

  test("does not add to a policy that it cannot read", () => {
    for (const policy of ["{", "[]", "7"]) {
      expect(() => planBucket(wanted, { ...right, policy })).toThrow(
        /found one whose policy is not/,
      );
    }
  });

  test.each(Object.keys(PUBLIC_ACCESS_BLOCK))("blocks public access without %s", (name) => {
    const publicAccessBlock = { ...PUBLIC_ACCESS_BLOCK, [name]: false };
    expect(inputFor("public-access-block", { publicAccessBlock })).toMatchObject({
      PublicAccessBlockConfiguration: PUBLIC_ACCESS_BLOCK,
    });
  });

  test("updates another ownership", () => {
    const steps = planBucket(wanted, { ...right, ownership: "ObjectWriter" });
    expect(steps.find(({ resource }) => resource === "ownership")?.kind).toBe("update");
  });

  test("names the location everywhere but in us-east-1", () => {
    const input = (region: string) =>
      planBucket({ ...wanted, region }, undefined)[0]?.change?.input;
    expect(input("us-east-1")).toEqual({ Bucket: "my-state-data" });
    expect(input("cn-north-1")).toEqual({
      Bucket: "my-state-data",
      CreateBucketConfiguration: { LocationConstraint: "cn-north-1" },
    });
  });

  test("keeps the smallest object size of transitions, which a put would reset", () => {
    const TransitionDefaultMinimumObjectSize = "varies_by_storage_class";
    const lifecycle = { Rules: [], TransitionDefaultMinimumObjectSize } as const;
    expect(inputFor("lifecycle", { lifecycle: { ...lifecycle, Rules: [] } })).toMatchObject({
      TransitionDefaultMinimumObjectSize,
    });
  });

  test("turns a rule of ours that was switched off on again", () => {
    const off: LifecycleRule = { ...lifecycleRule(400), Status: "Disabled" };
    expect(inputFor("lifecycle", { lifecycle: { Rules: [off] } })).toMatchObject({
      LifecycleConfiguration: { Rules: [lifecycleRule(32)] },
    });
  });
});

describe("rules of others", () => {
  const rule = (more: Partial<LifecycleRule>): LifecycleRule => ({
    ID: "theirs",
    Status: "Enabled",
    Expiration: { Days: 7 },
    ...more,
  });

  test("stay in their order, each with a filter", () => {
    const [first, last] = [rule({ ID: "1", Prefix: "a/" }), rule({ ID: "2" })];
    expect(mergeRules([first, lifecycleRule(9), last], lifecycleRule(32))).toEqual([
      { ID: "1", Status: "Enabled", Expiration: { Days: 7 }, Filter: { Prefix: "a/" } },
      lifecycleRule(32),
      { ID: "2", Status: "Enabled", Expiration: { Days: 7 }, Filter: { Prefix: "" } },
    ]);
  });

  test.each<[boolean, string, Partial<LifecycleRule>]>([
    [true, "no filter", {}],
    [true, "an older prefix", { Prefix: "state" }],
    [true, "a wider prefix", { Filter: { Prefix: "s" } }],
    [true, "a narrower prefix", { Filter: { Prefix: "state-data/2026" } }],
    [true, "sizes", { Filter: { And: { Prefix: "", ObjectSizeGreaterThan: 1 } } }],
    [true, "a date", { Expiration: { Date: new Date(0) } }],
    [false, "another prefix", { Filter: { Prefix: "logs/" } }],
    [false, "a tag", { Filter: { Tag: { Key: "a", Value: "b" } } }],
    [false, "tags", { Filter: { And: { Prefix: "", Tags: [{ Key: "a", Value: "b" }] } } }],
    [false, "as many days", { Expiration: { Days: 32 } }],
    [false, "no expiry", { Expiration: { ExpiredObjectDeleteMarker: true } }],
    [false, "no effect", { Status: "Disabled" }],
  ])("conflict: %s, with %s", (conflicts, _with, more) => {
    const check = () => checkOtherRules("my-state-data", [rule(more)], { days: 32, exact: false });
    if (conflicts) expect(check).toThrow(/found one whose lifecycle rule "theirs" removes/);
    else expect(check).not.toThrow();
  });
});

test.each([
  ["us-east-1", "aws"],
  ["eu-west-1", "aws"],
  ["cn-northwest-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eusc-de-east-1", "aws-eusc"],
])("the policy in %s is about arn:%s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
  expect(denyInsecureTransport("b", region).Resource).toEqual([
    `arn:${partition}:s3:::b`,
    `arn:${partition}:s3:::b/*`,
  ]);
});

describe("the plan for a table", () => {
  const found = (more: Partial<TableFound> = {}): TableFound => {
    const { KeySchema, AttributeDefinitions } = tableDefinition("t", []);
    return {
      description: { KeySchema, AttributeDefinitions, TableStatus: "ACTIVE" },
      timeToLive: { TimeToLiveStatus: "ENABLED", AttributeName: "expires_at" },
      ...more,
    };
  };

  test.each(["ENABLED", "ENABLING"] as const)("leaves a time to live that is %s", (status) => {
    const timeToLive = { TimeToLiveStatus: status, AttributeName: "expires_at" };
    expect(planTable("t", found({ timeToLive }), []).map(({ kind }) => kind)).toEqual([
      "none",
      "none",
    ]);
  });

  test("does not switch a time to live on while it goes off", () => {
    const timeToLive = { TimeToLiveStatus: "DISABLING", AttributeName: "expires_at" } as const;
    expect(() => planTable("t", found({ timeToLive }), [])).toThrow(/That takes up to an hour/);
  });

  test.each(["DELETING", "ARCHIVED", "INACCESSIBLE_ENCRYPTION_CREDENTIALS"] as const)(
    "does not take a table that is %s",
    (TableStatus) => {
      const description = { ...found().description, TableStatus };
      expect(() => planTable("t", found({ description }), [])).toThrow(
        `found one that is ${TableStatus}`,
      );
    },
  );

  test("does not mind further attributes of indexes, or another way of billing", () => {
    const { description } = found();
    const AttributeDefinitions = [
      { AttributeName: "owner", AttributeType: "S" as const },
      ...(description.AttributeDefinitions ?? []),
    ];
    const other = found({
      description: {
        ...description,
        AttributeDefinitions,
        BillingModeSummary: { BillingMode: "PROVISIONED" },
      },
    });
    expect(planTable("t", other, [])[0]?.kind).toBe("none");
  });
});
