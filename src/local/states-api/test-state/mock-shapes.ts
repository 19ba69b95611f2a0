import type { Shape } from "./shape.js";

const any = { is: "any" } as const;
const string = { is: "string" } as const;
const number = { is: "number" } as const;
const boolean = { is: "boolean" } as const;
const array = (of: Shape): Shape => ({ is: "array", of });
const map = (of: Shape): Shape => ({ is: "map", of });
const object = (members: Readonly<Record<string, Shape>>, ...required: string[]): Shape => ({
  is: "object",
  members,
  required,
});

const attributes = map({ is: "object", members: { S: string, N: string, BOOL: boolean } });
const units = {
  CapacityUnits: number,
  ReadCapacityUnits: number,
  WriteCapacityUnits: number,
};
const capacity = object({
  TableName: string,
  ...units,
  Table: object(units),
  LocalSecondaryIndexes: map(object(units)),
  GlobalSecondaryIndexes: map(object(units)),
});
const written = object({
  Attributes: attributes,
  ConsumedCapacity: capacity,
  ItemCollectionMetrics: object({
    ItemCollectionKey: attributes,
    SizeEstimateRangeGB: array(number),
  }),
});
const read = object({ Item: attributes, ConsumedCapacity: capacity });
const found = object({
  Items: array(attributes),
  Count: number,
  ScannedCount: number,
  LastEvaluatedKey: attributes,
  ConsumedCapacity: capacity,
});

const started = object({ ExecutionArn: string, StartDate: string }, "ExecutionArn", "StartDate");
const ended = object(
  {
    ExecutionArn: string,
    StateMachineArn: string,
    Name: string,
    Status: {
      is: "string",
      words: ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"],
    },
    StartDate: string,
    StopDate: string,
    Input: any,
    Output: any,
    Error: string,
    Cause: string,
    RedriveCount: number,
  },
  "ExecutionArn",
  "StateMachineArn",
  "Status",
  "StartDate",
);

const invoked = object({ StatusCode: number, ExecutedVersion: string, FunctionError: string });

const STORAGE_CLASSES = [
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER",
  "DEEP_ARCHIVE",
  "OUTPOSTS",
  "GLACIER_IR",
  "SNOW",
  "EXPRESS_ONEZONE",
  "FSX_OPENZFS",
  "FSX_ONTAP",
];
const objectFacts = {
  ContentLength: number,
  ContentType: string,
  ContentEncoding: string,
  ETag: string,
  LastModified: string,
  Metadata: map(string),
  StorageClass: { is: "string", words: STORAGE_CLASSES },
  VersionId: string,
  DeleteMarker: boolean,
} as const;

const cipher = { is: "string", min: 1 } as const;
const keyed = { KeyId: cipher, EncryptionAlgorithm: string } as const;

/** What integrations give, by the resource's end; those that are not here are not looked at. */
export const MOCK_SHAPES: Readonly<Record<string, Shape>> = {
  "lambda:invoke": invoked,
  "aws-sdk:lambda:invoke": invoked,
  "aws-sdk:lambda:getFunction": object({
    Configuration: object({
      FunctionName: string,
      FunctionArn: string,
      Runtime: string,
      Handler: string,
      CodeSize: number,
      Timeout: { is: "number", min: 1 },
      MemorySize: { is: "number", min: 128, max: 10_240 },
    }),
    Code: object({ RepositoryType: string, Location: string }),
    Tags: map(string),
  }),
  "states:startExecution": started,
  "states:startExecution.sync": ended,
  "states:startExecution.sync:2": ended,
  "aws-sdk:sfn:startExecution": started,
  "aws-sdk:sfn:describeExecution": ended,
  "dynamodb:getItem": read,
  "dynamodb:putItem": written,
  "dynamodb:updateItem": written,
  "dynamodb:deleteItem": written,
  "aws-sdk:dynamodb:getItem": read,
  "aws-sdk:dynamodb:putItem": written,
  "aws-sdk:dynamodb:updateItem": written,
  "aws-sdk:dynamodb:deleteItem": written,
  "aws-sdk:dynamodb:query": found,
  "aws-sdk:dynamodb:scan": found,
  "events:putEvents": object({
    FailedEntryCount: number,
    Entries: array(object({ EventId: string, ErrorCode: string, ErrorMessage: string })),
  }),
  "sqs:sendMessage": object({
    MD5OfMessageBody: string,
    MD5OfMessageAttributes: string,
    MessageId: string,
    SequenceNumber: string,
  }),
  "sns:publish": object({ MessageId: string, SequenceNumber: string }),
  "aws-sdk:s3:getObject": object({ ...objectFacts, Body: string }),
  "aws-sdk:s3:headObject": object(objectFacts),
  "aws-sdk:s3:putObject": object({ ETag: string, VersionId: string, Size: number }),
  "aws-sdk:kms:encrypt": object({ CiphertextBlob: cipher, ...keyed }),
  "aws-sdk:kms:decrypt": object({ Plaintext: cipher, ...keyed }),
};
