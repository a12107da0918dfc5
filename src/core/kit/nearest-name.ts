import type { Words } from './words.ts'

/** Said after a name that is not there: the one that may have been meant, or nothing. */
export function perhapsMeant(name: string, names: Iterable<string>): Words {
  const nearest = nearestName(name, names)
  return nearest ? { zh: `，想写的也许是 ${nearest}`, en: `; perhaps ${nearest} is meant` } : { zh: '', en: '' }
}

/** The one of `names` that is written most like `name`, where it is like enough to have been meant; else null. */
export function nearestName(name: string, names: Iterable<string>): string | null {
  let nearest: string | null = null
  // Of a short name some letter must be left.
  let least = Math.min(Math.max(2, Math.floor(name.length / 3)), name.length - 1) + 1
  for (const one of names) {
    const distance = editDistance(name.toLowerCase(), one.toLowerCase(), least)
    if (distance < least) [nearest, least] = [one, distance]
  }
  return nearest
}

/** How many letters must be put in, taken out or changed (Levenshtein); `enough` where it is as many or more. */
function editDistance(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? enough
}
