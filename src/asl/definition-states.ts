import type { JsonValue } from "../shared/json.js";
import type {
  ArgumentsField,
  AssignField,
  CommonFields,
  Credentials,
  ErrorFields,
  JsonataString,
  OutputField,
  PathFields,
  PayloadTemplate,
  ResultFields,
  Transition,
} from "./definition-fields.js";

/** The eight types of states: https://states-language.net/#state-types. */
export type StateDefinition =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type StateType = StateDefinition["Type"];

export interface PassState
  extends CommonFields,
    PathFields,
    Transition,
    AssignField,
    OutputField,
    Omit<ResultFields, "ResultSelector"> {
  readonly Type: "Pass";
  readonly Result?: JsonValue;
}

export interface TaskState
  extends CommonFields,
    PathFields,
    ResultFields,
    ArgumentsField,
    OutputField,
    AssignField,
    ErrorFields,
    Transition {
  readonly Type: "Task";
  /** The ARN of a function, an activity or a service integration. */
  readonly Resource: string;
  readonly Credentials?: Credentials;
  /** Seconds from scheduling to the end, at most 99,999,999. */
  readonly TimeoutSeconds?: number | JsonataString;
  readonly TimeoutSecondsPath?: string;
  /** Seconds between two signs of life. */
  readonly HeartbeatSeconds?: number | JsonataString;
  readonly HeartbeatSecondsPath?: string;
}

export interface ChoiceState extends CommonFields, PathFields, AssignField, OutputField {
  readonly Type: "Choice";
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

/** A rule of a Choice: a comparison (of one operator), `And`, `Or`, `Not`, or a JSONata `Condition`. */
export interface ChoiceRule extends ChoiceComparison, AssignField, OutputField {
  readonly Next: string;
  readonly Condition?: JsonataString;
  readonly Comment?: string;
}

/** The operators are members of their own name: `NumericEquals`, `StringMatches`, … */
export interface ChoiceComparison {
  readonly Variable?: string;
  readonly And?: readonly ChoiceComparison[];
  readonly Or?: readonly ChoiceComparison[];
  readonly Not?: ChoiceComparison;
  readonly [operator: string]: unknown;
}

export interface WaitState extends CommonFields, PathFields, AssignField, OutputField, Transition {
  readonly Type: "Wait";
  readonly Seconds?: number | JsonataString;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

export interface SucceedState extends CommonFields, PathFields, OutputField {
  readonly Type: "Succeed";
}

export interface FailState extends CommonFields {
  readonly Type: "Fail";
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

export interface ParallelState
  extends CommonFields,
    PathFields,
    ResultFields,
    ArgumentsField,
    OutputField,
    AssignField,
    ErrorFields,
    Transition {
  readonly Type: "Parallel";
  readonly Branches: readonly Branch[];
}

/** https://states-language.net/#map-state */
export interface MapState
  extends CommonFields,
    PathFields,
    ResultFields,
    OutputField,
    AssignField,
    ErrorFields,
    Transition {
  readonly Type: "Map";
  readonly ItemProcessor?: ItemProcessor;
  /** The older name of `ItemProcessor`. */
  readonly Iterator?: ItemProcessor;
  readonly Items?: JsonValue;
  readonly ItemsPath?: string;
  readonly ItemSelector?: PayloadTemplate;
  readonly ItemReader?: ItemReader;
  readonly ItemBatcher?: ItemBatcher;
  readonly ResultWriter?: ResultWriter;
  /** 0, the default, leaves it to the service: 40 inline, 10,000 distributed. */
  readonly MaxConcurrency?: number | JsonataString;
  readonly MaxConcurrencyPath?: string;
  readonly ToleratedFailureCount?: number | JsonataString;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: number | JsonataString;
  readonly ToleratedFailurePercentagePath?: string;
  /** At most 40 characters; part of the names of what a distributed Map runs. */
  readonly Label?: string;
}

export interface Branch {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
}

export interface ItemProcessor extends Branch {
  readonly ProcessorConfig?: {
    readonly Mode?: "INLINE" | "DISTRIBUTED";
    readonly ExecutionType?: "STANDARD" | "EXPRESS";
  };
}

/** Where a distributed Map reads its items from. */
export interface ItemReader extends ArgumentsField {
  readonly Resource: string;
  readonly Parameters?: PayloadTemplate;
  readonly ReaderConfig?: {
    readonly InputType?: "CSV" | "JSON" | "JSONL" | "PARQUET" | "MANIFEST";
    readonly Transformation?: "NONE" | "LOAD_AND_FLATTEN";
    readonly ManifestType?: "ATHENA_DATA" | "S3_INVENTORY";
    readonly CSVDelimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
    readonly CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
    readonly CSVHeaders?: readonly string[];
    readonly ItemsPointer?: string;
    readonly MaxItems?: number | JsonataString;
    readonly MaxItemsPath?: string;
  };
}

/** How a distributed Map puts several items into one child execution. */
export interface ItemBatcher {
  readonly BatchInput?: PayloadTemplate;
  readonly MaxItemsPerBatch?: number | JsonataString;
  readonly MaxItemsPerBatchPath?: string;
  readonly MaxInputBytesPerBatch?: number | JsonataString;
  readonly MaxInputBytesPerBatchPath?: string;
}

/** Where a distributed Map writes the results of its children. */
export interface ResultWriter extends ArgumentsField {
  readonly Resource?: string;
  readonly Parameters?: PayloadTemplate;
  readonly WriterConfig?: {
    readonly OutputType?: "JSON" | "JSONL";
    readonly Transformation?: "NONE" | "COMPACT" | "FLATTEN";
  };
}
