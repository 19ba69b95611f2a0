import type { HistoryEvent, Run } from "../engine/index.js";
import { type Logging, logEventOf } from "./log-event.js";
import type { LogSink } from "./log-sink.js";

const OFF = { level: "OFF" } as const;

/** As a state machine is configured. */
interface Settings {
  readonly loggingConfiguration?: Logging | typeof OFF;
}

/** What takes the events of a run, when its state machine logs: by its configuration as the run began. */
export function watchFor(sink: LogSink) {
  return (run: Run): ((event: HistoryEvent) => void) | undefined => {
    const { loggingConfiguration: logging = OFF } = run.machine.settings as Settings; // as it was configured
    if (logging.level === "OFF") return undefined;
    return (event) => {
      const logged = logEventOf(run, event, logging);
      if (logged !== undefined) sink.write(logged);
    };
  };
}
