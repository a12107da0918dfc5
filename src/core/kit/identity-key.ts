import { blindOf } from './sealed-text.ts'

/** Kinds whose keys are compared without regard to case. */
const caseless: ReadonlySet<string> = new Set(['code', 'wechat'])

/** `kind:normalised value`, as kept in `identities`; of a sealed value its blind index. */
export function identityKey(kind: string, value: string): string {
  if (value.startsWith('§')) return `${kind}:${blindOf(value) ?? value}`
  return `${kind}:${caseless.has(kind) ? value.trim().toLowerCase() : value}`
}
