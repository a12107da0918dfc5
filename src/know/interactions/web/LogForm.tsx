import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { Alert, App, Button } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import type { ReplyOf, RequestOf } from '../../../core/action/action.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { Loading, useSayProblem } from '../../../ui/States.tsx'
import { listColleagues } from '../../shop/users.ts'
import { changeInteraction, recordInteraction, removeInteraction, type readInteractions } from '../actions.ts'
import { kindNamed } from '../interaction-kinds.ts'
import { FilesLine, KindChips, MoreFields, OutcomeChips, SummaryLine } from './InteractionFields.tsx'
import { emptyDraft, type InteractionDraft, isEmptyDraft, keepDraft, readDraft } from './interaction-draft.ts'
import { promiseKey, PromiseLines, promisesOf } from './PromiseLines.tsx'
import './interactions.css'

export type Interaction = ReplyOf<typeof readInteractions>['interactions'][number]

type Props = {
  readonly customerId: string
  /** The kind that was tapped on the way here. */
  readonly kind?: string | undefined
  readonly onDone: () => void
}

/** Two taps: the kind, then save. Now, outgoing and oneself unless said otherwise; the rest may be said or left. */
export function LogForm(props: Props) {
  const colleagues = useAsk(listColleagues, {})
  if (colleagues.isPending) return <Loading rows={4} />
  return <NewInteraction {...props} userId={colleagues.data?.colleagues.find(({ you }) => you)?.id ?? 'user'} />
}

/** What was not finished comes back when the page closed unexpectedly. */
function useDraft({ customerId, kind, userId }: Props & { readonly userId: string }) {
  const [kept] = useState(() => readDraft(customerId, userId))
  const [draft, setDraft] = useState<InteractionDraft>(() => ({
    ...(kept ?? emptyDraft),
    ...(kindNamed(kind ?? '') ? { kind: kind ?? null } : {}),
  }))
  const [isRestored, setRestored] = useState(kept !== null)
  useEffect(() => keepDraft(customerId, userId, draft), [customerId, userId, draft])
  return {
    draft,
    isRestored,
    set: (patch: Partial<InteractionDraft>) => setDraft((old) => ({ ...old, ...patch })),
    giveUp: () => {
      setRestored(false)
      setDraft(emptyDraft)
    },
    forget: () => keepDraft(customerId, userId, null),
  }
}

function NewInteraction(props: Props & { readonly userId: string }) {
  const say = useSay()
  const { timeZone } = useShop()
  const { draft, set, isRestored, giveUp, forget } = useDraft(props)
  const record = useAct(recordInteraction)
  const offerUndo = useUndo()
  const save = () =>
    record.mutate(inputOf(props.customerId, draft, timeZone), {
      onSuccess: ({ id, todos }) => {
        forget()
        props.onDone()
        offerUndo(id, todos.length)
      },
    })
  return (
    <>
      {isRestored ? (
        <Alert
          type="info"
          showIcon
          title={say({ zh: '上次没有保存的内容已恢复', en: 'What you had not saved is back' })}
          action={
            <Button size="small" onClick={giveUp}>
              {say({ zh: '清空', en: 'Clear' })}
            </Button>
          }
        />
      ) : null}
      <FormBody
        customerId={props.customerId}
        draft={draft}
        set={set}
        onSave={save}
        sending={record.isPending}
        failure={record.error}
        withPromises
      />
    </>
  )
}

/** Corrects one that was recorded. */
type ChangeProps = { readonly customerId: string; readonly interaction: Interaction; readonly onDone: () => void }

export function ChangeForm({ customerId, interaction, onDone }: ChangeProps) {
  const { timeZone } = useShop()
  const [draft, setDraft] = useState<InteractionDraft>(() => draftOf(interaction, timeZone))
  const change = useAct(changeInteraction)
  const { customerId: _, todos: __, ...written } = inputOf('', draft, timeZone)
  const save = () => change.mutate({ ...written, id: interaction.id, version: interaction.version }, { onSuccess: onDone })
  return (
    <FormBody
      customerId={customerId}
      draft={draft}
      set={(patch) => setDraft((old) => ({ ...old, ...patch }))}
      onSave={save}
      sending={change.isPending}
      failure={change.error}
      opened
    />
  )
}

