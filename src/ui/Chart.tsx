import { BarChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, type EChartsType, use as bring } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { categoryColour, type Look, type Palette, patterns } from './palette.ts'
import { fonts, useTheme } from './theme.tsx'

bring([
  BarChart,
  LineChart,
  SankeyChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  MarkLineComponent,
  AriaComponent,
  SVGRenderer,
])

export type ChartOption = Readonly<Record<string, unknown>>

/** What a click hit: the series, its place in it, and the name written there. */
export type Picked = {
  readonly name: string
  readonly index: number
  readonly series: string
  readonly data: unknown
  readonly kind: string
}

/** The same answer as rows, for readers who cannot or will not read the picture. */
export type ChartTable = { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] }

type ChartProps = {
  /** What the picture shows, in a sentence; read aloud in its place. */
  readonly label: Words | string
  readonly option: ChartOption
  readonly table: ChartTable
  readonly height?: number
  /** Patterns beside colours; for pictures with several kinds. */
  readonly patterned?: boolean
  readonly onPick?: (picked: Picked) => void
}

/** A picture that can be read as a table too. Draws SVG, follows its box, light and dark. */
export function Chart(props: ChartProps) {
  const say = useSay()
  const [asTable, setAsTable] = useState(false)
  const label = say(props.label)
  return (
    <figure className="rg-chart">
      {asTable ? <TableView label={label} table={props.table} height={props.height ?? 280} /> : <Picture {...props} label={label} />}
      <button type="button" className="rg-chart-switch" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
        {asTable ? say({ zh: '看图', en: 'As a picture' }) : say({ zh: '看表', en: 'As a table' })}
      </button>
    </figure>
  )
}

function Picture(props: ChartProps & { readonly label: string }) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const { look, palette } = useTheme()
  useDrawn(place, chart)
  useEffect(() => {
    chart.current?.setOption(dressed(props.option, palette, look, props.patterned ?? false), { notMerge: true })
  }, [props.option, palette, look, props.patterned])
  const { onPick } = props
  useEffect(() => {
    const drawn = chart.current
    if (!drawn || !onPick) return
    const listen = (hit: {
      name: string
      dataIndex: number
      seriesName?: string | undefined
      data: unknown
      dataType?: string | undefined
    }) => onPick({ name: hit.name, index: hit.dataIndex, series: hit.seriesName ?? '', data: hit.data, kind: hit.dataType ?? '' })
    drawn.on('click', listen)
    return () => {
      // Leaving the page, the drawing itself is gone before this.
      if (!drawn.isDisposed()) drawn.off('click', listen)
    }
  }, [onPick])
  return (
    <div
      ref={place}
      role="img"
      aria-label={props.label}
      style={{ height: props.height ?? 280 }}
      className={onPick ? 'rg-chart-picture rg-chart-open' : 'rg-chart-picture'}
    />
  )
}

/** Makes the drawing when its place appears, keeps it in the size of its place, and takes it away. */
function useDrawn(placeRef: RefObject<HTMLDivElement | null>, chartRef: RefObject<EChartsType | null>): void {
  useEffect(() => {
    const box = placeRef.current
    if (!box) return
    const drawn = init(box, null, { renderer: 'svg' })
    chartRef.current = drawn
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(box)
    return () => {
      watch.disconnect()
      drawn.dispose()
      chartRef.current = null
    }
  }, [placeRef, chartRef])
}

/** The product's dress on an option: fonts, colours, quiet lines, tooltips that are never cut off. */
function dressed(option: ChartOption, palette: Palette, look: Look, patterned: boolean): ChartOption {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  return {
    color: Array.from({ length: 8 }, (_, index) => categoryColour(index, look)),
    // By name, for text is measured outside of the page, where there is nothing to inherit: it would come out a sixth too narrow.
    textStyle: { fontFamily: fonts, color: palette.textSoft, fontSize: 12 },
    animation: !calm,
    animationDuration: 240,
    animationDurationUpdate: 200,
    aria: { enabled: false, decal: { show: patterned, decals: patterns } },
    ...option,
    tooltip: {
      trigger: 'item',
      confine: true,
      backgroundColor: palette.raised,
      borderColor: palette.line,
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { color: palette.text, fontSize: 13 },
      extraCssText: 'box-shadow: 0 4px 16px rgba(0,0,0,.12); border-radius: 6px; font-variant-numeric: tabular-nums;',
      ...partOf(option, 'tooltip'),
    },
    ...(option['xAxis'] ? { xAxis: axisDressed(partOf(option, 'xAxis'), palette) } : {}),
    ...(option['yAxis'] ? { yAxis: axisDressed(partOf(option, 'yAxis'), palette) } : {}),
    ...(option['legend']
      ? {
          legend: {
            icon: 'roundRect',
            itemWidth: 12,
            itemHeight: 12,
            itemGap: 16,
            left: 0,
            top: 0,
            textStyle: { color: palette.textSoft, fontSize: 12 },
            ...partOf(option, 'legend'),
          },
        }
      : {}),
  }
}

function partOf(option: ChartOption, name: string): ChartOption {
  const part = option[name]
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? { ...part } : {}
}

function axisDressed(axis: ChartOption, palette: Palette): ChartOption {
  const value = axis['type'] === 'value' || axis['type'] === 'log'
  return {
    ...axis,
    nameTextStyle: { color: palette.textFaint, fontSize: 12 },
    axisLine: { show: !value, lineStyle: { color: palette.lineStrong } },
    axisTick: { show: false },
    axisLabel: { color: palette.textFaint, fontSize: 12, hideOverlap: true, ...partOf(axis, 'axisLabel') },
    splitLine: { show: value, lineStyle: { color: palette.line } },
  }
}

function TableView(props: { readonly label: string; readonly table: ChartTable; readonly height: number }) {
  return (
    // A box that scrolls must be reachable from the keyboard.
    <div className="rg-chart-table" style={{ maxHeight: Math.max(300, props.height) }} tabIndex={0} role="region" aria-label={props.label}>
      <table>
        <thead>
          <tr>
            {props.table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.table.rows.map((row) => (
            <tr key={row.join('\u0000')}>
              {row.map((cell, at) => (
                <td key={props.table.columns[at]} className={at > 0 ? 'rg-figure-cell' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
