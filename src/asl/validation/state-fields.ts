import type { StateType } from "../definition.js";
import {
  anything,
  type Check,
  constant,
  flag,
  listOf,
  number,
  oneOf,
  path,
  pathOrIntrinsic,
  referencePath,
  structure,
  template,
  text,
  textOrExpression,
  timestamp,
  variables,
} from "./checks.js";
import { checkChoiceRule } from "./choice-rules.js";
import { credentials } from "./credentials.js";
import { catcher, retrier } from "./error-handlers.js";
import { checkFields, type Fields } from "./fields.js";
import { label } from "./label.js";

const SECONDS = 99_999_999;

const common = { Type: text, Comment: text, QueryLanguage: oneOf("JSONPath", "JSONata") };
const transition = { Next: text, End: flag };
const paths = { InputPath: path, OutputPath: path };
const results = { Parameters: template, ResultSelector: template, ResultPath: referencePath };
const outputs = { Output: template, Assign: variables };
const errors = { Retry: listOf(retrier), Catch: listOf(catcher) };

const inner =
  (fields: Fields["fields"], required: readonly string[] = []): Check =>
  (value, place) =>
    checkFields(value, place, { fields, required });

const readerConfig = inner({
  InputType: oneOf("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"),
  Transformation: oneOf("NONE", "LOAD_AND_FLATTEN"),
  ManifestType: oneOf("ATHENA_DATA", "S3_INVENTORY"),
  CSVDelimiter: oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
  CSVHeaderLocation: oneOf("FIRST_ROW", "GIVEN"),
  CSVHeaders: listOf(text),
  ItemsPointer: text,
  MaxItems: number(0, 100_000_000),
  MaxItemsPath: path,
});

const integration = { Resource: text, Parameters: template, Arguments: template };

/** The fields of each type of state; what is in them that is states again is looked at elsewhere. */
export const STATE_FIELDS: Readonly<Record<StateType, Fields>> = {
  Pass: {
    fields: {
      ...common,
      ...transition,
      ...paths,
      ...outputs,
      Parameters: template,
      ResultPath: referencePath,
      Result: anything,
    },
  },
  Task: {
    required: ["Resource"],
    fields: {
      ...common,
      ...transition,
      ...paths,
      ...results,
      ...outputs,
      ...errors,
      Resource: text,
      Arguments: template,
      Credentials: credentials,
      TimeoutSeconds: number(1, SECONDS),
      TimeoutSecondsPath: path,
      HeartbeatSeconds: number(1, SECONDS),
      HeartbeatSecondsPath: path,
    },
  },
  Choice: {
    required: ["Choices"],
    fields: {
      ...common,
      ...paths,
      ...outputs,
      Choices: listOf(checkChoiceRule, 1),
      Default: text,
    },
  },
  Wait: {
    fields: {
      ...common,
      ...transition,
      ...paths,
      ...outputs,
      Seconds: number(0, SECONDS),
      SecondsPath: path,
      Timestamp: timestamp,
      TimestampPath: path,
    },
  },
  Succeed: { fields: { ...common, ...paths, Output: template } },
  Fail: {
    fields: {
      ...common,
      Error: textOrExpression,
      ErrorPath: pathOrIntrinsic,
      Cause: textOrExpression,
      CausePath: pathOrIntrinsic,
    },
  },
  Parallel: {
    required: ["Branches"],
    fields: {
      ...common,
      ...transition,
      ...paths,
      ...results,
      ...outputs,
      ...errors,
      Arguments: template,
      Branches: listOf(structure, 1),
    },
  },
  Map: {
    fields: {
      ...common,
      ...transition,
      ...paths,
      ...results,
      ...outputs,
      ...errors,
      ItemProcessor: structure,
      Iterator: structure,
      Items: template,
      ItemsPath: path,
      ItemSelector: template,
      ItemReader: inner({ ...integration, ReaderConfig: readerConfig }, ["Resource"]),
      ItemBatcher: inner({
        BatchInput: template,
        MaxItemsPerBatch: number(1, SECONDS),
        MaxItemsPerBatchPath: path,
        MaxInputBytesPerBatch: number(1, 262_144),
        MaxInputBytesPerBatchPath: path,
      }),
      ResultWriter: inner({
        ...integration,
        WriterConfig: inner({
          OutputType: oneOf("JSON", "JSONL"),
          Transformation: oneOf("NONE", "COMPACT", "FLATTEN"),
        }),
      }),
      MaxConcurrency: number(0, SECONDS),
      MaxConcurrencyPath: path,
      ToleratedFailureCount: number(0, SECONDS),
      ToleratedFailureCountPath: path,
      ToleratedFailurePercentage: number(0, 100, false),
      ToleratedFailurePercentagePath: path,
      Label: label,
    },
  },
};

/** Fields that one of the query languages alone has. */
export const LANGUAGE_OF_FIELD: NonNullable<Fields["only"]> = {
  ...Object.fromEntries(
    [
      "InputPath",
      "OutputPath",
      "Parameters",
      "ResultSelector",
      "ResultPath",
      "ItemsPath",
      "SecondsPath",
      "TimestampPath",
      "TimeoutSecondsPath",
      "HeartbeatSecondsPath",
      "MaxConcurrencyPath",
      "ToleratedFailureCountPath",
      "ToleratedFailurePercentagePath",
      "ErrorPath",
      "CausePath",
    ].map((name) => [name, "JSONPath" as const]),
  ),
  Arguments: "JSONata",
  Output: "JSONata",
  Items: "JSONata",
};

export const TIMEOUT_SECONDS = constant(1, SECONDS);
