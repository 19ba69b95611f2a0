import type { JsonValue } from "../shared/json.js";

/** Names of members that end in `.$` hold a path or an intrinsic function: https://states-language.net/#payload-template. */
export type PayloadTemplate = JsonValue;

/** A value in which strings within `{% %}` are JSONata expressions. */
export type JsonataTemplate = JsonValue;

/** `{% expression %}`. */
export type JsonataString = string;

/** What moves on to another state, or ends its scope. */
export interface Transition {
  readonly Next?: string;
  readonly End?: boolean;
}

/** Fields that any state may have, whatever its query language. */
export interface CommonFields {
  readonly Comment?: string;
  readonly QueryLanguage?: "JSONPath" | "JSONata";
}

/** `null` stands for an empty object (InputPath, OutputPath), or for the input as it came (ResultPath). */
export interface PathFields {
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
}

/** The fields of a state that has a result. */
export interface ResultFields {
  readonly Parameters?: PayloadTemplate;
  readonly ResultSelector?: PayloadTemplate;
  readonly ResultPath?: string | null;
}

/** Variables by name; the values are templates in the state's query language. */
export interface AssignField {
  readonly Assign?: Readonly<Record<string, JsonValue>>;
}

export interface OutputField {
  readonly Output?: JsonataTemplate;
}

export interface ArgumentsField {
  readonly Arguments?: JsonataTemplate;
}

/** https://states-language.net/#retrying-after-error */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  /** Default 1. */
  readonly IntervalSeconds?: number;
  /** Default 3; 0 never retries. */
  readonly MaxAttempts?: number;
  /** Default 2. */
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
  readonly Comment?: string;
}

/** https://states-language.net/#fallback-states */
export interface Catcher extends AssignField, OutputField {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
  readonly Comment?: string;
}

export interface ErrorFields {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** The role of another account under which a task runs. */
export interface Credentials {
  readonly RoleArn?: string;
  readonly "RoleArn.$"?: string;
}
