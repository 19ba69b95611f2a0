/** Where resources are. */
export interface Site {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}
