export type { LogEvent } from "./log-event.js";
export { type LogSink, type LogTarget, openLogSink } from "./log-sink.js";
export { watchFor } from "./watch-for.js";
