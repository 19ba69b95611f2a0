/**
 * The IAM action that each request needs: S3 does not name its actions as its requests. CreateTable
 * with tags needs dynamodb:TagResource as well.
 */
export const IAM_ACTIONS = {
  DescribeTable: "dynamodb:DescribeTable",
  DescribeTimeToLive: "dynamodb:DescribeTimeToLive",
  CreateTable: "dynamodb:CreateTable",
  UpdateTimeToLive: "dynamodb:UpdateTimeToLive",
  HeadBucket: "s3:ListBucket",
  CreateBucket: "s3:CreateBucket",
  GetBucketTagging: "s3:GetBucketTagging",
  PutBucketTagging: "s3:PutBucketTagging",
  GetBucketOwnershipControls: "s3:GetBucketOwnershipControls",
  PutBucketOwnershipControls: "s3:PutBucketOwnershipControls",
  GetBucketPolicy: "s3:GetBucketPolicy",
  PutBucketPolicy: "s3:PutBucketPolicy",
  GetPublicAccessBlock: "s3:GetBucketPublicAccessBlock",
  PutPublicAccessBlock: "s3:PutBucketPublicAccessBlock",
  GetBucketLifecycleConfiguration: "s3:GetLifecycleConfiguration",
  PutBucketLifecycleConfiguration: "s3:PutLifecycleConfiguration",
} as const;

export type Operation = keyof typeof IAM_ACTIONS;
