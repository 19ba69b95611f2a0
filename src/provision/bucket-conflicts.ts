import type { BucketChange } from "./change.js";
import { ProvisionConflictError } from "./errors.js";

const OTHER_NAME = "Bucket names are shared by all accounts: take another.";

/** A refusal of HeadBucket, which has no body that says why; undefined for other errors. */
export function headConflict(
  name: string,
  account: string | undefined,
  error: unknown,
): ProvisionConflictError | undefined {
  const { $metadata, $response } = (
    error instanceof Error && error.cause instanceof Error ? error.cause : error
  ) as SdkError;
  const conflict = (expected: string, found: string, remedy: string) =>
    new ProvisionConflictError({ resource: name, expected, found, remedy, cause: error });
  switch ($metadata?.httpStatusCode) {
    case 403:
      return conflict(
        `a bucket of ${account === undefined ? "this account" : `account ${account}`}`,
        "one that may not be looked at (403)",
        `It is another account's, or the role lacks s3:ListBucket on it. ${OTHER_NAME}`,
      );
    case 301: {
      const region = $response?.headers?.["x-amz-bucket-region"] ?? "another region";
      return conflict(
        "a bucket in the region of the client",
        `one in ${region}`,
        `Take the client or the "region" option to it, or take another bucket.`,
      );
    }
    default:
      return undefined;
  }
}

/** What the SDK adds to its exceptions. */
interface SdkError {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** An answer to a change that says that the bucket is not ours to change; undefined for other errors. */
export function bucketConflict(
  name: string,
  { operation }: BucketChange,
  error: unknown,
): ProvisionConflictError | undefined {
  const code = error instanceof Error ? error.name : undefined;
  if (operation === "CreateBucket" && code === "BucketAlreadyExists") {
    return new ProvisionConflictError({
      resource: name,
      expected: "a bucket of this account",
      found: "one of another account",
      remedy: OTHER_NAME,
      cause: error,
    });
  }
  if (
    operation === "PutBucketOwnershipControls" &&
    code === "InvalidBucketAclWithObjectOwnership"
  ) {
    return new ProvisionConflictError({
      resource: name,
      expected: "a bucket without access control lists",
      found: "one whose list lets others in",
      remedy: "Reset it to private (s3:PutBucketAcl), or take another bucket.",
      cause: error,
    });
  }
  return undefined;
}
