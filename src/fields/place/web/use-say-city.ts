import { useCustoms } from '../../web/use-customs.ts'
import { city } from '../place.ts'

/** A city as the reader says it, where it stands in a sentence and not in a cell. */
export function useSayCity(): (name: string) => string {
  const customs = useCustoms()
  return (name) => city.say(name, { type: 'city', label: city.label }, customs)
}
