import type { Words } from '../../core/kit/words.ts'

/** The users of a segment in a row: 细分“复购客户”、旅程“欢迎”. */
export function sayUses(uses: readonly { readonly kind: Words; readonly name: string }[]): Words {
  return {
    zh: uses.map(({ kind, name }) => `${kind.zh}“${name}”`).join('、'),
    en: uses.map(({ kind, name }) => `the ${kind.en} “${name}”`).join(', '),
  }
}
