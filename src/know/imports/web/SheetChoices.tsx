import { Select } from 'antd'
import { useId } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { Inspection } from '../import.ts'

type Props = {
  readonly found: Inspection
  readonly onJoin: (sheets: number[]) => void
  readonly onSheet: (sheet: number) => void
  readonly onHeaderRow: (row: number) => void
}

/** Which sheet of a workbook, and which row names the columns; each was guessed and may be changed. */
export function SheetChoices({ found, onJoin, onSheet, onHeaderRow }: Props) {
  const say = useSay()
  const format = useFormat()
  const id = useId()
  const rows = found.firstRows.map(({ line, cells }, at) => ({
    value: at + 1,
    label: say(
      { zh: '第 {line} 行：{cells}', en: 'Line {line}: {cells}' },
      {
        line: format.count(line),
        cells: cells
          .filter((text) => text.trim() !== '')
          .slice(0, 6)
          .join(' | '),
      },
    ),
  }))
  return (
    <>
      {found.sheets.length > 0 ? (
        <div className="rg-import-choice">
          <label htmlFor={`${id}sheet`}>{say({ zh: '工作表', en: 'Sheet' })}</label>
          <Select
            id={`${id}sheet`}
            value={found.sheet}
            onChange={(sheet) => (sheet === null ? undefined : onSheet(sheet))}
            options={found.sheets.map((sheet, at) => ({
              value: at,
              disabled: sheet.rows === 0,
              label: say(
                sheet.hidden
                  ? { zh: '{name}（隐藏，{rows} 行）', en: '{name} (hidden, {rows} {rows|row|rows})' }
                  : { zh: '{name}（{rows} 行）', en: '{name} ({rows} {rows|row|rows})' },
                { name: sheet.name, rows: format.count(sheet.rows) },
              ),
            }))}
          />
        </div>
      ) : null}
      {found.alikeSheets.length > 0 ? (
        <div className="rg-import-choice">
          <label htmlFor={`${id}joined`}>{say({ zh: '一起导入（列相同的表）', en: 'With it (sheets with the same columns)' })}</label>
          <Select
            id={`${id}joined`}
            className="rg-import-header"
            mode="multiple"
            maxTagCount="responsive"
            placeholder={say({ zh: '只导入上面这一张', en: 'The sheet above alone' })}
            value={found.joinedSheets}
            onChange={(sheets) => onJoin(sheets.toSorted((a, b) => a - b))}
            options={found.alikeSheets.map((at) => ({ value: at, label: found.sheets[at]?.name }))}
          />
        </div>
      ) : null}
      {rows.length > 0 ? (
        <div className="rg-import-choice">
          <label htmlFor={`${id}header`}>{say({ zh: '标题行', en: 'Header' })}</label>
          <Select
            id={`${id}header`}
            className="rg-import-header"
            value={found.headerRow}
            onChange={onHeaderRow}
            options={[{ value: 0, label: say({ zh: '没有标题行，第一行就是数据', en: 'None: the first line is data' }) }, ...rows]}
          />
        </div>
      ) : null}
    </>
  )
}
