import { sayActor } from '../../../core/kit/program-parts.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { saveChurnDefinition } from '../actions.ts'
import { readChurnSettings } from '../questions.ts'
import { CapacityForm } from './CapacityForm.tsx'
import { DefinitionForm } from './DefinitionForm.tsx'
import { ReasonTree } from './ReasonTree.tsx'

/** What leaving means, how many the team can handle, and the reasons there are. */
export function SettingsTab() {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(readChurnSettings, {})
  const may = useMayDo(saveChurnDefinition)
  return (
    <Answered of={asked} rows={8}>
      {({ definition, versions, capacity, colleagues, reasons, firm }) => (
        <>
          {may ? null : (
            <p className="rg-note">
              {say({
                zh: '只有能改设置的人可以修改，您可以查看。',
                en: 'Only those who may change settings can change these; you may look.',
              })}
            </p>
          )}
          <Section title={{ zh: '全店的节奏', en: 'The rhythm of the shop' }}>
            {firm.customers === 0 ? (
              <p className="rg-note">
                {say({
                  zh: '还没有回头客，先按“约一个月来一次”估计；有了之后当天就会算出来。',
                  en: 'Nobody has come back yet, so a month is assumed; it is worked out on the day that somebody does.',
                })}
              </p>
            ) : null}
            <p>
              <Sentence
                words={{
                  zh: '回头客平时约每 {days} 天来一次，第一次到第二次约 {second} 天（{customers} 位客户的 {gaps} 次间隔）。',
                  en: 'Customers who return come every {days} days or so; from the first to the second visit it takes some {second} days ({gaps} gaps of {customers} customers).',
                }}
                parts={{
                  days: format.count(firm.rhythmDays),
                  second: format.count(firm.secondDays),
                  customers: format.count(firm.customers),
                  gaps: format.count(firm.gaps),
                }}
              />
            </p>
            {firm.closed.length > 0 ? (
              <p className="rg-filter-hint">
                {say(
                  {
                    zh: '这些日子全店没有一笔消费，按停业处理，不计入间隔：{spans}',
                    en: 'Nothing was sold in these times, so they count as closed and in nobody’s gap: {spans}',
                  },
                  { spans: firm.closed.map(({ from, to }) => `${from} – ${to}`).join(say({ zh: '；', en: '; ' })) },
                )}
              </p>
            ) : null}
          </Section>
          <Section title={{ zh: '什么算流失', en: 'What leaving means' }} note={say(definition.sentence)}>
            <DefinitionForm key={definition.version} definition={definition} may={may} />
            {versions.length > 0 ? (
              <details className="rg-churn-steps">
                <summary>{say({ zh: '历次定义（{n}）', en: 'Versions ({n})' }, { n: versions.length })}</summary>
                <ul>
                  {versions.map((one) => (
                    <li key={one.version}>
                      {say({ zh: '第 {n} 版', en: 'Version {n}' }, { n: one.version })} · {format.dateTime(one.madeAt)} ·{' '}
                      {say(sayActor(one.madeBy))} · {say(one.sentence)}
                      {one.note ? ` · ${one.note}` : ''}
                    </li>
                  ))}
                </ul>
              </details>
            ) : null}
          </Section>
          <Section title={{ zh: '团队每天能处理多少', en: 'How many the team can handle' }}>
            <CapacityForm key={JSON.stringify(capacity)} capacity={capacity} colleagues={colleagues} may={may} />
          </Section>
          <Section title={{ zh: '流失原因', en: 'Reasons for leaving' }}>
            <ReasonTree key={reasons.map(({ key }) => key).join()} reasons={reasons} may={may} />
          </Section>
        </>
      )}
    </Answered>
  )
}
