import { Segmented } from 'antd'
import { useMemo } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useGo } from '../../../ui/address.tsx'
import { type HeatCell, HeatGrid } from '../../../ui/HeatGrid.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { hiddenFigure, hiddenWithin } from '../../../ui/States.tsx'
import { cellRule, type GridMeasure, gridMeasures } from '../value-address.ts'

export type GridCell = { readonly recency: number; readonly frequency: number; readonly customers: number; readonly spend: number | null }

/** Each score from 1 to 5 in words. */
export type SaidScores = readonly string[]

const measureWords: Record<GridMeasure, Words> = {
  customers: { zh: '人数', en: 'Customers' },
  spend: { zh: '消费总额', en: 'Spend' },
  average: { zh: '人均消费', en: 'Spend per customer' },
}

export function MeasureSwitch({
  measure,
  onMeasure,
}: {
  readonly measure: GridMeasure
  readonly onMeasure: (measure: GridMeasure) => void
}) {
  const say = useSay()
  return (
    <Segmented
      size="small"
      aria-label={say({ zh: '格子里显示什么', en: 'What the cells show' })}
      value={measure}
      options={gridMeasures.map((one) => ({ value: one, label: say(measureWords[one]) }))}
      onChange={onMeasure}
    />
  )
}

const upTo = (bands: number): readonly number[] => Array.from({ length: bands }, (_, at) => at + 1)

function measured(cell: GridCell, measure: GridMeasure): number | null {
  if (measure === 'customers') return cell.customers
  if (cell.spend === null) return null
  return measure === 'spend' ? cell.spend : cell.spend / Math.max(1, cell.customers)
}

/** Recency by frequency: a cell opens its customers, or does what `onOpen` says with its scores. */
export function RfmGrid(props: {
  readonly cells: readonly GridCell[]
  readonly measure: GridMeasure
  readonly recency: SaidScores
  readonly frequency: SaidScores
  readonly onOpen?: (recency: number, frequency: number) => void
}) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const { measure } = props
  const rising = upTo(props.frequency.length)
  const falling = upTo(props.recency.length).toReversed()
  const byScores = useMemo(() => new Map(props.cells.map((cell) => [`${cell.recency} ${cell.frequency}`, cell])), [props.cells])
  const cellAt = (recency: number, frequency: number): HeatCell => {
    const cell = byScores.get(`${recency} ${frequency}`) ?? { recency, frequency, customers: 0, spend: 0 }
    const value = measured(cell, measure)
    const label = say(
      {
        zh: 'R{r}（{recency}），F{f}（{frequency}）：{n} 位客户，共消费 {spend}',
        en: 'R{r} ({recency}), F{f} ({frequency}): {n} {n|customer|customers}, {spend} in all',
      },
      {
        r: recency,
        f: frequency,
        recency: props.recency[recency - 1] ?? '',
        frequency: props.frequency[frequency - 1] ?? '',
        n: format.count(cell.customers),
        spend: cell.spend === null ? hiddenWithin : format.money(cell.spend),
      },
    )
    if (cell.customers === 0) return { value: null, text: '·', label }
    const said = measure === 'customers' ? format.count(value) : value === null ? say(hiddenFigure) : format.shortMoney(value)
    const note =
      measure === 'customers'
        ? cell.spend === null
          ? ''
          : format.shortMoney(cell.spend)
        : say({ zh: '{n} 人', en: '{n}' }, { n: format.count(cell.customers) })
    return { value, text: said, note, label }
  }
  return (
    <HeatGrid
      label={{ zh: '客户按最近消费（R）和消费次数（F）分格', en: 'Customers by recency (R) and frequency (F)' }}
      rowTitle={{ zh: 'R 最近消费：越往上越近', en: 'R recency: more recent upwards' }}
      columnTitle={{ zh: 'F 消费次数：越往右越多', en: 'F frequency: more to the right' }}
      rows={falling.map((score) => `R${score}`)}
      columns={rising.map((score) => `F${score}`)}
      cells={falling.map((recency) => rising.map((frequency) => cellAt(recency, frequency)))}
      scale="root"
      onOpen={(row, column) => {
        const [recency, frequency] = [falling[row] ?? 0, rising[column] ?? 0]
        if (props.onOpen) props.onOpen(recency, frequency)
        else go('/customers', { search: { rule: cellRule(recency, frequency) } })
      }}
    />
  )
}
