import { inputReasons } from '../../core/kit/input-reasons.ts'
import { Problem } from '../../core/kit/problem.ts'

/** Where a page by time begins: behind this instant and key. The instant is the database's own text, to the microsecond. */
export type TimeCursor = { readonly at: string; readonly key: string }

const shape = /^(infinity|\d{4,}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?\+00)_([0-9a-f-]{1,36})$/

export const writeTimeCursor = ({ at, key }: TimeCursor): string => `${at}_${key}`

/** @throws Problem input.invalid for what is no cursor of ours, or whose key does not fit */
export function readTimeCursor(text: string, path: string, fits: (key: string) => boolean): TimeCursor {
  const [, at = '', key = ''] = shape.exec(text) ?? []
  const isInstant = at === 'infinity' || !Number.isNaN(Date.parse(at.replace(' ', 'T').replace('+00', 'Z')))
  if (!at || !isInstant || !fits(key)) throw new Problem('input.invalid', { path, reason: inputReasons.cursor })
  return { at, key }
}
