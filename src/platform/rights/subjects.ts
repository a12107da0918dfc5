import type { Words } from '../../core/kit/words.ts'
import type { Registry } from '../actions/registry.ts'

/**
 * A kind of thing that a role grants verbs on, beyond the entities: what it is called, the tables that are empty for who may
 * not read it. Facts whose kind begins with its name and a dot are its own.
 */
export type Subject = { readonly name: string; readonly label: Words; readonly tables: readonly string[] }

/** Tables of an entity besides its own. */
const further: Readonly<Record<string, readonly string[]>> = {
  purchase: ['purchase_lines'],
  interaction: ['removed_interactions', 'inbound_mails'],
}

/** Every kind that rights can be given on: the entities, then what features add. */
export function subjectsOf(registry: Registry): Subject[] {
  const entities = [...registry.cards.values()].map(({ entity }) => ({
    name: entity.name,
    label: entity.plural,
    tables: [entity.table, ...(further[entity.name] ?? [])],
  }))
  return [...entities, ...registry.features.flatMap((feature) => feature.subjects ?? [])]
}
