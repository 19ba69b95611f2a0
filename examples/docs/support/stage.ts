import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { Context, LambdaContext, StateDataClient } from "sfn-task-tools";

/** What each of the programs beside this folder is run with: a task's tools, and what stands behind them. */
export interface Stage {
  /** In an execution of its own for each program. */
  readonly context: Context;
  /** The context's. */
  readonly stateData: StateDataClient;
  /** What Lambda hands to a handler. */
  readonly lambda: LambdaContext;
  /** The same stores that the environment leads to. */
  readonly clients: {
    readonly dynamodb: DynamoDBClient;
    readonly s3: S3Client;
    readonly sfn: SFNClient;
  };
  readonly table: string;
  readonly bucket: string;
}
