import type { ReplyOf } from '../../../core/action/action.ts'
import { ExplainedTree } from '../../../pages/ExplainedTree.tsx'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { namedColour } from '../../../ui/palette.ts'
import { Badge, Reason } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { explainStage } from '../questions.ts'

type Explained = ReplyOf<typeof explainStage>

/** Which stage a customer is in, since when, and the conditions that put them there. */
export function CustomerStage({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(explainStage, { id: customerId })
  return (
    <Section title={{ zh: '生命周期阶段', en: 'Lifecycle stage' }}>
      <Answered of={asked} rows={2}>
        {(answer) =>
          answer.stage === null ? (
            <p className="rg-quiet">{say({ zh: '正在判定，稍后再看。', en: 'Being worked out; look again in a moment.' })}</p>
          ) : (
            <Standing answer={answer} />
          )
        }
      </Answered>
    </Section>
  )
}

function Standing({ answer }: { readonly answer: Explained }) {
  const say = useSay()
  const format = useFormat()
  const { look } = useTheme()
  const stages = useDictionary('customer').data?.answer.stages
  const current = answer.stages.find((one) => one.key === answer.stage)
  const passed = answer.stages.filter((one) => one.key !== answer.stage)
  const colour = stages?.find((one) => one.key === answer.stage)?.colour
  if (!current) return null
  return (
    <Reason
      what={<Badge {...(colour ? { colour: namedColour(colour, look) } : {})}>{say(current.label)}</Badge>}
      {...(answer.since ? { since: say({ zh: '{day} 起', en: 'since {day}' }, { day: format.date(answer.since) }) } : {})}
    >
      <ExplainedTree rule={current.explained} />
      {passed.length > 0 ? (
        <details className="rg-why">
          <summary>{say({ zh: '为什么不是别的阶段', en: 'Why no other stage' })}</summary>
          {passed.map((stage) => (
            <div key={stage.key}>
              <strong>{say(stage.label)}</strong>
              <ExplainedTree rule={stage.explained} />
            </div>
          ))}
        </details>
      ) : null}
    </Reason>
  )
}
