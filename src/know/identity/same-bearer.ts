import { looksLikeCompany, plainCompany, sameCompany } from '../../core/china/company-name.ts'
import { nameLikeness, readPersonName } from './name-likeness.ts'

/** What tells of two who came with one phone or e-mail whether they are two. */
export type Named = {
  readonly name?: string | null | undefined
  readonly shortName?: string | null | undefined
  readonly kind?: string | null | undefined
}

/** Below this two companies are most likely two; see `sameCompany`. */
const oneCompany = 0.5

const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

/** Everything that the shorter name says stands in the longer one: Maria and Ana Maria Lopez. */
function isWithin(one: string, other: string): boolean {
  const [short, long] = [wordsOf(one), wordsOf(other)].toSorted((a, b) => a.length - b.length)
  return short !== undefined && long !== undefined && short.length > 0 && short.every((word) => long.includes(word))
}

export const isCompany = ({ name, kind }: Named): boolean => kind === 'company' || (kind !== 'person' && !!name && looksLikeCompany(name))

/** From 0 to 1, by the names as the matching rules compare them; companies by their full and their short ones. */
export function bearerLikeness(a: Named, b: Named): number {
  if (!a.name || !b.name) return 0
  if (a.name === b.name) return 1
  if (isCompany(a) || isCompany(b)) return companyLikeness(a, b)
  const { likeness, way } = nameLikeness(a.name, b.name)
  return way === null ? (isWithin(a.name, b.name) ? 0.6 : 0) : likeness
}

function companyLikeness(a: Named, b: Named): number {
  const namesOf = (one: Named) => [one.name, one.shortName].flatMap((name) => name || [])
  const scores = namesOf(a).flatMap((one) =>
    namesOf(b).map((other) => (plainCompany(one) === plainCompany(other) ? 1 : sameCompany(one, other).score)),
  )
  const best = Math.max(0, ...scores)
  return best >= oneCompany ? best : 0
}

/**
 * Whether two who came with one phone or e-mail are two, by their names. A name that is not known, a nickname with the
 * surname, pinyin, other characters of the same sound, a character left out and a company's short name are no other name.
 */
export const areApart = (a: Named, b: Named): boolean => !!a.name && !!b.name && bearerLikeness(a, b) === 0

/** Two persons of one family name: 张伟 and 张小雨, Anna and Peter Smith. */
export function shareSurname(one: string, other: string): boolean {
  const [a, b] = [readPersonName(one), readPersonName(other)]
  if (a.isHan !== b.isHan) return false
  if (a.isHan) return a.surname === b.surname
  const [x, y] = [wordsOf(one), wordsOf(other)]
  return x.length > 1 && y.length > 1 && x.at(-1) === y.at(-1)
}

/** More than that at one phone are no family: it was typed because one had to be. Names are not compared with all of theirs. */
const crowd = 50

/** Who of those who go by one phone may be meant by a name: of a crowd only who bears it just so. */
export const likelyOf = <T extends Named>(name: unknown, people: readonly T[]): readonly T[] =>
  people.length > crowd ? people.filter((person) => person.name === name) : people

/** Who of these is meant by a name: who bears it, or else the one whose name is most like it; `several` where it is as like to two. */
export function bearerNamed<T extends Named>(asked: Named, people: readonly T[]): T | 'several' | null {
  const bearers = likelyOf(asked.name, people)
    .map((person) => ({ person, likeness: bearerLikeness(asked, person) }))
    .filter(({ likeness }) => likeness > 0)
    .toSorted((a, b) => b.likeness - a.likeness)
  const [best, next] = bearers
  if (!best) return null
  if (next && next.likeness === best.likeness && best.likeness < 1) return 'several'
  return best.person
}
