import { gzipSync } from "node:zlib";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DescribeMapRunCommand,
  type DescribeMapRunOutput,
  type ExecutionListItem,
  ListExecutionsCommand,
  ListMapRunsCommand,
} from "@aws-sdk/client-sfn";
import type { LocalOptions } from "sfn-task-tools/local";
import { onTestFinished } from "vitest";
import { type Engine, only, startEngine } from "./engine-fixture.js";

export const BUCKET = "data";

/** An engine, and the objects beside it. */
export interface MapEngine extends Engine {
  put(key: string, body: string | Buffer): Promise<void>;
  get(key: string): Promise<string>;
  keys(): Promise<string[]>;
  /** The Map Run of an execution that has one, as it is now. */
  mapRun(executionArn: string): Promise<DescribeMapRunOutput>;
  /** Its children, the newest first. */
  children(mapRunArn: string | undefined): Promise<ExecutionListItem[]>;
}

export async function startMapEngine(options: LocalOptions = {}): Promise<MapEngine> {
  const engine = await startEngine(options);
  const s3 = new S3Client({ ...engine.local.clientConfig("s3"), forcePathStyle: true });
  onTestFinished(() => s3.destroy());
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return {
    ...engine,
    async put(Key, Body) {
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    },
    async get(Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      return (await Body?.transformToString()) ?? "";
    },
    async keys() {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
      return Contents.map(({ Key = "" }) => Key);
    },
    async mapRun(executionArn) {
      const { mapRuns = [] } = await engine.sfn.send(new ListMapRunsCommand({ executionArn }));
      const mapRunArn = mapRuns.at(-1)?.mapRunArn;
      return engine.sfn.send(new DescribeMapRunCommand({ mapRunArn }));
    },
    async children(mapRunArn) {
      const listed = await engine.sfn.send(
        new ListExecutionsCommand({ mapRunArn, maxResults: 1000 }),
      );
      return listed.executions ?? [];
    },
  };
}

export const ECHO = { StartAt: "Echo", States: { Echo: { Type: "Pass", End: true } } };

export function worker(name: string) {
  const Resource = `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
  return { StartAt: "Work", States: { Work: { Type: "Task", Resource, End: true } } };
}

/** A machine of one distributed Map. */
export function distributed(
  fields: object,
  processor: object = ECHO,
  ExecutionType: "STANDARD" | "EXPRESS" = "STANDARD",
): object {
  return only({
    Type: "Map",
    Label: "each",
    ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType }, ...processor },
    ...fields,
  });
}

/** An ItemReader of an object of the bucket. */
export function reader(Key: string, ReaderConfig: object = {}): object {
  const Parameters = { Bucket: BUCKET, Key };
  return { ItemReader: { Resource: "arn:aws:states:::s3:getObject", ReaderConfig, Parameters } };
}

/** A ResultWriter into the bucket. */
export function writer(WriterConfig?: object, Bucket = BUCKET): object {
  const Parameters = { Bucket, Prefix: "out" };
  const config = WriterConfig === undefined ? {} : { WriterConfig };
  return { ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters, ...config } };
}

export const gzip = (text: string) => gzipSync(text);
