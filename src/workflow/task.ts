import type { StateDefinition, TaskState } from "../asl/index.js";
import { CatchingState } from "./catching-state.js";
import type { Exactly, InputOf, InputWith, OutputWith, ResultOf } from "./data-flow.js";
import { type Fields, fieldsOf, type OptionsOf } from "./fields.js";
import type { Writing } from "./state.js";
import { type Running, type TaskResource, writeResource } from "./task-resource.js";

/** The fields of a Task, but for its resource; catchers are given with `catch()`. */
export type TaskOptions = OptionsOf<TaskState, "Resource" | "Catch">;

/** A state that has work done: by a function, an activity, another state machine or any service. */
export interface Task<Input = unknown, Output = unknown> extends CatchingState<Input, Output> {
  readonly type: "Task";
  readonly resource: TaskResource;
  /** The same state, with the types that its paths or expressions make of its data. */
  gives<Stated, Taken = Input>(): Task<Taken, Stated>;
}

class TaskOnResource extends CatchingState {
  readonly type = "Task";
  readonly resource: TaskResource;

  constructor(name: string, resource: TaskResource, options: object = {}) {
    super(name, fieldsOf(options));
    this.resource = resource;
  }

  gives(): this {
    return this;
  }

  override write(writing: Writing): StateDefinition {
    const language = this.languageIn(writing);
    return {
      Type: "Task",
      ...writeResource(this.resource, this.fields, { ...writing, language }),
      ...this.transition(),
    } as Fields as unknown as StateDefinition; // looked at with the document
  }
}

type InputTo<Resource> = Resource extends Running<infer Run> ? InputOf<Run> : unknown;
type ResultFrom<Resource> = Resource extends Running<infer Run> ? ResultOf<Run> : unknown;

interface TaskConstructor {
  /**
   * Its input and output have the types of what runs, unless options change the data: then they
   * are unknown, and any state may follow, until `gives` states them.
   */
  new <Resource extends TaskResource, const Options extends TaskOptions = object>(
    name: string,
    resource: Resource,
    options?: Exactly<Options, TaskOptions>,
  ): Task<InputWith<Options, InputTo<Resource>>, OutputWith<Options, ResultFrom<Resource>>>;
}

export const Task = TaskOnResource as unknown as TaskConstructor; // types that depend on the options
