import type { Buyings } from '../../../models/recommend/buyings.ts'
import { countTogether } from '../../../models/recommend/buyings.ts'
import { type Choice, chooseMethod, everyBuying, fitChosen } from '../../choose-method.ts'
import { listMaker, type MadeList, pairsOf } from '../../make-lists.ts'
import { pickPlaces } from '../../pick-items.ts'
import { betweenNames, bracketed } from '../../recommendations.ts'
import { type BuyingColumns, buyingFiller } from './buying-columns.ts'
import type { MakingPlan, ThreadAnswer, ThreadJob } from './thread-jobs.ts'

/** Parts a list within a cell of the copy; no product has it in its code. */
export const betweenCodes = '\u001f'
/** Neighbours that are kept of each product. */
const pairsEach = 20
const customersAtOnce = 5_000

type Fitted = { readonly make: ReturnType<typeof listMaker>; readonly together: Float32Array; readonly buyings: Buyings }

/** What the thread does, one job after another; also for tests, without a thread. */
export function recommendWork(progress: (share: number) => void): (job: ThreadJob) => ThreadAnswer {
  let plan: MakingPlan | null = null
  let filler: ReturnType<typeof buyingFiller> | null = null
  let columns: BuyingColumns | null = null
  let fitted: Fitted | null = null
  let at = 0
  const named = new Set<number>()
  const shown = new Set<number>()
  const refused = new Map<string, Set<number>>()
  const known = () => {
    if (!plan || !columns || !fitted) throw new Error('nothing was chosen yet')
    return { plan, columns, fitted }
  }
  const write = (): ThreadAnswer => {
    const { plan: asked, columns: read, fitted: fit } = known()
    const lines: string[] = []
    for (const end = Math.min(read.ids.length, at + customersAtOnce); at < end; at++) {
      const id = read.ids[at] ?? ''
      if (read.isPrivate[at]) continue
      const made = fit.make(at, read.masks[at] ?? 0, refused.get(id) ?? none)
      if (made.items.length === 0) continue
      for (const place of pickPlaces(made.items, made.because, asked.mode, asked.length)) shown.add(made.items[place] ?? 0)
      for (const [place, item] of made.items.entries()) {
        const had = made.because[place] ?? -1
        if (had >= 0 && had !== item) named.add(had * asked.products.length + item)
      }
      lines.push(lineOf(id, made, asked))
    }
    progress(read.ids.length > 0 ? at / read.ids.length : 1)
    if (lines.length === 0 && at >= read.ids.length) return { done: true, lines: null, shown: shown.size }
    return { done: true, lines: Buffer.from(lines.join('')) }
  }
  const choose = (): ThreadAnswer => {
    if (!plan || !filler) throw new Error('nothing was read yet')
    columns = filler.filled()
    const watch = (from: number, to: number) => ({ onProgress: (share: number) => progress(from + share * (to - from)) })
    const choice: Choice = chooseMethod(columns.history, plan.mode, plan.cutDay, watch(0, 0.75))
    const buyings = everyBuying(columns.history)
    const together = countTogether(buyings)
    const recommender = fitChosen(buyings, choice.chosen, together, watch(0.75, 1))
    const items = plan.products.length
    const marked = (places: readonly number[]) => {
      const marks = new Uint8Array(items)
      for (const place of places) marks[place] = 1
      return marks
    }
    const make = listMaker(recommender, buyings, together, {
      length: plan.length,
      allowed: Uint8Array.from(plan.products, ({ allowed }) => (allowed ? 1 : 0)),
      kept: plan.kept.map(marked),
      besides: new Map(plan.besides.map(({ product, kept }) => [product, marked(kept)])),
    })
    fitted = { make, together, buyings }
    const withoutPersonal = columns.isPrivate.filter(Boolean).length
    return { done: true, choice, taken: { buyers: columns.ids.length, withoutPersonal } }
  }
  return (job) => {
    if (job.kind === 'begin') {
      plan = job.plan
      filler = buyingFiller(job.rows, job.plan.products.length)
      for (const [id, place] of job.plan.refused) refused.set(id, (refused.get(id) ?? new Set()).add(place))
      return { done: true }
    }
    if (job.kind === 'take') {
      filler?.take(job.piece)
      return { done: true }
    }
    if (job.kind === 'choose') return choose()
    if (job.kind === 'write') return write()
    const { plan: asked, fitted: fit } = known()
    return { done: true, lines: pairLines(asked, fit.together, named) }
  }
}

const none: ReadonlySet<number> = new Set()

/** A cell of a copy in text format. */
const cell = (text: string) => text.replace(/[\\\t\n\r]/g, (letter) => escapes[letter] ?? letter)
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** Names and bracketed codes are of the part that the firm shows: new things, repeats or both. */
function lineOf(id: string, { items, because }: MadeList, { products, mode, length }: MakingPlan): string {
  const codes = items.map((item) => products[item]?.code ?? '')
  const shown = pickPlaces(items, because, mode, length)
  const names = shown.map((place) => products[items[place] ?? -1]?.name ?? '')
  const reasons = because.map((had) => (had < 0 ? '' : (products[had]?.code ?? '')))
  const cells = [
    id,
    codes.join(betweenCodes),
    reasons.join(betweenCodes),
    names.join(betweenNames),
    shown.map((place) => bracketed(codes[place] ?? '')).join(' '),
  ]
  return `${cells.map(cell).join('\t')}\n`
}

function pairLines({ products }: MakingPlan, together: Float32Array, named: ReadonlySet<number>): Uint8Array {
  const n = products.length
  const lines = pairsOf(together, n, pairsEach, named).map(({ product, other, place, together: both }) => {
    const buyers = (item: number) => String(together[item * n + item] ?? 0)
    const cells = [products[product]?.code ?? '', products[other]?.code ?? '', String(place), String(both), buyers(product), buyers(other)]
    return `${cells.map(cell).join('\t')}\n`
  })
  return Buffer.from(lines.join(''))
}
