import type { Words } from '../core/kit/words.ts'
import { type Bar, Bars } from './Bars.tsx'
import { useLanguage } from './language.tsx'
import { type Bin, nameBin } from './name-bin.ts'

/** How many have how much. `formatEdge` says the edges, `formatCount` the counts. */
export function Histogram(props: {
  readonly label: Words | string
  readonly bins: readonly Bin[]
  readonly countName: Words | string
  readonly formatEdge: (value: number) => string
  readonly formatCount: (count: number) => string
  readonly height?: number
  readonly onOpen?: (bin: Bin) => void
}) {
  const { language } = useLanguage()
  const bars: Bar[] = props.bins.map((bin, index) => ({
    key: String(index),
    name: nameBin(bin, props.formatEdge, language),
    value: bin.count,
  }))
  const open = (key: string) => {
    const bin = props.bins[Number(key)]
    if (bin) props.onOpen?.(bin)
  }
  return (
    <Bars
      label={props.label}
      bars={bars}
      keyName={{ zh: '区间', en: 'Range' }}
      valueName={props.countName}
      format={props.formatCount}
      {...(props.height ? { height: props.height } : {})}
      {...(props.onOpen ? { onOpen: open } : {})}
    />
  )
}
