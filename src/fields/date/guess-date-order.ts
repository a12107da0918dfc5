import { halfWidth } from '../half-width.ts'

const numbered = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?!\d)/

/**
 * The order of day, month and year in a column, from a sample of its texts. A number above 12 decides; where none
 * does, the order in which neighbouring rows change least would be a guess, so the answer is null and a person is asked.
 */
export function guessDateOrder(texts: readonly string[]): 'ymd' | 'dmy' | 'mdy' | null {
  const votes = { ymd: 0, dmy: 0, mdy: 0 }
  for (const text of texts) {
    const match = numbered.exec(halfWidth(text))
    if (!match) continue
    if ((match[1] ?? '').length === 4) votes.ymd++
    else if (Number(match[1]) > 12) votes.dmy++
    else if (Number(match[2]) > 12) votes.mdy++
  }
  const [best, second] = (['ymd', 'dmy', 'mdy'] as const).toSorted((a, b) => votes[b] - votes[a])
  return best && second && votes[best] > votes[second] ? best : null
}
