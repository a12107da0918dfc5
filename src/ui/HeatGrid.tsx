import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { amountColour, textOn } from './palette.ts'
import { useTheme } from './theme.tsx'

export type HeatCell = {
  /** What the hue shows; null leaves the cell empty. */
  readonly value: number | null
  /** What stands in the cell. */
  readonly text: string
  readonly note?: string
  /** What the cell stands for, read aloud before its text and shown on hover: 最近 5 分、频次 4 分. */
  readonly label: string
  /** Of a time that is not over: drawn hatched. */
  readonly unfinished?: boolean
}

/**
 * A heat map as a real grid: arrow keys move, Enter opens, every cell says its number. Rows from top to bottom.
 * `scale: 'root'` shows amounts of very different size apart.
 */
export function HeatGrid(props: {
  readonly label: Words | string
  readonly rowTitle?: Words | string
  readonly columnTitle?: Words | string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly cells: readonly (readonly HeatCell[])[]
  readonly scale?: 'even' | 'root'
  readonly onOpen?: (row: number, column: number) => void
}) {
  const say = useSay()
  const { look } = useTheme()
  const table = useRef<HTMLTableElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const many = props.columns.length
  useEffect(() => place.current?.style.setProperty('--rg-heat-columns', String(many)), [many])
  const [at, setAt] = useState<readonly [number, number]>([0, 0])
  const most = Math.max(1e-9, ...props.cells.flat().map((cell) => cell.value ?? 0))
  const shareOf = (value: number) => (props.scale === 'even' ? value / most : Math.sqrt(Math.max(0, value) / most))
  const focus = (row: number, column: number) => {
    const next: readonly [number, number] = [clamp(row, props.rows.length), clamp(column, props.columns.length)]
    setAt(next)
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.join(' ')}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    focus(at[0] + move[0], at[1] + move[1])
  }
  return (
    <div className="rg-heat" ref={place}>
      {props.rowTitle ? <div className="rg-heat-title">{say(props.rowTitle)} ↑</div> : null}
      <table ref={table} role="grid" aria-label={say(props.label)} onKeyDown={onKeyDown}>
        <tbody>
          {props.rows.map((name, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {props.columns.map((column, c) => {
                const cell = props.cells[row]?.[c]
                const background = cell?.value ? amountColour(shareOf(cell.value), look) : 'transparent'
                return (
                  <td
                    key={column}
                    className={cell?.unfinished ? 'rg-heat-unfinished' : undefined}
                    style={{ background, color: cell?.value ? textOn(background) : undefined }}
                  >
                    {cell && cell.text !== '' ? (
                      <button
                        type="button"
                        data-cell={`${row} ${c}`}
                        tabIndex={at[0] === row && at[1] === c ? 0 : -1}
                        title={cell.label}
                        onFocus={() => setAt([row, c])}
                        onClick={() => props.onOpen?.(row, c)}
                      >
                        <span className="rg-hidden">{cell?.label}</span>
                        <span>{cell?.text}</span>
                        {cell?.note ? <small>{cell.note}</small> : null}
                      </button>
                    ) : null}
                  </td>
                )
              })}
            </tr>
          ))}
          <tr className="rg-heat-columns">
            <td />
            {props.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </tbody>
      </table>
      {props.columnTitle ? <div className="rg-heat-title rg-heat-title-end">{say(props.columnTitle)} →</div> : null}
    </div>
  )
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

function clamp(index: number, length: number): number {
  return Math.min(length - 1, Math.max(0, index))
}
