/** How a command ends: docs/command-line.md has the table. */
export const EXIT = {
  done: 0,
  /** None of the others. */
  failed: 1,
  /** The command line, the app or the input is not as it should be; nothing was sent. */
  usage: 2,
  /** An execution ended otherwise than SUCCEEDED. */
  executionFailed: 3,
  /** What is named is not there. */
  notFound: 4,
  /** What is there is not what was expected to be there. */
  conflict: 5,
  /** Nobody known asks, or somebody who may not. */
  denied: 6,
  /** No answer, or not in time. */
  unavailable: 7,
  /** A definition that Step Functions would refuse. */
  invalidDefinition: 8,
  /** Ctrl-C. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
