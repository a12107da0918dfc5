import type { ListMode } from './settings.ts'

/**
 * A customer's list holds new things and repeats, the likeliest first: what stands for itself was bought before. Of these the
 * places of as many as are wanted. The same is written as SQL in server/list-part.ts.
 * @param because for each item what speaks for it
 */
export function pickPlaces<T>(items: readonly T[], because: readonly T[], mode: ListMode, length: number): number[] {
  const places = items.flatMap((item, place) => (mode === 'both' || (because[place] === item) === (mode === 'repeat') ? [place] : []))
  return places.slice(0, length)
}
