import type { WrittenField } from '../product.ts'

export type ProductRow = {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly category: string | null
  readonly price: number | null
  readonly cost: number | null
  readonly stock: number | null
  readonly on_sale: boolean
  readonly recommended: boolean
  readonly note: string | null
  readonly version: number
  readonly last_sold_at: Date | null
}

/** The column of each field that people write. */
export const columnsOf = {
  name: 'name',
  category: 'category',
  price: 'price',
  cost: 'cost',
  stock: 'stock',
  onSale: 'on_sale',
  recommended: 'recommended',
  note: 'note',
} as const satisfies Record<WrittenField, keyof ProductRow>
