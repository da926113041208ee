/** What a measurement says: one line of the table. */
export interface Row {
  readonly what: string;
  readonly against: string;
  readonly target: string;
  readonly measured: string;
  readonly reached: boolean;
  /**
   * Why no design can reach it, and by how much it falls short, in figures of the same run. A row that
   * says so does not fail the bench.
   */
  readonly limit?: string;
  /** The table behind the line, where there is one: a heading and lines of cells. */
  readonly table?: { readonly head: readonly string[]; readonly lines: readonly string[][] };
}

/** Whether a row is as it should be. */
export const isSettled = ({ reached, limit }: Row) => reached || limit !== undefined;

/** The middle one: of an even number, the lower. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Per unit, ten times the work may cost so much more: noise, and the collector's bigger rounds. */
const NOISE = 1.5;

/** Whether no step up in size costs more than in proportion, above what the smallest costs. */
export function isLinear(costs: readonly { size: number; cost: number }[]): boolean {
  const [smallest] = costs;
  const base = smallest?.cost ?? 0;
  return costs.every(({ size, cost }, index) => {
    const former = costs[index - 1];
    if (former === undefined) return true;
    return cost <= Math.max(base, former.cost) * (size / former.size) * NOISE;
  });
}
