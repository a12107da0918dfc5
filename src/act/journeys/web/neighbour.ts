import type { Point } from './lay-out.ts'

export type Arrow = 'up' | 'down' | 'left' | 'right'

/** The nearest place in a direction; what stands aside counts thrice, so that one stays in one's column. */
export function neighbour(places: ReadonlyMap<string, Point>, from: string, arrow: Arrow, isOpen: (id: string) => boolean): string | null {
  const here = places.get(from)
  if (!here) return null
  const sign = arrow === 'up' || arrow === 'left' ? -1 : 1
  const isUpright = arrow === 'up' || arrow === 'down'
  const found = [...places].flatMap(([id, { x, y }]) => {
    const ahead = sign * (isUpright ? y - here.y : x - here.x)
    const aside = Math.abs(isUpright ? x - here.x : y - here.y)
    return id !== from && ahead > 1 && isOpen(id) ? [{ id, far: ahead + 3 * aside }] : []
  })
  return found.toSorted((a, b) => a.far - b.far)[0]?.id ?? null
}
