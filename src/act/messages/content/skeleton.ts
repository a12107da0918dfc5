/** Marks in a compiled layout: a slot by its key, and the two ends of a region. Private use characters of Unicode. */
const slotBegin = '\ue012'
const slotEnd = '\ue013'
const regionBegin = '\ue010'
const regionEnd = '\ue014'
const nameEnd = '\ue011'

export const slotMark = (key: string): string => `${slotBegin}${key}${slotEnd}`
/** Around what stands directly in a body or a column. */
export const regionMarks = (key: string, inner: string): string =>
  `<mj-raw>${regionBegin}${key}${nameEnd}</mj-raw>${inner}<mj-raw>${regionEnd}${key}${nameEnd}</mj-raw>`

/** A compiled layout: text, places to fill and what may be left out, in order. */
export type Segment =
  | { readonly text: string }
  | { readonly slot: string }
  | { readonly region: string; readonly inner: readonly Segment[] }
export type Skeleton = readonly Segment[]

const mark = /\ue012([^\ue013]*)\ue013|\ue010([^\ue011]*)\ue011|\ue014([^\ue011]*)\ue011/g

/** Reads the marks of a compiled layout. */
export function readSkeleton(html: string): Skeleton {
  const root: Segment[] = []
  const open: { readonly key: string; readonly inner: Segment[] }[] = []
  let at = 0
  const here = () => open.at(-1)?.inner ?? root
  for (const found of html.matchAll(mark)) {
    const [all, slot, begins, ends] = found
    if (found.index > at) here().push({ text: html.slice(at, found.index) })
    at = found.index + all.length
    if (slot !== undefined) here().push({ slot })
    if (begins !== undefined) open.push({ key: begins, inner: [] })
    if (ends !== undefined) {
      const closed = open.pop()
      if (closed) here().push({ region: closed.key, inner: closed.inner })
    }
  }
  here().push({ text: html.slice(at) })
  return root
}

/** The layout with its places filled, and without what is hidden. */
export function fillSkeleton(skeleton: Skeleton, fill: (slot: string) => string, hidden: ReadonlySet<string>): string {
  return skeleton
    .map((segment) => {
      if ('text' in segment) return segment.text
      if ('slot' in segment) return fill(segment.slot)
      return hidden.has(segment.region) ? '' : fillSkeleton(segment.inner, fill, hidden)
    })
    .join('')
}
