/** What Step Functions allows: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html. */
export const LIMITS = {
  /** Bytes of an input, an output or a result. */
  dataBytes: 262_144,
  /** Events of a STANDARD execution, the last one included. */
  events: 25_000,
  /** Characters that the events of one execution may hold: the service keeps them on disk, the engine here in memory. */
  historyCharacters: 268_435_456,
  /** The longest Wait until a time. */
  waitMs: (2 ** 31 - 1) * 1000,
  /** The longest STANDARD execution. */
  standardMs: 365 * 24 * 3_600_000,
  /** The longest EXPRESS execution. */
  expressMs: 5 * 60_000,
  /** Iterations of an inline Map at a time. */
  inlineConcurrency: 40,
  /** Children of a distributed Map at a time; fewer here than on AWS, since they share one thread. */
  distributedConcurrency: 1_000,
  /** Items that a distributed Map has read before their children can begin. */
  itemsAhead: 256,
  /** Bytes of one item that ItemReader reads. */
  itemBytes: 8 * 1_048_576,
  /** Of each distributed Map, children that succeeded and can still be described; what failed is kept. */
  keptChildren: 1_000,
  /** About how many bytes of results go into one file of a ResultWriter; 5 GB on AWS, which has no need to hold them. */
  resultFileBytes: 4 * 1_048_576,
  /** Results in one file of a ResultWriter. */
  resultFileRecords: 10_000,
} as const;
