import { sayActor } from '../../../core/kit/program-parts.ts'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { FactLine } from '../../../pages/fact-sentence.ts'
import { VeiledText } from '../../../pages/MaskedValue.tsx'
import { AttachedFiles } from '../../../pages/files/AttachedFiles.tsx'
import { usePathValue } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { readInteractions, removeInteraction, restoreInteraction } from '../actions.ts'
import { interaction } from '../interaction.ts'
import { directions, kindNamed, outcomes } from '../interaction-kinds.ts'
import { ChangeForm, type Interaction } from './LogForm.tsx'
import { SideDrawer } from '../../../ui/SideDrawer.tsx'
import { kindIcons } from './kind-icons.ts'
import './interactions.css'

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** An interaction on the timeline: how it ended, what was said, what comes next, its files. */
export function InteractionFact({ fact }: { readonly fact: FactLine }) {
  const { payload } = fact
  const id = textOf(payload['interaction'])
  const whole = useWhole(id)
  return (
    <div className="rg-interaction">
      <Head payload={payload} />
      {(whole?.summary ?? textOf(payload['summary'])) ? (
        <p className="rg-interaction-text">
          <Said id={id} name="summary" text={whole?.summary ?? textOf(payload['summary']) ?? ''} />
        </p>
      ) : null}
      <NextStep id={id} whole={whole} said={textOf(payload['nextStep'])} />
      {whole ? <AttachedFiles files={whole.attachments} /> : null}
      {whole?.mayChange ? <Verbs interaction={whole} /> : null}
    </div>
  )
}

/** Words in which a number may be masked for this reader. */
function Said({ id, name, text }: { readonly id: string | null; readonly name: 'summary' | 'nextStep'; readonly text: string }) {
  const customerId = usePathValue('id')
  if (id === null) return <>{text}</>
  return (
    <VeiledText customerId={customerId} of={{ kind: 'interaction', id }} name={name} text={text} label={interaction.fields[name].label} />
  )
}

/** The newest hundred of the customer are asked for once for all lines; an older one by itself. */
function useWhole(id: string | null): Interaction | undefined {
  const customerId = usePathValue('id')
  const newest = useAsk(readInteractions, { id: customerId, limit: 100 })
  const among = newest.data?.interactions.find((one) => one.id === id)
  const alone = useAsk(
    readInteractions,
    { id: customerId, ids: id ?? '', limit: 1 },
    { when: newest.data !== undefined && !among && id !== null },
  )
  return among ?? alone.data?.interactions[0]
}

function Head({ payload }: Pick<FactLine, 'payload'>) {
  const say = useSay()
  const kind = kindNamed(textOf(payload['kind']) ?? '')
  const Icon = kind ? kindIcons[kind.icon] : null
  const direction = directions.find(({ value }) => value === payload['direction'])
  const outcome = outcomes.find(({ value }) => value === payload['outcome'])
  const minutes = payload['minutes']
  return (
    <div className="rg-interaction-head">
      <strong>
        {Icon ? <Icon /> : null} {kind ? say(kind.label) : textOf(payload['kind'])}
      </strong>
      {outcome ? <Badge tone={outcome.tone ?? 'neutral'}>{say(outcome.label)}</Badge> : null}
      <span className="rg-interaction-about">
        {[
          direction && direction.value === 'in' ? say(direction.label) : null,
          textOf(payload['person']),
          typeof minutes === 'number' ? say({ zh: '{n} 分钟', en: '{n} min' }, { n: minutes }) : null,
          textOf(payload['place']),
          textOf(payload['by']) ? say({ zh: '{name}记录', en: 'by {name}' }, { name: sayActor(textOf(payload['by'])) }) : null,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
    </div>
  )
}

type NextStepProps = { readonly id: string | null; readonly whole: Interaction | undefined; readonly said: string | null }

function NextStep({ id, whole, said }: NextStepProps) {
  const say = useSay()
  const format = useFormat()
  const step = whole ? whole.nextStep : said
  if (!step) return null
  return (
    <p className="rg-interaction-next">
      {say({ zh: '下一步：', en: 'Next: ' })}
      <Said id={id} name="nextStep" text={step} />
      {whole?.nextStepDue ? ` · ${format.date(whole.nextStepDue)}` : ''}
    </p>
  )
}

function Verbs({ interaction }: { readonly interaction: Interaction }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const customerId = usePathValue('id')
  const [editing, setEditing] = useState(false)
  const [remove, restore] = [useAct(removeInteraction), useAct(restoreInteraction)]
  const failed = (error: unknown) => void message.error(sayProblem(error))
  const removed = () =>
    void message.success(
      <>
        {say({ zh: '已删除这条记录', en: 'The record was removed' })}
        <Button size="small" type="link" onClick={() => void restore.mutateAsync({ id: interaction.id }).catch(failed)}>
          {say({ zh: '撤销', en: 'Undo' })}
        </Button>
      </>,
      8,
    )
  return (
    <div className="rg-interaction-verbs">
      <Button size="small" type="link" onClick={() => setEditing(true)}>
        {say({ zh: '更正', en: 'Correct' })}
      </Button>
      <Button
        size="small"
        type="link"
        loading={remove.isPending}
        onClick={() => void remove.mutateAsync({ id: interaction.id }).then(removed, failed)}
      >
        {say({ zh: '删除', en: 'Remove' })}
      </Button>
      <SideDrawer open={editing} title={{ zh: '更正互动记录', en: 'Correct the record' }} onClose={() => setEditing(false)}>
        <ChangeForm customerId={customerId} interaction={interaction} onDone={() => setEditing(false)} />
      </SideDrawer>
    </div>
  )
}
