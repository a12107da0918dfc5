import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Answered } from '../../../ui/States.tsx'
import { readConsents } from '../actions.ts'
import { ConsentHistory } from './ConsentHistory.tsx'
import { ConsentMatrix } from './ConsentMatrix.tsx'
import type { Consents } from './consent-web.ts'
import { PreferenceLink } from './PreferenceLink.tsx'
import { RecordConsent } from './RecordConsent.tsx'
import './consent.css'

/** What the customer agreed to, by purpose and channel; how it is known, and the ways to change it. */
export function CustomerConsents({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const [recording, setRecording] = useState(false)
  const asked = useAsk(readConsents, { id: customerId })
  return (
    <Section
      title={{ zh: '同意与偏好', en: 'Consent' }}
      actions={
        <Button size="small" icon={<PlusOutlined />} disabled={!asked.data} onClick={() => setRecording(true)}>
          {say({ zh: '记下表态', en: 'Record' })}
        </Button>
      }
    >
      <Answered of={asked} rows={4}>
        {(consents) => (
          <>
            <Known customerId={customerId} consents={consents} />
            {recording ? <RecordConsent customerId={customerId} consents={consents} onClose={() => setRecording(false)} /> : null}
          </>
        )}
      </Answered>
    </Section>
  )
}

function Known({ customerId, consents }: { readonly customerId: string; readonly consents: Consents }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const impersonal = consents.lines.some(
    ({ purpose, state }) => purpose === 'personalisation' && (state === 'refused' || state === 'withdrawn'),
  )
  return (
    <>
      {consents.minor || impersonal ? (
        <p className="rg-consent-marks">
          {consents.minor ? (
            <Badge tone="attention">
              {say({ zh: '未满 {age} 岁，须监护人同意', en: 'Below {age}: a guardian must agree' }, { age: consents.age })}
            </Badge>
          ) : null}
          {impersonal ? <Badge tone="danger">{say({ zh: '不接受个性化推荐', en: 'No personalisation' })}</Badge> : null}
        </p>
      ) : null}
      <ConsentMatrix consents={consents} />
      <div className="rg-consent-foot">
        <Button type="link" size="small" onClick={() => setOpen(true)}>
          {say(
            { zh: '全部记录（{n}）', en: 'All records ({n})' },
            { n: consents.more ? `${consents.records.length}+` : consents.records.length },
          )}
        </Button>
        <PreferenceLink customerId={customerId} />
      </div>
      <ConsentHistory consents={consents} open={open} onClose={() => setOpen(false)} />
    </>
  )
}
