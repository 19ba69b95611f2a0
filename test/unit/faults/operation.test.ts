import { describe, expect, it } from "vitest";
import { operationOf } from "../../faults/operation.js";

describe("the operation of a request", () => {
  it("is in a header of DynamoDB", () => {
    const headers = { "x-amz-target": "DynamoDB_20120810.BatchWriteItem" };
    expect(operationOf("dynamodb", "POST", "/", headers)).toEqual({ operation: "BatchWriteItem" });
  });

  it.each([
    ["GET", "/", "ListBuckets"],
    ["PUT", "/bucket", "CreateBucket"],
    ["PUT", "/bucket/", "CreateBucket"],
    ["GET", "/bucket?list-type=2&prefix=a", "ListObjectsV2"],
    ["POST", "/bucket?delete=", "DeleteObjects"],
    ["PUT", "/bucket?lifecycle", "PutBucketLifecycleConfiguration"],
    ["GET", "/bucket/a/b", "GetObject"],
    ["GET", "/bucket/a/b?x-id=GetObject", "GetObject"],
    ["HEAD", "/bucket/a", "HeadObject"],
    ["PUT", "/bucket/a?x-id=PutObject", "PutObject"],
    ["DELETE", "/bucket/a", "DeleteObject"],
    ["PUT", "/bucket/a?partNumber=1&uploadId=u", "UploadPart"],
    ["PATCH", "/bucket/a", "PATCH object"],
  ])("is read off the line of S3: %s %s is %s", (method, path, operation) => {
    expect(operationOf("s3", method, path, {}).operation).toBe(operation);
  });

  it("tells the bucket and the key, decoded", () => {
    expect(operationOf("s3", "GET", "/bucket/state-data/a%2Bb/%C3%A9?x-id=GetObject", {})).toEqual({
      operation: "GetObject",
      bucket: "bucket",
      key: "state-data/a+b/é",
    });
  });
});
