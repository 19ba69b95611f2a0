import { type ResultSink, TaskFailure } from "../engine/index.js";
import type { CallS3 } from "./s3-client.js";

/** Puts the files of a ResultWriter into S3. */
export function resultSink(call: CallS3): ResultSink {
  return async ({ bucket, key, text, parameters }, signal) => {
    const { ExpectedBucketOwner } = parameters;
    const owner = ExpectedBucketOwner === undefined ? {} : { ExpectedBucketOwner };
    const ContentType = key.endsWith(".jsonl") ? "application/jsonl" : "application/json";
    try {
      await call(
        "PutObject",
        { ...owner, Bucket: bucket, Key: key, Body: text, ContentType },
        signal,
      );
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new TaskFailure({ error: "States.ResultWriterFailed", cause });
    }
  };
}
