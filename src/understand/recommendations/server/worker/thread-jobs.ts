import type { Choice } from '../../choose-method.ts'
import type { ListMode } from '../../settings.ts'

/** What lists are made of and for. Products in their order: the most bought first. */
export type MakingPlan = {
  readonly products: readonly { readonly code: string; readonly name: string; readonly allowed: boolean }[]
  readonly mode: ListMode
  readonly length: number
  /** Days since 1970-01-01; null where history is too short. */
  readonly cutDay: number | null
  /** Products (their places) that each bit of a customer's mask keeps from them. */
  readonly kept: readonly (readonly number[])[]
  /** Whoever bought the one is not offered the others. */
  readonly besides: readonly { readonly product: number; readonly kept: readonly number[] }[]
  /** Customer, and the place of the product that they do not want. */
  readonly refused: readonly (readonly [string, number])[]
}

export type ThreadJob =
  | { readonly kind: 'begin'; readonly rows: number; readonly plan: MakingPlan }
  | { readonly kind: 'take'; readonly piece: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'choose' }
  | { readonly kind: 'write' }
  | { readonly kind: 'pairs' }

export type ThreadAnswer = {
  readonly done: true
  readonly choice?: Choice
  /** Customers and pairs that came. */
  readonly taken?: { readonly buyers: number; readonly withoutPersonal: number }
  /** The next lines of the copy; null when there are no more. */
  readonly lines?: Uint8Array | null
  readonly shown?: number
}