type BodyProps = {
  readonly customerId: string
  readonly draft: InteractionDraft
  readonly set: (patch: Partial<InteractionDraft>) => void
  readonly onSave: () => void
  readonly sending: boolean
  readonly failure: Error | null
  readonly opened?: boolean
  readonly withPromises?: boolean
}

function FormBody({ customerId, draft, set, onSave, sending, failure, opened = false, withPromises = false }: BodyProps) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const [more, setMore] = useState(opened)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (draft.kind) onSave()
  }
  return (
    <form className="rg-log" onSubmit={submit} noValidate>
      {failure ? <Alert type="error" showIcon role="alert" title={sayProblem(failure)} /> : null}
      <KindChips draft={draft} set={set} />
      {draft.kind || !isEmptyDraft(draft) ? (
        <>
          <OutcomeChips draft={draft} set={set} />
          <SummaryLine draft={draft} set={set} />
          {withPromises ? <PromiseLines draft={draft} set={set} /> : null}
          <FilesLine draft={draft} set={set} />
          <Button
            type="link"
            className="rg-log-more"
            icon={more ? <UpOutlined /> : <DownOutlined />}
            onClick={() => setMore(!more)}
            aria-expanded={more}
          >
            {say({ zh: '时间、下一步、对方…', en: 'When, next step, with whom…' })}
          </Button>
          {more ? <MoreFields customerId={customerId} draft={draft} set={set} /> : null}
        </>
      ) : null}
      <div className="rg-log-foot">
        <Button type="primary" size="large" htmlType="submit" loading={sending} disabled={!draft.kind}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
        <span>
          {draft.kind
            ? draft.occurredAt
              ? format.dateTime(draft.occurredAt)
              : say({ zh: '现在 · 由我记录', en: 'Now · written by me' })
            : say({ zh: '先点一种方式', en: 'Tap a kind first' })}
        </span>
      </div>
    </form>
  )
}

const orNull = (text: string) => text.trim() || null

type RecordInput = RequestOf<typeof recordInteraction>

function inputOf(customerId: string, draft: InteractionDraft, timeZone: string): RecordInput {
  const taken = promisesOf(draft, new Date(), timeZone).filter((promise) => draft.taken.includes(promiseKey(promise)))
  const kind = kindNamed(draft.kind ?? '')
  return {
    customerId,
    kind: draft.kind ?? '',
    ...(kind?.hasDirection ? { direction: draft.direction ?? 'out' } : {}),
    ...(draft.occurredAt ? { occurredAt: draft.occurredAt } : {}),
    outcome: draft.outcome,
    summary: orNull(draft.summary),
    nextStep: orNull(draft.nextStep),
    nextStepDue: draft.nextStepDue,
    person: orNull(draft.person),
    contactId: draft.contactId,
    minutes: draft.minutes,
    place: kind?.hasPlace ? orNull(draft.place) : null,
    attachments: draft.files.map(({ id }) => id),
    todos: taken.slice(0, 5),
  }
}

function draftOf(one: Interaction, timeZone: string): InteractionDraft {
  return {
    ...emptyDraft,
    kind: one.kind,
    direction: one.direction,
    outcome: one.outcome,
    occurredAt: one.occurredAt,
    summary: one.summary ?? '',
    nextStep: one.nextStep ?? '',
    nextStepDue: one.nextStepDue ? localDate(new Date(one.nextStepDue), timeZone) : null,
    person: one.person ?? '',
    contactId: one.contactId,
    minutes: one.minutes,
    place: one.place ?? '',
    files: one.attachments,
  }
}

/** Said in passing once it is saved, with the way back. */
function useUndo(): (id: string, todos: number) => void {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const remove = useAct(removeInteraction)
  // The form is gone by then: only the promise still tells of the end.
  const undo = (id: string) =>
    void remove.mutateAsync({ id }).then(
      () => message.success(say({ zh: '已撤销', en: 'Taken back' })),
      (error: unknown) => message.error(sayProblem(error)),
    )
  return (id, todos) =>
    void message.success(
      <>
        {todos > 0
          ? say({ zh: '已记下，并建了 {n} 件待办', en: 'Saved, with {n} {n|to-do|to-dos}' }, { n: todos })
          : say({ zh: '已记下', en: 'Saved' })}
        <Button size="small" type="link" onClick={() => undo(id)}>
          {say({ zh: '撤销', en: 'Undo' })}
        </Button>
      </>,
      8,
    )
}
