import type { StateDefinition, WaitState } from "../asl/index.js";
import type { Exactly, Has, Unchanged } from "./data-flow.js";
import { fieldsOf, type OptionsOf } from "./fields.js";
import { LinkedState } from "./linked-state.js";

type Fields = OptionsOf<WaitState, "Timestamp">;

/** How long, or until when: one of `seconds`, `secondsPath`, `timestamp` and `timestampPath`. */
export interface WaitOptions extends Fields {
  /** A moment, or the text of one, such as `2026-03-14T01:59:00Z`. */
  readonly timestamp?: Date | string | undefined;
}

/** A state that waits, and hands its input on. */
export interface Wait<Input = unknown, Output = unknown> extends LinkedState<Input, Output> {
  readonly type: "Wait";
  /** The same state, with the types that its options make of its data. */
  gives<Stated, Taken = Input>(): Wait<Taken, Stated>;
}

class WaitFor extends LinkedState {
  readonly type = "Wait";

  constructor(name: string, { timestamp, ...options }: WaitOptions) {
    super(name, {
      ...fieldsOf(options),
      ...(timestamp === undefined ? {} : { Timestamp: textOf(timestamp) }),
    });
  }

  gives(): this {
    return this;
  }

  override write(): StateDefinition {
    return { Type: "Wait", ...this.fields, ...this.transition() };
  }
}

function textOf(timestamp: Date | string): string {
  return timestamp instanceof Date ? timestamp.toISOString() : timestamp;
}

interface WaitConstructor {
  new <const Options extends WaitOptions>(
    name: string,
    options: Exactly<Options, WaitOptions>,
  ): Wait<
    unknown,
    Has<Options, "inputPath" | "outputPath" | "output"> extends true ? unknown : Unchanged
  >;
}

export const Wait = WaitFor as unknown as WaitConstructor; // types that depend on the options
