import { App, Button } from 'antd'
import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSayCity } from '../../../fields/place/web/use-say-city.ts'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { useGo } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { customer as card } from '../../customers/customer.ts'
import { findSimilar } from '../matching-actions.ts'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { Evidence } from './Evidence.tsx'
import './matching.css'

type Match = ReplyOf<typeof findSimilar>['matches'][number]
type Values = Readonly<Record<string, unknown>>

/** Whom the customer may be who is being typed in: shown above the form as soon as somebody is known. */
export function LookAlikes({ values, onLeave }: { readonly values: Values; readonly onLeave: () => void }) {
  const say = useSay()
  const rested = useRested(useMemo(() => JSON.stringify(saidOf(values)), [values]))
  const said: Values = useMemo(() => JSON.parse(rested), [rested])
  const asked = useAsk(findSimilar, { values: said }, { when: Object.keys(said).length > 0, keep: true })
  const matches = Object.keys(said).length > 0 ? (asked.data?.matches ?? []) : []
  return (
    <div role="status" className="rg-match-typing-place">
      {matches.length > 0 ? (
        <div className="rg-match-typing">
          <p className="rg-match-typing-title">{say({ zh: '可能是已有的客户', en: 'This may be somebody you know' })}</p>
          <ul>
            {matches.slice(0, 3).map((match) => (
              <Alike key={match.customer.id} match={match} values={said} onLeave={onLeave} />
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  )
}

/** Only what was filled in, and only what tells who somebody is. */
function saidOf(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => typeof value === 'string' && value.trim() !== '' && name !== 'note' && name !== 'origin',
    ),
  )
}

function Alike({ match, values, onLeave }: { readonly match: Match; readonly values: Values; readonly onLeave: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const go = useGo()
  const { message } = App.useApp()
  const update = useAct(updateCustomer)
  const { customer } = match
  const sayCity = useSayCity()
  const hint = [customer.city === null ? null : sayCity(customer.city), customer.code].filter((each) => each !== null)
  const open = () => {
    onLeave()
    // After the drawer has closed and put the address right.
    setTimeout(() => go(`/customers/${customer.id}`))
  }
  return (
    <li>
      <div className="rg-match-typing-who">
        <strong>{nameOfCustomer(customer)}</strong>
        <span className="rg-match-none">
          {customer.phone ? <FieldCell field={card.fields.phone} value={customer.phone} /> : null}
          {customer.phone && hint.length > 0 ? ' · ' : null}
          {hint.join(' · ')}
        </span>
      </div>
      <Evidence said={match} />
      <div className="rg-match-buttons">
        <Button size="small" onClick={open}>
          {say({ zh: '打开', en: 'Open' })}
        </Button>
        <Button
          size="small"
          loading={update.isPending}
          onClick={() =>
            update.mutate({ ...values, id: customer.id }, { onSuccess: open, onError: (error) => void message.error(sayProblem(error)) })
          }
        >
          {say({ zh: '改为更新这一位', en: 'Update this one instead' })}
        </Button>
      </div>
    </li>
  )
}
