import type { History } from '../../choose-method.ts'

/** Who bought what, as it is read: customers in the order in which they come. */
export type BuyingColumns = {
  readonly ids: readonly string[]
  readonly isPrivate: readonly boolean[]
  readonly masks: readonly number[]
  readonly history: History
}

const day = (text: string) => `least(greatest(${text} - date '1970-01-01', 0), 65535)`
/** The columns in the order in which a line of `copy … to stdout` has them. Of names of our own, nothing bound. */
export const buyingSelection = `customer_id, private, mask, place, ${day('first_day')}, ${day('last_day')}`

/** Takes the text of a copy in pieces, wherever they are cut. Lines of one customer follow each other; place −1 is no product that is learnt from. */
export function buyingFiller(rows: number, items: number): { take(piece: Uint8Array): void; filled(): BuyingColumns } {
  const decoder = new TextDecoder()
  const ids: string[] = []
  const isPrivate: boolean[] = []
  const masks: number[] = []
  const customer = new Int32Array(rows)
  const item = new Int32Array(rows)
  const firstDay = new Uint16Array(rows)
  const lastDay = new Uint16Array(rows)
  let rest = ''
  let row = 0
  const fill = (line: string) => {
    const [id = '', hidden, mask, place, first, last] = line.split('\t')
    if (ids.at(-1) !== id) {
      ids.push(id)
      isPrivate.push(hidden === 't')
      masks.push(Number(mask))
    }
    if (Number(place) < 0) return
    customer[row] = ids.length - 1
    item[row] = Number(place)
    firstDay[row] = Number(first)
    lastDay[row] = Number(last)
    row += 1
  }
  return {
    take(piece) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) fill(line)
    },
    filled: () => ({
      ids,
      isPrivate,
      masks,
      history: {
        customers: ids.length,
        items,
        customer: customer.subarray(0, row),
        item: item.subarray(0, row),
        firstDay: firstDay.subarray(0, row),
        lastDay: lastDay.subarray(0, row),
      },
    }),
  }
}
