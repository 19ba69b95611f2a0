import { ProvisionConflictError } from "./errors.js";
import { partitionOf } from "./partition.js";

/** By it a later run finds the statement again. S3 takes letters and digits. */
export const STATEMENT_SID = "SfnTaskToolsDenyInsecureTransport";

export interface Statement {
  readonly Sid?: string;
  readonly [element: string]: unknown;
}

export interface Policy {
  readonly Version?: string;
  readonly Statement?: Statement | readonly Statement[];
  readonly [element: string]: unknown;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
export function denyInsecureTransport(bucket: string, region: string): Statement {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  return {
    Sid: STATEMENT_SID,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** @throws ProvisionConflictError where it is no policy, which cannot be added to. */
export function parsePolicy(bucket: string, text: string | undefined): Policy | undefined {
  if (text === undefined || text === "") return undefined;
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === "object" && policy !== null && !Array.isArray(policy)) {
      return policy as Policy; // S3 has checked it when it was put
    }
    throw new TypeError("not an object");
  } catch (cause) {
    throw new ProvisionConflictError({
      resource: bucket,
      expected: "a bucket with a policy in JSON, or none",
      found: "one whose policy is not",
      remedy: "Correct or remove it.",
      cause,
    });
  }
}

export function ourStatement(policy: Policy | undefined): Statement | undefined {
  return statementsOf(policy).find(({ Sid }) => Sid === STATEMENT_SID);
}

/** The policy with our statement in its place; all else in it stays. */
export function mergeStatement(policy: Policy | undefined, ours: Statement): Policy {
  if (policy === undefined) return { Version: "2012-10-17", Statement: [ours] };
  const statements = statementsOf(policy);
  const index = statements.findIndex(({ Sid }) => Sid === STATEMENT_SID);
  const Statement = index === -1 ? [...statements, ours] : statements.with(index, ours);
  return { ...policy, Statement };
}

/** S3 may give back an array of one as its element, or the principal `*` as an object: that is the same. */
export function isSameStatement(present: Statement | undefined, ours: Statement): boolean {
  return present !== undefined && canonical(present) === canonical(ours);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (name, member) => {
    if (name === "Principal" && member?.AWS === "*") return "*";
    if (Array.isArray(member)) return member.length === 1 ? member[0] : [...member].sort();
    if (typeof member !== "object" || member === null) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The grammar lets a single statement stand without an array. */
function statementsOf(policy: Policy | undefined): readonly Statement[] {
  const { Statement = [] } = policy ?? {};
  return isArray(Statement) ? Statement : [Statement];
}

function isArray(value: Statement | readonly Statement[]): value is readonly Statement[] {
  return Array.isArray(value);
}
