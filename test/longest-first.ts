import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = join(import.meta.dirname, '..')
/** The seconds of the slowest files, as `npm test -- --durations` last kept them. */
const known: Readonly<Record<string, number>> = JSON.parse(readFileSync(join(root, 'test', 'durations.json'), 'utf8'))

/** What a file takes that nobody has measured: walks through a browser and killed programs are slow, the rest is not. */
function secondsOf(file: string): number {
  const path = relative(root, file).split(sep).join('/')
  return known[path] ?? (path.startsWith('test/browser/') ? 20 : path.startsWith('test/faults/') ? 8 : 1)
}

/** Long files first, so that at the end no core waits for one that came late. vitest wants a class here. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => secondsOf(b.moduleId) - secondsOf(a.moduleId) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}
