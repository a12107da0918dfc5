import { type Choices, combineValues, type Emptiness, isSame, type Source, type Values } from './combine-values.ts'

/** A merge as the survivor's history tells it. `parts` are those that are still in it. */
export type PastMerge = {
  readonly id: string
  readonly at: string
  readonly choices: Choices
  readonly before: Values
  readonly after: Values
  readonly parts: readonly Source[]
}

export type Replayed = {
  /** The survivor's fields as they are to stand. */
  readonly values: Values
  /** Fields that were changed since the last merge, by a person or a file; they stay as they are. */
  readonly changed: readonly string[]
  /** What each merge that goes on found and left. */
  readonly merges: readonly { readonly id: string; readonly before: Values; readonly after: Values }[]
}

/**
 * What a survivor's fields are when only the parts given were ever merged into it. Whatever was changed between two
 * merges, or since the last one, was changed by somebody and stays.
 * @param merges the survivor's merges, oldest first; one without parts has been undone
 */
export function replayMerges(survivorId: string, current: Values, merges: readonly PastMerge[], otherwise: Emptiness): Replayed {
  const [first] = merges
  if (!first) return { values: current, changed: [], merges: [] }
  let state: Values = first.before
  let left = first.before
  const replayed: { id: string; before: Values; after: Values }[] = []
  for (const merge of merges) {
    state = withChanges(state, left, merge.before)
    left = merge.after
    if (merge.parts.length === 0) continue
    const before = state
    state = combineValues({ id: survivorId, values: state }, merge.parts, merge.choices, otherwise, merge.at)
    replayed.push({ id: merge.id, before, after: state })
  }
  return { values: withChanges(state, left, current), changed: differing(left, current), merges: replayed }
}

const differing = (a: Values, b: Values) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !isSame(a[name], b[name], name))

/** `state` with all that differs between `from` and `to`. */
function withChanges(state: Values, from: Values, to: Values): Values {
  return { ...state, ...Object.fromEntries(differing(from, to).map((name) => [name, to[name] ?? null])) }
}
