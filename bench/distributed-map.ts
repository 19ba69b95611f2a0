import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";

/**
 * One distributed Map over JSON lines, each line a child of one Pass, its results written to S3.
 * `tsx bench/distributed-map.ts 100000 [STANDARD|EXPRESS]` in a process of its own: it tells the time
 * from start to end, and the most memory that the process had.
 */
const items = Number(process.argv[2] ?? 10_000);
const ExecutionType = process.argv[3] ?? "STANDARD";

const local = await startLocal();
const sfn = new SFNClient(local.clientConfig());
const s3 = new S3Client({ ...local.clientConfig("s3"), forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket: "bench" }));
const lines = Array.from({ length: items }, (_, id) =>
  JSON.stringify({ id, name: `item ${id}`, tags: ["one", "two"] }),
);
const Body = `${lines.join("\n")}\n`;
lines.length = 0;
await s3.send(new PutObjectCommand({ Bucket: "bench", Key: "items.jsonl", Body }));

const { stateMachineArn } = await sfn.send(
  new CreateStateMachineCommand({
    name: "each",
    roleArn: "arn:aws:iam::123456789012:role/any",
    definition: JSON.stringify({
      StartAt: "Each",
      States: {
        Each: {
          Type: "Map",
          End: true,
          ItemReader: {
            Resource: "arn:aws:states:::s3:getObject",
            ReaderConfig: { InputType: "JSONL" },
            Parameters: { Bucket: "bench", Key: "items.jsonl" },
          },
          ResultWriter: {
            Resource: "arn:aws:states:::s3:putObject",
            Parameters: { Bucket: "bench", Prefix: "results" },
          },
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType },
            StartAt: "Pass",
            States: { Pass: { Type: "Pass", End: true } },
          },
        },
      },
    }),
  }),
);
const begun = performance.now();
const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
let status: string | undefined = "RUNNING";
while (status === "RUNNING") {
  await new Promise((resolve) => setTimeout(resolve, 100));
  ({ status } = await sfn.send(new DescribeExecutionCommand({ executionArn })));
}
const seconds = (performance.now() - begun) / 1000;
const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
const { executionCounts } = await sfn.send(
  new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }),
);
const peak = process.resourceUsage().maxRSS / 1024;
console.log(
  `${items} items, ${ExecutionType}: ${status}, ${executionCounts?.resultsWritten} results in ${seconds.toFixed(1)} s, peak RSS ${peak.toFixed(0)} MiB`,
);
await local.close();
