import { InvalidArgumentError } from "../shared/errors.js";
import type { After, ends, gives, Known, Passed, takes } from "./data-flow.js";
import type { Fields } from "./fields.js";
import { type AnyState, type Scope, State, type Step } from "./state.js";

/** A state that goes on to another, or ends its scope. */
export abstract class LinkedState<Input = unknown, Output = unknown> extends State<Input, Output> {
  #next: AnyState | undefined;

  /**
   * Goes on to a state, or to the first of a chain, which must take what this one gives. Returns
   * the chain of both.
   *
   * @throws InvalidArgumentError when another state follows already.
   */
  next<Following = unknown>(
    following: Step<Passed<Output>, Following>,
  ): Chain<Input, After<Output, Following>> {
    const { start } = following;
    if (this.#next !== undefined && this.#next !== start) {
      throw new InvalidArgumentError(
        `Expected one state to follow ${this}, got ${start} beside ${this.#next}. Let a Choice decide between them, or call end() first to take the other away.`,
      );
    }
    this.#next = start;
    return new Chain(this, following.last);
  }

  /** Ends the scope here, whatever followed before. Returns the chain of this state alone. */
  end(): Chain<Input, Output> {
    this.#next = undefined;
    return new Chain(this, this);
  }

  override following(): readonly AnyState[] {
    return this.#next === undefined ? [] : [this.#next];
  }

  /** The field that tells where it goes. */
  protected transition(): Fields {
    return this.#next === undefined ? { End: true } : { Next: this.#next.name };
  }
}

/** States one after another, from the first to the last, with the input of the one and the output of the other. */
export class Chain<Input = unknown, Output = unknown>
  implements Step<Input, Output>, Scope<Input, Known<Output>>
{
  declare readonly [takes]?: (input: Input) => void;
  declare readonly [gives]?: Output;
  declare readonly [ends]?: Known<Output>;
  readonly start: AnyState;
  readonly last: AnyState;

  constructor(start: AnyState, last: AnyState) {
    this.start = start;
    this.last = last;
  }

  /**
   * Goes on from the last state. Returns the longer chain.
   *
   * @throws InvalidArgumentError when the last state has no next: a Choice, Succeed or Fail.
   */
  next<Following = unknown>(
    following: Step<Passed<Output>, Following>,
  ): Chain<Input, After<Output, Following>> {
    const { last } = this;
    if (!(last instanceof LinkedState)) {
      throw new InvalidArgumentError(
        `Expected a state that can go on to ${following.start}, got ${last}. ${last.type === "Choice" ? "Its rules say what follows: use when() and otherwise()." : "It ends its scope."}`,
      );
    }
    last.next(following);
    return new Chain(this.start, following.last);
  }

  /** @throws InvalidArgumentError when the chain has gone on behind its back. */
  check(): void {
    const { start, last } = this;
    const [next] = last instanceof LinkedState ? last.following() : [];
    if (next === undefined) return;
    throw new InvalidArgumentError(
      `Expected the chain from ${start} to end at ${last}, which goes on to ${next}. Give the whole chain, or ${start} alone.`,
    );
  }
}
