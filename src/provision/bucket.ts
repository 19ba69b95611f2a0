import type {
  GetBucketLifecycleConfigurationCommandOutput,
  GetBucketOwnershipControlsCommandOutput,
  GetBucketPolicyCommandOutput,
  GetBucketTaggingCommandOutput,
  GetPublicAccessBlockCommandOutput,
} from "@aws-sdk/client-s3";
import { type AwsClient, missingSdk } from "../shared/clients.js";
import { pollUntil } from "../shared/poll.js";
import { bucketConflict, headConflict } from "./bucket-conflicts.js";
import type { BucketChange } from "./change.js";
import { createGateway, unlessCalled } from "./gateway.js";
import type { ProvisionSettings, Tag } from "./options.js";
import type { BucketFound } from "./plan-bucket.js";

type Sdk = typeof import("@aws-sdk/client-s3");

const sdk = () => import("@aws-sdk/client-s3").catch(missingSdk("@aws-sdk/client-s3"));

/** The S3 gateway: looks at the bucket, and changes it. */
export function createBucketGateway(
  { clients, region, account, tags, timeLimit }: ProvisionSettings,
  signal: AbortSignal,
) {
  const { ask, region: clientRegion } = createGateway({
    sdk,
    client: clients.s3,
    makeClient: ({ S3Client }, config) => new S3Client(config) as AwsClient,
    region,
    signal,
  });

  return {
    clientRegion,

    /**
     * The bucket as it is; undefined where there is none.
     *
     * @throws ProvisionConflictError where it is somebody else's, or elsewhere.
     */
    async look(name: string): Promise<BucketFound | undefined> {
      const input = {
        Bucket: name,
        ...(account !== undefined && { ExpectedBucketOwner: account }),
      };
      const head = await unlessCalled(
        ask("HeadBucket", name, (module) => new module.HeadBucketCommand(input)).catch(
          (error: unknown) => {
            throw headConflict(name, account, error) ?? error;
          },
        ),
        "NotFound",
        "NoSuchBucket",
      );
      if (head === undefined) return undefined;
      const [ownership, policy, block, lifecycle, tagging] = await Promise.all([
        unlessCalled(
          ask<GetBucketOwnershipControlsCommandOutput>(
            "GetBucketOwnershipControls",
            name,
            (module) => new module.GetBucketOwnershipControlsCommand(input),
          ),
          "OwnershipControlsNotFoundError",
        ),
        unlessCalled(
          ask<GetBucketPolicyCommandOutput>("GetBucketPolicy", name, (module) => {
            return new module.GetBucketPolicyCommand(input);
          }),
          "NoSuchBucketPolicy",
        ),
        unlessCalled(
          ask<GetPublicAccessBlockCommandOutput>("GetPublicAccessBlock", name, (module) => {
            return new module.GetPublicAccessBlockCommand(input);
          }),
          "NoSuchPublicAccessBlockConfiguration",
        ),
        unlessCalled(
          ask<GetBucketLifecycleConfigurationCommandOutput>(
            "GetBucketLifecycleConfiguration",
            name,
            (module) => new module.GetBucketLifecycleConfigurationCommand(input),
          ),
          "NoSuchLifecycleConfiguration",
        ),
        tags.length === 0
          ? undefined
          : unlessCalled(
              ask<GetBucketTaggingCommandOutput>("GetBucketTagging", name, (module) => {
                return new module.GetBucketTaggingCommand(input);
              }),
              "NoSuchTagSet",
            ),
      ]);
      return {
        ownership: ownership?.OwnershipControls?.Rules?.[0]?.ObjectOwnership,
        policy: policy?.Policy,
        publicAccessBlock: block?.PublicAccessBlockConfiguration,
        lifecycle,
        tags: (tagging?.TagSet ?? []) as readonly Tag[], // S3 gives both fields of each
      };
    },

    /** Makes a change. That the bucket is ours already is success. */
    async apply(name: string, change: BucketChange): Promise<void> {
      const send = () => ask(change.operation, name, commandOf(change));
      const attempt = () =>
        unlessCalled(send(), "BucketAlreadyOwnedByYou").then(
          () => undefined,
          (error: unknown) => {
            if (isForNow(error, change)) return error;
            throw bucketConflict(name, change, error) ?? error;
          },
        );
      const failure = await pollUntil(attempt, (error) => error === undefined, {
        timeLimit,
        firstWait: 200,
        longestWait: 5_000,
        signal,
      });
      if (failure !== undefined) throw failure;
    },
  };
}

function commandOf(change: BucketChange): (module: Sdk) => object {
  switch (change.operation) {
    case "CreateBucket":
      return (module) => new module.CreateBucketCommand(change.input);
    case "PutBucketTagging":
      return (module) => new module.PutBucketTaggingCommand(change.input);
    case "PutBucketOwnershipControls":
      return (module) => new module.PutBucketOwnershipControlsCommand(change.input);
    case "PutBucketPolicy":
      return (module) => new module.PutBucketPolicyCommand(change.input);
    case "PutPublicAccessBlock":
      return (module) => new module.PutPublicAccessBlockCommand(change.input);
    case "PutBucketLifecycleConfiguration":
      return (module) => new module.PutBucketLifecycleConfigurationCommand(change.input);
  }
}

/** A bucket just made is not known everywhere at once, and takes one change of its settings at a time. */
function isForNow(error: unknown, { operation }: BucketChange): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "OperationAborted") return true;
  return error.name === "NoSuchBucket" && operation !== "CreateBucket";
}
