import { Button } from 'antd'
import type { z } from 'zod'
import type { readAccount } from '../../../account/account.ts'
import { sayDevice } from '../../../account/say-device.ts'
import { sayMeans } from '../../../account/say-means.ts'
import { useSay } from '../../../../ui/language.tsx'
import { Badge } from '../../../../ui/Reason.tsx'
import { useFormat } from '../../../../ui/shop.tsx'
import './account.css'

type Session = z.output<typeof readAccount.output>['sessions'][number]

/** Where somebody is signed in, the one used last first. */
export function SessionList(props: { readonly sessions: readonly Session[]; readonly onEnd: (id: string) => void }) {
  const say = useSay()
  const format = useFormat()
  if (props.sessions.length === 0)
    return <p className="rg-settings-quiet">{say({ zh: '现在没有登录。', en: 'Not signed in anywhere now.' })}</p>
  return (
    <ul className="rg-account-list">
      {props.sessions.map(({ id, agent, address, means, strong, since, lastSeen, here }) => {
        const device = say(sayDevice(agent))
        return (
          <li key={id} className="rg-account-line">
            <span>
              <strong title={agent ?? ''}>{device}</strong>{' '}
              {here ? <Badge tone="good">{say({ zh: '就是这里', en: 'this one' })}</Badge> : null}
              <span className="rg-settings-quiet rg-account-more">
                {say(
                  {
                    zh: '{when}用过 · {date} 用{means}登录 · 来自 {address}',
                    en: 'Used {when} · signed in {date} by {means} · from {address}',
                  },
                  {
                    when: format.relative(lastSeen),
                    date: format.dateTime(since),
                    means: say(sayMeans(means, strong)),
                    address: address ?? '—',
                  },
                )}
              </span>
            </span>
            {here ? null : (
              <Button
                size="small"
                aria-label={say({ zh: '结束 {device} 的登录', en: 'End the session of {device}' }, { device })}
                onClick={() => props.onEnd(id)}
              >
                {say({ zh: '结束', en: 'End' })}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
