import type {
  CreateTableCommandInput,
  UpdateTimeToLiveCommandInput,
} from "@aws-sdk/client-dynamodb";
import type {
  CreateBucketCommandInput,
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketOwnershipControlsCommandInput,
  PutBucketPolicyCommandInput,
  PutBucketTaggingCommandInput,
  PutPublicAccessBlockCommandInput,
} from "@aws-sdk/client-s3";

/** The requests that change something, with what they carry. */
export type Change = TableChange | BucketChange;

export type TableChange =
  | { readonly operation: "CreateTable"; readonly input: CreateTableCommandInput }
  | { readonly operation: "UpdateTimeToLive"; readonly input: UpdateTimeToLiveCommandInput };

export type BucketChange =
  | { readonly operation: "CreateBucket"; readonly input: CreateBucketCommandInput }
  | { readonly operation: "PutBucketTagging"; readonly input: PutBucketTaggingCommandInput }
  | {
      readonly operation: "PutBucketOwnershipControls";
      readonly input: PutBucketOwnershipControlsCommandInput;
    }
  | { readonly operation: "PutBucketPolicy"; readonly input: PutBucketPolicyCommandInput }
  | { readonly operation: "PutPublicAccessBlock"; readonly input: PutPublicAccessBlockCommandInput }
  | {
      readonly operation: "PutBucketLifecycleConfiguration";
      readonly input: PutBucketLifecycleConfigurationCommandInput;
    };

export function isTableChange(change: Change): change is TableChange {
  return change.operation === "CreateTable" || change.operation === "UpdateTimeToLive";
}
