export { cut, delay, hang, slow, truncate } from "./connection.js";
export type { Fault, RecordedRequest, Service } from "./exchange.js";
export { type FaultProxy, type FaultProxyOptions, startFaultProxy } from "./fault-proxy.js";
export type {
  PartitionLimit,
  PartitionLimitOptions,
  PartitionStatistics,
} from "./partition-limit.js";
export { type Pause, pause } from "./pause.js";
export { conflict409, denied, precondition412, serverError, throttle } from "./refuse.js";
export type { Rule } from "./rules.js";
export { unprocessed } from "./unprocessed.js";
