import { InputNumber } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import type { OwnEdges } from '../scoring.ts'
import { MoneyInput } from './MoneyInput.tsx'

type Name = keyof OwnEdges

const rows: readonly { readonly name: Name; readonly title: Words; readonly help: Words }[] = [
  {
    name: 'recencyDays',
    title: { zh: 'R：最近消费在多少天内', en: 'R: last bought within … days' },
    help: { zh: '第一个最近，得最高分；超过最后一个得 1 分。', en: 'The first gives the highest score; beyond the last is 1.' },
  },
  {
    name: 'frequency',
    title: { zh: 'F：至少买过几次', en: 'F: bought at least … times' },
    help: { zh: '不到第一个得 1 分；达到最后一个得最高分。', en: 'Below the first is 1; from the last on is the highest.' },
  },
  {
    name: 'monetary',
    title: { zh: 'M：至少消费多少', en: 'M: spent at least …' },
    help: { zh: '不到第一个得 1 分；达到最后一个得最高分。', en: 'Below the first is 1; from the last on is the highest.' },
  },
]

/** The firm's own edges between scores. */
export function OwnEdgesForm({
  edges,
  may,
  onChange,
}: {
  readonly edges: OwnEdges
  readonly may: boolean
  readonly onChange: (edges: OwnEdges) => void
}) {
  const say = useSay()
  const set = (name: Name, at: number, value: number) =>
    onChange({ ...edges, [name]: edges[name].map((old, i) => (i === at ? value : old)) })
  return (
    <div className="rg-value-edges">
      {rows.map(({ name, title, help }) => (
        <fieldset key={name}>
          <legend>{say(title)}</legend>
          <div className="rg-value-line">
            {edges[name].map((edge, at) => {
              const label = say({ zh: '{title}，第 {n} 个分界', en: '{title}, edge {n}' }, { title: say(title), n: at + 1 })
              return name === 'monetary' ? (
                <MoneyInput
                  key={`${name} ${at + 1}`}
                  label={label}
                  amount={edge}
                  disabled={!may}
                  onChange={(value) => set(name, at, value ?? 0)}
                />
              ) : (
                <InputNumber<number>
                  key={`${name} ${at + 1}`}
                  size="small"
                  min={name === 'frequency' ? 1 : 0}
                  precision={0}
                  aria-label={label}
                  disabled={!may}
                  value={edge}
                  onChange={(value) => set(name, at, value ?? 0)}
                />
              )
            })}
          </div>
          <p className="rg-note">{say(help)}</p>
        </fieldset>
      ))}
    </div>
  )
}
