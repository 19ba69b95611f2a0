/** What happens in a worker. */
export type WorkerEvent =
  | { readonly type: "task-started"; readonly activity: string }
  | { readonly type: "task-succeeded"; readonly activity: string; readonly milliseconds: number }
  | {
      /** `task-lost`: nobody waited for it any more. `report-failed`: nobody could be told how it ended. */
      readonly type: "task-failed" | "task-lost" | "report-failed";
      readonly activity: string;
      readonly milliseconds: number;
      readonly error: unknown;
    }
  | { readonly type: "poll-failed"; readonly activity: string; readonly error: unknown };
