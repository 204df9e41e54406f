/** How a platform calls in a load: `calls` messages at an even pace from `people` people, each call repeated until it is answered 200. */
export interface Load {
  url: string;
  secret: string;
  people: number;
  calls: number;
  perSecond: number;
  /** Said in turn by each person. */
  texts: readonly string[];
  /** Keeps the messages of one load apart from those of another. */
  name: string;
}

/** Times in milliseconds from the moment at which the call was due. */
export interface LoadResult {
  /** Of first attempts, by status; 0: no answer. */
  first: Record<number, number>;
  attempts: number;
  p50: number;
  p95: number;
  p99: number;
  slowest: number;
  /** Until the last first attempt was answered, and until everything was answered 200. */
  firstDoneMs: number;
  allDoneMs: number;
}
