import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useSay } from '../../../ui/language.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { HiddenFromYou } from '../../../ui/States.tsx'
import { highFrom, rfmGroups, spendShareOf } from '../scoring.ts'
import { groupRule } from '../value-address.ts'

type Group = { readonly key: string; readonly customers: number; readonly spend: number | null }

/** The eight groups: how many, what they brought, what to do. Without `linked` the numbers open nothing. */
export function RfmGroups({
  groups,
  bands,
  linked = true,
}: {
  readonly groups: readonly Group[]
  readonly asOf: string
  readonly bands: number
  readonly linked?: boolean
}) {
  const say = useSay()
  const format = useFormat()
  const customers = groups.reduce((sum, group) => sum + group.customers, 0)
  const high = highFrom(bands)
  const letters = ['R', 'F', 'M']
  return (
    <Scrolled className={linked ? 'rg-value-table rg-value-worded' : 'rg-value-table'} label={{ zh: '八个分组', en: 'The eight groups' }}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say({ zh: '分组', en: 'Group' })}</th>
            <th scope="col">{say({ zh: '客户', en: 'Customers' })}</th>
            <th scope="col">{say({ zh: '占买家', en: 'Of buyers' })}</th>
            <th scope="col">{say({ zh: '占消费', en: 'Of spend' })}</th>
            {linked ? <th scope="col">{say({ zh: '建议', en: 'What to do' })}</th> : null}
          </tr>
        </thead>
        <tbody>
          {rfmGroups.map((group) => {
            const found = groups.find((one) => one.key === group.key)
            const many = found?.customers ?? 0
            const share = spendShareOf(groups, group.key)
            return (
              <tr key={group.key}>
                <th scope="row">
                  {say(group.label)}
                  <span className="rg-value-marks">
                    {group.high.map((isHigh, at) => (
                      <span key={letters[at]} className={isHigh ? 'rg-value-high' : undefined}>
                        {letters[at]}
                        {isHigh ? '↑' : '↓'}
                      </span>
                    ))}
                  </span>
                </th>
                <td className="rg-figure-cell">
                  {linked && many > 0 ? (
                    <GoLink
                      to="/customers"
                      search={{ rule: groupRule(group, high), sort: '-spend' }}
                      label={say(
                        { zh: '{name}：{n} 位，查看', en: '{name}: {n}, show them' },
                        { name: say(group.label), n: format.count(many) },
                      )}
                    >
                      {format.count(many)}
                    </GoLink>
                  ) : (
                    format.count(many)
                  )}
                </td>
                <td className="rg-figure-cell">{format.percent(customers > 0 ? many / customers : 0)}</td>
                <td className="rg-figure-cell">{share === null ? <HiddenFromYou /> : format.percent(share)}</td>
                {linked ? <td className="rg-value-next">{say(group.next)}</td> : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scrolled>
  )
}
