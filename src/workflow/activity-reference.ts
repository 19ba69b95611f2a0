/**
 * An activity that a Task runs: its name, and what the Task has to know of it. The activities of
 * `sfn-task-tools/activity` are such references; for those of others, write the object.
 */
export interface ActivityReference {
  readonly kind: "activity";
  readonly name: string;
  /** Default: made of the name, with the region and account of the definition. */
  readonly arn?: string | undefined;
  /** Seconds within which its worker gives signs of life; the Task's HeartbeatSeconds. */
  readonly heartbeatSeconds?: number | undefined;
  /** Whether the Task sends the envelope of a `task()` handler. Default false: its input alone. */
  readonly envelope?: boolean | undefined;
  /** What the worker calls; here for its types alone. */
  readonly run?: ((input: never, ...more: never[]) => unknown) | undefined;
}
