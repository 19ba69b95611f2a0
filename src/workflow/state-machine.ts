import type { Diagnostic, QueryLanguage, StateMachineDefinition } from "../asl/index.js";
import { stringifyStrict } from "../shared/json.js";
import { checkSfnName } from "../shared/sfn-names.js";
import type { ArnOptions } from "./arns.js";
import { checkDefinition } from "./check-definition.js";
import type { ends, takes } from "./data-flow.js";
import { fieldsOf } from "./fields.js";
import { readScope } from "./from-definition.js";
import { InvalidDefinitionError } from "./invalid-definition-error.js";
import { statesOf, writeScope } from "./scope.js";
import type { AnyState, Scope } from "./state.js";

export interface StateMachineOptions {
  readonly comment?: string | undefined;
  /** Seconds that a whole execution may take. Default: as long as the service allows. */
  readonly timeoutSeconds?: number | undefined;
  /** Of the states that say nothing else. Default JSONPath. */
  readonly queryLanguage?: QueryLanguage | undefined;
  readonly version?: "1.0" | undefined;
  /** Default STANDARD. What it may run depends on it; it is no part of the definition. */
  readonly type?: "STANDARD" | "EXPRESS" | undefined;
}

/**
 * A state machine: the states that can be reached from its first one, and those added. It is data
 * alone: it knows no account, and speaks to nobody.
 */
export class StateMachine<Input = unknown, Output = unknown> {
  declare readonly [takes]?: (input: Input) => void;
  declare readonly [ends]?: Output;
  readonly name: string;
  readonly type: "STANDARD" | "EXPRESS";
  readonly #scope: Scope;
  readonly #added: Set<AnyState>;

  /**
   * @param start its first state, or the chain that begins with it, which tells what it ends with.
   * @throws InvalidArgumentError for a name that Step Functions refuses.
   */
  constructor(
    name: string,
    start: Scope<Input, Output>,
    { type = "STANDARD", ...options }: StateMachineOptions = {},
  ) {
    this.name = checkSfnName(name, "the state machine's name");
    this.type = type;
    this.#added = new Set(start.also);
    this.#scope = {
      start: start.start,
      scopeFields: { ...start.scopeFields, ...fieldsOf(options) },
      also: this.#added,
      check: () => start.check?.(),
    };
  }

  /**
   * The machine of a document, or of its JSON text.
   *
   * @throws InvalidDefinitionError for what Step Functions would refuse.
   */
  static fromDefinition(
    name: string,
    definition: StateMachineDefinition | string,
    { type = "STANDARD" }: Pick<StateMachineOptions, "type"> = {},
  ): StateMachine {
    const text = typeof definition === "string" ? definition : JSON.stringify(definition);
    const found = checkDefinition(text, type).filter((one) => !isUnreachable(one));
    if (found.length > 0) throw new InvalidDefinitionError(name, found);
    return new StateMachine(name, readScope(JSON.parse(text)) as Scope<unknown>, { type }); // of a document nobody knows more
  }

  /** Its states in the order in which they are reached, without those within branches and Maps. */
  get states(): readonly AnyState[] {
    return statesOf(this.#scope);
  }

  /**
   * Keeps states in the definition to which none leads. Step Functions refuses such a definition;
   * it is for drafts, and for tools that look at them.
   */
  add(...states: readonly AnyState[]): this {
    for (const state of states) this.#added.add(state);
    return this;
  }

  /**
   * The definition as a document.
   *
   * @throws InvalidArgumentError for states of the same name, and for names that need a region and account.
   * @throws InvalidDefinitionError for what Step Functions would refuse, but for states added that nothing leads to.
   */
  definition(arns: ArnOptions = {}): StateMachineDefinition {
    const text = this.#write(arns);
    const found = checkDefinition(text, this.type).filter((one) => !isUnreachable(one));
    if (found.length > 0) throw new InvalidDefinitionError(this.name, found);
    return JSON.parse(text);
  }

  /** All that Step Functions would find wrong with the definition. */
  validate(arns: ArnOptions = {}): readonly Diagnostic[] {
    return checkDefinition(this.#write(arns), this.type);
  }

  /** The definition as JSON, laid out with two spaces. Throws as `definition` does. */
  toJson(arns: ArnOptions = {}): string {
    return `${JSON.stringify(this.definition(arns), undefined, 2)}\n`;
  }

  /** The definition as YAML. Rejects as `definition` throws. */
  async toYaml(arns: ArnOptions = {}): Promise<string> {
    const definition = this.definition(arns);
    const { stringify } = await import("yaml");
    return stringify(definition);
  }

  /** `the state machine "loop"` */
  toString(): string {
    return `the state machine "${this.name}"`;
  }

  #write(arns: ArnOptions): string {
    const language = this.#scope.scopeFields?.QueryLanguage === "JSONata" ? "JSONata" : "JSONPath";
    const document = writeScope(this.#scope, {
      language,
      arns,
      inIteration: false,
      where: `${this}`,
      taken: new Map(),
    });
    return stringifyStrict(document, `The definition of "${this.name}"`);
  }
}

/** A draft may have such states: they are there only because somebody added them. */
function isUnreachable({ code, message }: Diagnostic): boolean {
  return code === "MISSING_TRANSITION_TARGET" && message.endsWith("is not reachable.");
}
