import { Button } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { placeOfLine, sayLine } from '../line-place.ts'

type Refusal = { readonly line: number; readonly reason: Words; readonly cells: readonly string[] }

const atFirst = 20

/** Rows that were not taken: where, why, and what stands there; the first few until more are asked for. */
export function RefusedRows({ refusals }: { readonly refusals: readonly Refusal[] }) {
  const say = useSay()
  const format = useFormat()
  const [all, setAll] = useState(false)
  const shown = all ? refusals : refusals.slice(0, atFirst)
  return (
    <div className="rg-refused" role="region" tabIndex={0} aria-label={say({ zh: '被拒绝的行', en: 'Refused rows' })}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say({ zh: '行', en: 'Line' })}</th>
            <th scope="col">{say({ zh: '原因', en: 'Why' })}</th>
            <th scope="col">{say({ zh: '原文', en: 'What it says' })}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((refusal) => (
            <tr key={refusal.line}>
              <td>{placeOfLine(refusal.line).sheet === null ? format.count(refusal.line) : say(sayLine(refusal.line))}</td>
              <td className="rg-refused-why">{say(refusal.reason)}</td>
              <td className="rg-refused-cells" title={refusal.cells.join(' | ')}>
                {refusal.cells.join(' | ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < refusals.length ? (
        <Button type="link" onClick={() => setAll(true)}>
          {say({ zh: '显示这里的全部 {n} 行', en: 'Show all {n} listed here' }, { n: format.count(refusals.length) })}
        </Button>
      ) : null}
    </div>
  )
}
