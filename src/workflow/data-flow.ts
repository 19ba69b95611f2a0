export declare const takes: unique symbol;
export declare const gives: unique symbol;
export declare const ends: unique symbol;
declare const unchanged: unique symbol;

/** Carries the type of the input that may come; no such property exists at run time. */
export interface Takes<Input> {
  readonly [takes]?: (input: Input) => void;
}

/** Carries the type of the output that goes to the next state. */
export interface Gives<Output> {
  readonly [gives]?: Output;
}

/** Carries the type of the output with which a scope ends. */
export interface Ends<Output> {
  readonly [ends]?: Output;
}

/** The output of a state that hands its input on as it came. */
export interface Unchanged {
  readonly [unchanged]: true;
}

/** What the next state must be able to take. Of an output that nobody stated, nothing is known: any state may follow. */
export type Passed<Output> = [unknown] extends [Output]
  ? never
  : [Output] extends [Unchanged]
    ? never
    : Output;

/** The output after one more state, which may have handed on what came. */
export type After<Before, Output> = [Output] extends [never]
  ? never
  : [Output] extends [Unchanged]
    ? Before
    : Output;

/** As it is told outside of a chain, where nobody knows what came. */
export type Known<Output> = [Output] extends [Unchanged] ? unknown : Output;

/** Whether options change what goes in: then only the user knows what the state takes. */
export type InputWith<Options, Input> =
  Has<Options, "inputPath" | "parameters" | "arguments"> extends true ? unknown : Input;

/** Whether options change what comes out: then only the user knows what the state gives. */
export type OutputWith<Options, Result> =
  Has<Options, "outputPath" | "output" | "resultSelector"> extends true
    ? unknown
    : Options extends { readonly resultPath: null }
      ? Unchanged
      : Has<Options, "resultPath"> extends true
        ? Options extends { readonly resultPath: "$" }
          ? Result
          : unknown
        : Result;

/** Whether one of the options is given. */
export type Has<Options, Names extends PropertyKey> = [Extract<keyof Options, Names>] extends [
  never,
]
  ? false
  : true;

/** Options of one kind, and none that it does not have. */
export type Exactly<Options, Allowed> = Options & {
  readonly [Name in Exclude<keyof Options, keyof Allowed>]: never;
};

/** The input of what runs: of a `task()` handler what its envelope holds, of a function its argument. */
export type InputOf<Run> = Run extends (event: infer Event, ...more: never[]) => unknown
  ? InputIn<Event>
  : unknown;

/** What runs resolves to, as JSON has it: nothing is null. */
export type ResultOf<Run> = Run extends (...event: never[]) => infer Result
  ? [Awaited<Result>] extends [never]
    ? never
    : Exclude<Awaited<Result>, void> | (void extends Awaited<Result> ? null : never)
  : unknown;

interface Envelope {
  readonly input: unknown;
  readonly context: unknown;
}

type InputIn<Event> = unknown extends Event
  ? unknown
  : [Event] extends [never]
    ? unknown
    : [Extract<Event, Envelope>] extends [never]
      ? Event
      : Extract<Event, Envelope>["input"];

/** Whether it reads the envelope, as `task()` handlers do. */
export type ReadsEnvelope<Run> = Run extends (event: infer Event, ...more: never[]) => unknown
  ? [unknown] extends [Event]
    ? true
    : [Event] extends [never]
      ? true
      : [Extract<Event, Envelope>] extends [never]
        ? false
        : true
  : true;

/** What a scope takes; of several scopes, what all of them take. */
export type InputOfScope<Any extends Takes<never>> =
  NonNullable<Any[typeof takes]> extends (input: infer Input) => void ? Input : unknown;

/** What a scope ends with. */
export type OutputOfScope<Any extends Ends<unknown>> =
  Any extends Ends<infer Output> ? Output : unknown;
