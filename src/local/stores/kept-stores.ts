/** Where the stores keep what else would be in memory only. */
export interface KeptStores {
  /** The folder of the tables. */
  readonly dynamodb: string;
  /** The attribute of each table that has one. */
  readonly timeToLive: Map<string, string>;
  /** The documents that were put, by bucket and subresource. */
  readonly bucketSettings: Map<string, Buffer>;
  /** Resolves when both are kept as they are now. */
  settled(): Promise<void>;
}
