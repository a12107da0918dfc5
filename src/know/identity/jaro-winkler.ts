/**
 * How alike two texts are, from 0 to 1: the measure of Jaro (1989, "Advances in record-linkage methodology") with the
 * weight that Winkler (1990, "String comparator metrics") gives to a common beginning of up to four letters (0.1 each).
 */
export function jaroWinkler(one: string, other: string): number {
  const a = [...one]
  const b = [...other]
  if (a.length === 0 || b.length === 0) return 0
  const jaro = jaroOf(a, b)
  let start = 0
  while (start < 4 && start < a.length && a[start] === b[start]) start++
  return jaro + start * 0.1 * (1 - jaro)
}

function jaroOf(a: readonly string[], b: readonly string[]): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken: boolean[] = b.map(() => false)
  const met = a.filter((letter, i) => {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j++)
      if (!taken[j] && b[j] === letter) return (taken[j] = true)
    return false
  })
  if (met.length === 0) return 0
  const others = b.filter((_, j) => taken[j])
  const swapped = met.filter((letter, i) => letter !== others[i]).length / 2
  return (met.length / a.length + met.length / b.length + (met.length - swapped) / met.length) / 3
}
