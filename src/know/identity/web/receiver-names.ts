import { foldText } from '../fold-text.ts'

type Part = { readonly id: string; readonly name: string | null; readonly phone: string | null; readonly code: string | null }

/**
 * What those are called among whom things are given out. Duplicates often bear one name, and the survivor may bear that of a
 * part, which goes with the part: then a part is told by its phone or number, and the survivor by no name (`null`).
 */
export function receiverNames(
  survivor: string | null,
  parts: readonly Part[],
): {
  readonly survivor: string | null
  readonly parts: readonly { readonly id: string; readonly name: string; readonly phone: string | null }[]
} {
  const alike = (a: string | null, b: string | null) => a !== null && b !== null && foldText(a) === foldText(b)
  const named = parts.map((part) => {
    const isShared = alike(part.name, survivor) || parts.some((other) => other.id !== part.id && alike(other.name, part.name))
    const isBare = part.name === null || isShared
    const phone = isBare ? part.phone : null
    const code = isBare && !part.phone ? part.code : null
    return { id: part.id, name: [part.name, code].filter(Boolean).join(' · '), phone }
  })
  return { survivor: parts.some(({ name }) => alike(name, survivor)) ? null : survivor, parts: named }
}
