import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { findOverbooked, listOverbooked } from '../calendar-actions.ts'
import { NameList } from './NameList.tsx'

type Answer = ReplyOf<typeof findOverbooked>
type Which = { readonly atLeast?: number; readonly a?: string; readonly b?: string }

/** Whom two or more plan to reach in the next seven days, and which two share how many. */
export function Overbooked() {
  const say = useSay()
  const asked = useAsk(findOverbooked, {})
  const [which, setWhich] = useState<Which | null>(null)
  return (
    <Section title={{ zh: '未来 7 天，谁被排得太满？', en: 'Who is overbooked in the next 7 days?' }}>
      <Answered of={asked} rows={3}>
        {(answer) =>
          answer.plans.length === 0 ? (
            <p className="rg-note">{say({ zh: '未来 7 天没有安排。', en: 'Nothing is planned for the next 7 days.' })}</p>
          ) : (
            <Found answer={answer} onOpen={setWhich} />
          )
        }
      </Answered>
      <Drawer
        open={which !== null}
        onClose={() => setWhich(null)}
        title={say({ zh: '被排到多次的客户', en: 'Customers planned for more than once' })}
        size={520}
        destroyOnHidden
      >
        {which ? <People which={which} /> : null}
      </Drawer>
    </Section>
  )
}

function Found({ answer, onOpen }: { readonly answer: Answer; readonly onOpen: (which: Which) => void }) {
  const say = useSay()
  const format = useFormat()
  const twice = answer.spread.filter(({ plans }) => plans >= 2).reduce((sum, { people }) => sum + people, 0)
  const over = answer.spread.filter(({ plans }) => plans > answer.cap).reduce((sum, { people }) => sum + people, 0)
  return (
    <>
      <p>
        {say({ zh: '排到两次以上的有', en: 'Planned for twice or more:' })}{' '}
        <Button type="link" size="small" disabled={twice === 0} onClick={() => onOpen({ atLeast: 2 })}>
          {say({ zh: '{n} 位', en: '{n}' }, { n: format.count(twice) })}
        </Button>
        {say({ zh: '，超过每周上限 {cap} 条的有', en: '; for more than the weekly cap of {cap}:' }, { cap: answer.cap })}{' '}
        <Button type="link" size="small" disabled={over === 0} onClick={() => onOpen({ atLeast: answer.cap + 1 })}>
          {say({ zh: '{n} 位', en: '{n}' }, { n: format.count(over) })}
        </Button>
      </p>
      <Matrix answer={answer} onOpen={onOpen} />
    </>
  )
}

/** How many each two share; the diagonal has all of one. */
function Matrix({ answer: { plans, pairs }, onOpen }: { readonly answer: Answer; readonly onOpen: (which: Which) => void }) {
  const say = useSay()
  const format = useFormat()
  const both = (a: string, b: string) => pairs.find((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a))?.both ?? 0
  const most = Math.max(1, ...pairs.map((pair) => pair.both))
  return (
    <Scrolled label={{ zh: '两两重叠', en: 'Overlap of each two' }}>
      <table className="rg-matrix">
        <caption className="rg-hidden">{say({ zh: '两两重叠的人数', en: 'How many each two share' })}</caption>
        <thead>
          <tr>
            <td />
            {plans.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plans.map((row, i) => (
            <tr key={row.id}>
              <th scope="row">
                <GoLink to={`/${row.kind}s/${row.id}`}>{row.name}</GoLink>
                <div className="rg-campaign-more">{row.at ? format.dateTime(row.at) : say({ zh: '旅程', en: 'journey' })}</div>
              </th>
              {plans.map((column, j) => {
                const n = i === j ? row.people : both(row.id, column.id)
                const which = i === j ? { a: row.id } : { a: row.id, b: column.id }
                return (
                  <td
                    key={column.id}
                    className={i === j ? 'rg-matrix-own' : ''}
                    data-share={i === j ? undefined : Math.ceil((4 * n) / most)}
                  >
                    {n === 0 ? (
                      '0'
                    ) : (
                      <button type="button" className="rg-link" onClick={() => onOpen(which)}>
                        {format.count(n)}
                      </button>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

function People({ which }: { readonly which: Which }) {
  const asked = useAskMore(listOverbooked, (after: string | undefined) => ({ ...which, ...(after ? { after } : {}) }))
  return <NameList asked={asked} />
}
