import { MoreOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Progress, Space } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { checkFields, readQuality } from '../actions.ts'
import { lackWords, wayWords } from '../quality-words.ts'
import { SelfCheckLinks } from './SelfCheckLinks.tsx'
import './quality.css'

type Quality = z.output<typeof readQuality.output>
type Judged = Quality['fields'][number]

/** How good what is known of this customer is, what lacks, and the ways to mend it. */
export function CustomerQuality({ customerId }: { readonly customerId: string }) {
  const asked = useAsk(readQuality, { id: customerId })
  return (
    <Section title={{ zh: '资料质量', en: 'Data quality' }}>
      <Answered of={asked} rows={3}>
        {(quality) => <Known customerId={customerId} quality={quality} />}
      </Answered>
    </Section>
  )
}

function Known({ customerId, quality }: { readonly customerId: string; readonly quality: Quality }) {
  const say = useSay()
  const [all, setAll] = useState(false)
  const lacking = quality.fields.filter(({ state }) => state !== 'good')
  const shown = all ? quality.fields : lacking
  return (
    <>
      <div className="rg-quality-score">
        <Progress
          type="circle"
          size={52}
          percent={quality.score}
          format={(score) => String(score)}
          aria-label={say({ zh: '资料质量分', en: 'Data quality score' })}
        />
        <span>
          {lacking.length === 0
            ? say({ zh: '应有的资料都在，且都确认过。', en: 'All that should be known is known and confirmed.' })
            : say(
                { zh: '{n} 项需要补充或确认。', en: '{n} {n|detail needs|details need} to be filled in or confirmed.' },
                { n: lacking.length },
              )}
        </span>
      </div>
      <ul className="rg-quality-list">
        {shown.map((judged) => (
          <JudgedLine key={judged.field} customerId={customerId} judged={judged} />
        ))}
      </ul>
      {quality.fields.length > lacking.length ? (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? say({ zh: '只看要补的', en: 'Only what lacks' }) : say({ zh: '查看全部', en: 'Show all' })}
        </Button>
      ) : null}
      <SelfCheckLinks customerId={customerId} links={quality.links} />
    </>
  )
}

const tones = { good: 'good', stale: 'neutral', doubted: 'attention', missing: 'neutral' } as const

function JudgedLine({ customerId, judged }: { readonly customerId: string; readonly judged: Judged }) {
  const say = useSay()
  const format = useFormat()
  const { field, label, state, how, by, checkedAt } = judged
  const who = by !== null && (how === 'confirmed' || how === 'doubted') ? by : null
  const when = how === null ? { zh: '建档 {day}', en: 'on record {day}' } : { zh: '{how} {day}', en: '{how} {day}' }
  return (
    <li>
      <span>
        {say(label)} <Badge tone={tones[state]}>{say(lackWords[state])}</Badge>
        {state === 'missing' ? null : (
          <div className="rg-quality-how">
            {say(when, { how: how ? say(wayWords[how]) : '', day: format.date(checkedAt) })}
            {who === null ? '' : ` · ${who}`}
          </div>
        )}
      </span>
      {state === 'missing' ? null : <JudgeButton customerId={customerId} field={field} label={say(label)} doubted={state === 'doubted'} />}
    </li>
  )
}

type JudgeProps = { readonly customerId: string; readonly field: string; readonly label: string; readonly doubted: boolean }

function JudgeButton({ customerId, field, label, doubted }: JudgeProps) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const check = useAct(checkFields)
  const judge = (verdict: 'right' | 'wrong') =>
    check.mutate({ id: customerId, fields: [field], verdict }, { onError: (error) => void message.error(sayProblem(error)) })
  return (
    <Space.Compact size="small">
      <Button
        size="small"
        loading={check.isPending}
        onClick={() => judge('right')}
        aria-label={say({ zh: '确认无误：{label}', en: 'Confirm {label}' }, { label })}
      >
        {say({ zh: '确认无误', en: 'Confirm' })}
      </Button>
      <Dropdown
        autoFocus
        trigger={['click']}
        menu={{
          items: [{ key: 'wrong', label: say({ zh: '不再对', en: 'No longer right' }), disabled: doubted }],
          onClick: () => judge('wrong'),
        }}
      >
        <Button size="small" icon={<MoreOutlined />} aria-label={say({ zh: '更多：{label}', en: 'More: {label}' }, { label })} />
      </Dropdown>
    </Space.Compact>
  )
}
