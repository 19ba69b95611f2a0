import type { ChoiceComparison, ChoiceRule, ChoiceState, StateDefinition } from "../asl/index.js";
import { InvalidArgumentError } from "../shared/errors.js";
import type { Passed } from "./data-flow.js";
import { type Fields, fieldsOf, type OptionsOf } from "./fields.js";
import { type AnyState, State, type Step } from "./state.js";

/** The fields of a Choice, but for its rules. */
export type ChoiceOptions = OptionsOf<ChoiceState, "Choices" | "Default">;

/** Further fields of one rule. */
export type RuleOptions = OptionsOf<Pick<ChoiceRule, "Assign" | "Output" | "Comment">>;

/**
 * A state that decides by its rules which one follows, and hands its input on to it. State its
 * input, `new Choice<Order>("Check")`, and all that follow must take it.
 */
export interface Choice<Input = unknown> extends ChoiceOf<Input> {}

class ChoiceOf<Input> extends State<Input, unknown> {
  readonly type = "Choice";
  readonly #rules: { readonly fields: Fields; readonly next: AnyState }[] = [];
  #otherwise: AnyState | undefined;

  constructor(name: string, options: ChoiceOptions = {}) {
    super(name, fieldsOf(options));
  }

  /**
   * Goes to a state when a rule matches: a comparison, or a JSONata condition (`{% … %}`). The first
   * rule that matches is the one that counts.
   */
  when(
    rule: ChoiceComparison | string | boolean,
    next: Step<Passed<Input>>,
    options: RuleOptions = {},
  ): this {
    const condition = typeof rule === "object" ? rule : { Condition: rule };
    return this.add({ ...condition, ...fieldsOf(options) }, next.start);
  }

  /**
   * Goes to a state when no rule matches. Without it that is the error States.NoChoiceMatched.
   *
   * @throws InvalidArgumentError when there is another one already.
   */
  otherwise(next: Step<Passed<Input>>): this {
    if (this.#otherwise !== undefined && this.#otherwise !== next.start) {
      throw new InvalidArgumentError(
        `Expected one otherwise() of ${this}, got ${next.start} beside ${this.#otherwise}.`,
      );
    }
    this.#otherwise = next.start;
    return this;
  }

  /** Adds a rule as the States Language has it. */
  add(rule: Fields, next: AnyState): this {
    this.#rules.push({ fields: rule, next });
    return this;
  }

  override following(): readonly AnyState[] {
    const chosen = this.#rules.map(({ next }) => next);
    return this.#otherwise === undefined ? chosen : [...chosen, this.#otherwise];
  }

  override write(): StateDefinition {
    return {
      Type: "Choice",
      ...this.fields,
      Choices: this.#rules.map(({ fields, next }) => ({ ...fields, Next: next.name })),
      ...(this.#otherwise === undefined ? {} : { Default: this.#otherwise.name }),
    };
  }
}

interface ChoiceConstructor {
  // First the one that takes no type from where it is used.
  new (name: string, options?: ChoiceOptions): Choice;
  new <Input>(name: string, options?: ChoiceOptions): Choice<Input>;
}

export const Choice: ChoiceConstructor = ChoiceOf;
