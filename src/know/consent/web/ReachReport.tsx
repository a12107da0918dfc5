import { Select } from 'antd'
import { useMemo, useState } from 'react'
import type { z } from 'zod'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Lines } from '../../../ui/Lines.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty } from '../../../ui/States.tsx'
import type { consentReach } from '../actions.ts'
import { sayChannel } from '../consent.ts'
import type { PurposeWithWordings } from './consent-web.ts'

type Reach = z.output<typeof consentReach.output>
type Props = { readonly reach: Reach; readonly purposes: readonly PurposeWithWordings[] }

/** How many may be reached by which channel for what, and how yes and no came over the last half year. */
export function ReachReport({ reach, purposes }: Props) {
  const say = useSay()
  return (
    <>
      <Section title={{ zh: '现在可以联系多少客户', en: 'How many may be reached now' }}>
        <div
          className="rg-consent-scroll"
          role="region"
          aria-label={say({ zh: '各用途各渠道', en: 'By purpose and channel' })}
          tabIndex={0}
        >
          <table className="rg-consent-reach">
            <thead>
              <tr>
                <th scope="col">{say({ zh: '用途', en: 'Purpose' })}</th>
                <th scope="col">{say({ zh: '渠道', en: 'Channel' })}</th>
                <th scope="col" className="rg-consent-figure">
                  {say({ zh: '有联系方式', en: 'Have an address' })}
                </th>
                <th scope="col" className="rg-consent-figure">
                  {say({ zh: '同意', en: 'Agreed' })}
                </th>
                <th scope="col" className="rg-consent-figure">
                  {say({ zh: '拒绝', en: 'Refused' })}
                </th>
                <th scope="col">{say({ zh: '可以联系', en: 'May be reached' })}</th>
              </tr>
            </thead>
            <tbody>
              {reach.lines.map((line) => (
                <ReachLine key={`${line.purpose} ${line.channel}`} line={line} purposes={purposes} />
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <OverTime reach={reach} purposes={purposes} />
    </>
  )
}

function ReachLine({ line, purposes }: { readonly line: Reach['lines'][number]; readonly purposes: Props['purposes'] }) {
  const say = useSay()
  const format = useFormat()
  const purpose = purposes.find(({ code }) => code === line.purpose)
  const value = `${line.purpose}:${line.channel}`
  const share = line.addressed > 0 ? line.reachable / line.addressed : 0
  const rule = (op: string) => ({ rule: { all: [{ field: 'consents', op, value: [value] }] } })
  return (
    <tr>
      <th scope="row">{purpose ? say(purpose.name) : line.purpose}</th>
      <td>{say(sayChannel(line.channel))}</td>
      <td className="rg-consent-figure">{format.count(line.addressed)}</td>
      <td className="rg-consent-figure">
        <GoLink to="/customers" search={rule('agreed-to-any')}>
          {format.count(line.agreed)}
        </GoLink>
      </td>
      <td className="rg-consent-figure">
        <GoLink to="/customers" search={rule('refused-any')}>
          {format.count(line.refused)}
        </GoLink>
      </td>
      <td>
        <span className="rg-consent-share">
          <span className="rg-consent-bar" aria-hidden="true">
            <span style={{ width: `${Math.round(share * 100)}%` }} />
          </span>
          <span>
            {format.count(line.reachable)} · {format.percent(share)}
          </span>
        </span>
      </td>
    </tr>
  )
}

function OverTime({ reach, purposes }: Props) {
  const say = useSay()
  const format = useFormat()
  const [chosen, setChosen] = useState('marketing')
  const weeks = useMemo(() => [...new Set(reach.weeks.map(({ week }) => week))].sort(), [reach])
  const sums = useMemo(() => {
    const of = (week: string, what: 'given' | 'stopped') =>
      reach.weeks.filter((one) => one.week === week && one.purpose === chosen).reduce((sum, one) => sum + one[what], 0)
    return { given: weeks.map((week) => of(week, 'given')), stopped: weeks.map((week) => of(week, 'stopped')) }
  }, [reach, weeks, chosen])
  const shown = purposes.filter(({ channels, retired }) => channels.length > 0 && !retired)
  return (
    <Section
      title={{ zh: '每周新的同意与拒绝', en: 'New yes and no, week by week' }}
      actions={
        <Select
          value={chosen}
          onChange={setChosen}
          aria-label={say({ zh: '用途', en: 'Purpose' })}
          options={shown.map(({ code, name }) => ({ value: code, label: say(name) }))}
        />
      }
    >
      {weeks.length === 0 ? (
        <Empty small title={{ zh: '最近半年没有新的记录', en: 'No new records in the last half year' }} />
      ) : (
        <Lines
          label={{ zh: '每周新的同意与拒绝', en: 'New yes and no, week by week' }}
          moments={weeks.map((week) => format.date(week))}
          momentName={{ zh: '周', en: 'Week of' }}
          format={format.count}
          height={220}
          series={[
            { key: 'given', name: say({ zh: '同意', en: 'Agreed' }), values: sums.given },
            { key: 'stopped', name: say({ zh: '拒绝或撤回', en: 'Refused or withdrew' }), values: sums.stopped },
          ]}
        />
      )}
    </Section>
  )
}
