import { Button } from 'antd'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { readDoctor } from '../actions.ts'
import './backups.css'
import { type DoctorCheck, doctorStates, doctorWords, stateWords, unknownWords } from '../doctor.ts'

const tones = { fine: 'good', look: 'attention', broken: 'danger' } as const

/** Everything that commonly goes wrong, the gravest first, each with what to do. */
export function DoctorPage() {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(readDoctor, {})
  const count = (state: DoctorCheck['state']) => format.count(asked.data?.checks.filter((check) => check.state === state).length ?? 0)
  return (
    <Page
      title={{ zh: '系统健康吗？', en: 'Is the system well?' }}
      back={{ to: '/backups', label: { zh: '备份', en: 'Backups' } }}
      answer={
        asked.data ? (
          <Sentence
            words={{ zh: '{fine} 项正常，{look} 项请留意，{broken} 项有问题。', en: '{fine} fine, {look} to look at, {broken} broken.' }}
            parts={{ fine: count('fine'), look: count('look'), broken: count('broken') }}
          />
        ) : null
      }
      actions={
        <Button loading={asked.isFetching} onClick={() => void asked.refetch()}>
          {say({ zh: '重新检查', en: 'Look again' })}
        </Button>
      }
    >
      <Answered of={asked} rows={12}>
        {({ checks }) => (
          <Section>
            <ul className="rg-doctor">
              {[...doctorStates]
                .reverse()
                .flatMap((state) =>
                  checks.filter((check) => check.state === state).map((check) => <Line key={check.name} check={check} />),
                )}
            </ul>
          </Section>
        )}
      </Answered>
    </Page>
  )
}

function Line({ check }: { readonly check: DoctorCheck }) {
  const say = useSay()
  const { label, says } = doctorWords[check.name]
  return (
    <li>
      <Badge tone={tones[check.state]}>{say(stateWords[check.state])}</Badge>
      <strong>{say(label)}</strong>
      <span>{say(says[check.says] ?? unknownWords, check.values)}</span>
    </li>
  )
}
