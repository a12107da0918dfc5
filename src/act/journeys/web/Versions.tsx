import { Alert, App, Button, Modal, Select } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { moveRuns, previewMove } from '../move-actions.ts'
import { stepKinds } from '../step-kinds.ts'
import { draftOf } from './journey-draft.ts'
import { numbering } from '../flow.ts'
import type { Journey } from './journey-answer.ts'
import { sayStep } from './say-journey.ts'
import type { Known } from './say-rule.ts'

type Props = { readonly journey: Journey; readonly known: Known; readonly may: boolean }

/** The versions there have been, and who still walks an older one. They finish it, unless somebody moves them. */
export function Versions({ journey, known, may }: Props) {
  const say = useSay()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  if (journey.startedAt === null || journey.versions.length < 2) return null
  const peopleIn = (version: number) => journey.inside.find((one) => one.version === version)?.people ?? 0
  const older = journey.inside.reduce((sum, { version, people }) => sum + (version === journey.version ? 0 : people), 0)
  return (
    <Section
      title={{ zh: '版本', en: 'Versions' }}
      note={say({
        zh: '客户按进入时的版本走完；画布和列表显示现在的版本。',
        en: 'Customers finish the version by which they entered; canvas and list show the present one.',
      })}
      actions={
        older > 0 && may ? (
          <Button size="small" onClick={() => setOpen(true)}>
            {say({ zh: '让旧版本里的 {n} 人改走新版本', en: 'Move {n} to the present version' }, { n: format.count(older) })}
          </Button>
        ) : null
      }
    >
      <ul className="rg-journey-reasons">
        {journey.versions.toReversed().map(({ version, createdAt }) => (
          <li key={version}>
            <span>
              {say({ zh: '第 {n} 版', en: 'Version {n}' }, { n: version })}
              {version === journey.version ? say({ zh: '（现在）', en: ' (present)' }) : ''}
              {peopleIn(version) > 0 ? say({ zh: '：{n} 人在里面', en: ': {n} inside' }, { n: format.count(peopleIn(version)) }) : ''}
            </span>
            <span>{format.dateTime(createdAt)}</span>
          </li>
        ))}
      </ul>
      {open ? <MoveDialog journey={journey} known={known} onClose={() => setOpen(false)} /> : null}
    </Section>
  )
}

type Targets = Readonly<Record<string, string | null>>
type Line = ReplyOf<typeof previewMove>['steps'][number]

/** Where everybody in older versions would go; a step that is gone needs somebody to say where to. */
function MoveDialog({ journey, known, onClose }: { readonly journey: Journey; readonly known: Known; readonly onClose: () => void }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [targets, setTargets] = useState<Targets>({})
  const asked = useAsk(previewMove, { id: journey.id, targets }, { keep: true })
  const move = useAct(moveRuns)
  const open = (asked.data?.steps ?? []).some(({ needsTarget, step }) => needsTarget && !Object.hasOwn(targets, step))
  const run = () =>
    move.mutate(
      { id: journey.id, targets },
      {
        onSuccess: ({ moved, more }) => {
          onClose()
          void message.success(
            more
              ? say(
                  { zh: '前 {n} 人已移过去，其余的陆续进行', en: 'The first {n} are moved; the others follow' },
                  { n: format.count(moved) },
                )
              : say({ zh: '{n} 人已移到新版本', en: '{n} {n|customer|customers} moved' }, { n: format.count(moved) }),
          )
        },
      },
    )
  return (
    <Modal
      open
      width={720}
      title={say({ zh: '谁会移到哪里？', en: 'Who would go where?' })}
      okText={say({ zh: '移过去', en: 'Move them' })}
      cancelText={say({ zh: '让他们走完旧版本', en: 'Let them finish' })}
      okButtonProps={{ disabled: !asked.data || open }}
      confirmLoading={move.isPending}
      onOk={run}
      onCancel={onClose}
    >
      <Answered of={asked}>
        {({ steps }) => (
          <ul className="rg-journey-reasons rg-journey-moves">
            {steps.map((line) => (
              <li key={`${line.version} ${line.step}`}>
                <MoveLine
                  line={line}
                  journey={journey}
                  known={known}
                  targets={targets}
                  onTarget={(to) => setTargets((old) => ({ ...old, [line.step]: to }))}
                />
              </li>
            ))}
          </ul>
        )}
      </Answered>
      {move.error ? <Alert type="error" showIcon role="alert" title={sayProblem(move.error)} /> : null}
    </Modal>
  )
}

type MoveProps = {
  readonly line: Line
  readonly journey: Journey
  readonly known: Known
  readonly targets: Targets
  readonly onTarget: (to: string | null) => void
}

const leaves = '/leaves'

function MoveLine({ line, journey, known, targets, onTarget }: MoveProps) {
  const say = useSay()
  const format = useFormat()
  const draft = draftOf(journey.name, journey.definition)
  const numberOf = numbering(draft.flow)
  const nameOf = (id: string) => {
    const step = journey.definition.steps.find((one) => one['id'] === id)
    return step ? `${numberOf(id)}. ${say(sayStep({ ...step, id, kind: step.kind }, known))}` : id
  }
  const stood = line.written
    ? say(sayStep({ ...line.written, id: line.step, kind: line.kind ?? '' }, known))
    : say(line.kind ? (stepKinds[line.kind]?.label ?? line.step) : line.step)
  const chosen = Object.hasOwn(targets, line.step) ? (targets[line.step] ?? leaves) : undefined
  return (
    <>
      <span>
        {say(
          { zh: '第 {version} 版“{step}”：{n} 人', en: 'Version {version}, “{step}”: {n}' },
          {
            version: line.version,
            step: stood,
            n: format.count(line.people),
          },
        )}
      </span>
      {line.needsTarget || chosen !== undefined ? (
        <Select
          aria-label={say({ zh: '“{step}”的人去哪里', en: 'Where those at “{step}” go' }, { step: stood })}
          className="rg-journey-name"
          placeholder={say({ zh: '这一步已取消，请选去处', en: 'This step is gone: choose where to' })}
          value={chosen ?? null}
          onChange={(next: string | null) => onTarget(next === leaves ? null : next)}
          options={[
            ...journey.definition.steps.map((step) => ({ value: String(step['id']), label: nameOf(String(step['id'])) })),
            { value: leaves, label: say({ zh: '离开旅程', en: 'Leave the journey' }) },
          ]}
        />
      ) : (
        <span>
          {line.to === null ? say({ zh: '离开旅程', en: 'Leave the journey' }) : `→ ${nameOf(line.to)}`}
          {line.keepsWaiting ? say({ zh: '，接着等', en: ', goes on waiting' }) : ''}
        </span>
      )}
    </>
  )
}
