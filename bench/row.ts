/** One line of the table: a figure, the floor measured in the same run, and the mark that it is held against. */
export type BenchRow = {
  readonly what: string
  /** What was measured, with its unit. */
  readonly figure: string
  /** The floor measured in the same run, with its unit; left out where the mark is absolute. */
  readonly floor?: string
  /** Figure over floor. */
  readonly ratio?: number
  readonly mark: string
  readonly met: boolean
}

/** Seconds that a piece of work takes, and what it gives. */
export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; value: T }> {
  const from = performance.now()
  const value = await work()
  return { seconds: (performance.now() - from) / 1_000, value }
}

/** The value below which `share` of the samples lie (nearest rank). */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export const ms = (seconds: number) => `${(seconds * 1_000).toFixed(seconds < 0.01 ? 2 : 0)} ms`
export const s = (seconds: number) => `${seconds.toFixed(2)} s`
export const perSecond = (count: number, seconds: number) => `${Math.round(count / seconds).toLocaleString('en')}/s`

export function printRows(rows: readonly BenchRow[]): string {
  const head = ['what', 'figure', 'floor', 'ratio', 'mark', 'met']
  const body = rows.map((r) => [
    r.what,
    r.figure,
    r.floor ?? '',
    r.ratio === undefined ? '' : r.ratio.toFixed(2),
    r.mark,
    r.met ? 'yes' : 'NO',
  ])
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
