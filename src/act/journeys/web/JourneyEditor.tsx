import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { Alert, App, Button, Drawer, Input } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { ProblemError } from '../../../ui/call.ts'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import {
  canMove,
  carryStep,
  copyStep,
  freshId,
  insertStep,
  type LaneKey,
  moveStep,
  namesIn,
  removeStep,
  replaceStep,
} from '../edit-flow.ts'
import { type Block, numbering, stepsOf } from '../flow.ts'
import { stepKinds } from '../step-kinds.ts'
import { DoorCard } from './DoorCard.tsx'
import { DoorEditor } from './DoorEditor.tsx'
import type { FlowVerbs } from './flow-parts.ts'
import { FlowView } from './FlowView.tsx'
import { Forecast } from './Forecast.tsx'
import type { JourneySearch } from '../journey-address.ts'
import { definitionOf, type JourneyDraft, placeOf, type Trouble, troublesOf } from './journey-draft.ts'
import type { HoldoutPlan } from './measured.ts'
import { withUsualReentry } from './new-triggers.ts'
import { Planned } from './Planned.tsx'
import type { Known } from './say-rule.ts'
import { StepEditor } from './StepEditor.tsx'
import { newSettings } from './step-editors/new-settings.ts'
import { useUndo } from './use-undo.ts'
import '../../../pages/pages.css'
import './journeys.css'

type Props = {
  readonly draft: JourneyDraft
  readonly known: Known
  readonly view: JourneySearch['view']
  readonly onView: (view: 'flow' | 'list') => void
  /** Said above the drawing, e.g. what a new version means. */
  readonly note: string | null
  readonly isNew: boolean
  /** It was started once: those who were there already then came in. */
  readonly wasStarted?: boolean
  /** Names of steps of all its versions. */
  readonly former?: readonly string[]
  readonly Plan?: HoldoutPlan
  /** Keeps it; what it throws is placed and nothing is lost. */
  readonly onSave: (draft: JourneyDraft) => Promise<unknown>
  readonly onCancel: () => void
}

/** Writes a journey: the drawing with a plus on every way, each step opened at the side. */
export function JourneyEditor(props: Props) {
  const say = useSay()
  const history = useUndo(props.draft)
  const draft = history.now
  const [place, setPlace] = useState<string | null>(null)
  const opened = useRef('')
  const open = (at: string) => {
    opened.current = at
    setPlace(at)
  }
  // What is written into one field is one thing to take back.
  const change = (patch: Partial<JourneyDraft>, by: string = Object.keys(patch).join()) =>
    history.change((old) => ({ ...old, ...patch }), by === 'flow' ? null : by)
  const own = useMemo(() => troublesOf(draft, props.known), [draft, props.known])
  const saving = useSaving(props.onSave, draft, own)
  const troubles = saving.refused ? [...own, saving.refused] : own
  const steps = stepsOf(draft.flow)
  const definition = own.some(({ place: at }) => at !== 'name') ? null : definitionOf(draft)
  return (
    <Page
      wide
      back={{ to: '/journeys', label: { zh: '全部旅程', en: 'All journeys' } }}
      title={props.isNew ? { zh: '新建旅程', en: 'New journey' } : props.draft.name}
      answer={
        <Input
          className="rg-journey-name"
          aria-label={say({ zh: '旅程名称', en: 'Name of the journey' })}
          value={draft.name}
          maxLength={100}
          placeholder={say({ zh: '旅程名称，如：沉睡唤醒', en: 'Name of the journey, e.g. Win back the quiet' })}
          onChange={(event) => change({ name: event.target.value })}
        />
      }
      actions={
        <>
          <Button onClick={props.onCancel}>{say({ zh: '取消', en: 'Cancel' })}</Button>
          <Button type="primary" onClick={saving.save} loading={saving.busy} disabled={own.length > 0}>
            {say(props.isNew ? { zh: '保存草稿', en: 'Save as a draft' } : { zh: '保存', en: 'Save' })}
          </Button>
        </>
      }
    >
      {props.note ? <Alert className="rg-journey-missing" type="info" showIcon title={props.note} /> : null}
      <TodoList troubles={troubles} numberOf={numbering(draft.flow)} onOpen={open} />
      <FlowView
        flow={draft.flow}
        known={props.known}
        door={<DoorCard draft={draft} known={props.known} troubles={troubles} onOpen={() => open('trigger')} />}
        numberOf={numbering(draft.flow)}
        countsOf={() => []}
        onCount={() => undefined}
        troubles={troubles}
        onOpen={open}
        verbs={useVerbs(draft.flow, props.former ?? [], (flow) => change({ flow }), open)}
        tools={<UndoTools history={history} />}
        view={props.view}
        onView={props.onView}
      />
      <Forecast definition={definition} isByHand={draft.trigger.kind === 'by-hand'} wasStarted={props.wasStarted ?? false} />
      <Drawer
        open={place !== null}
        onClose={() => setPlace(null)}
        afterOpenChange={(isOpen) => (isOpen ? undefined : focusStep(opened.current))}
        size={720}
        destroyOnHidden
        title={say(placeTitle(place, draft.flow))}
        extra={<Button onClick={() => setPlace(null)}>{say({ zh: '完成', en: 'Done' })}</Button>}
      >
        {steps.some(({ id }) => id === place) ? (
          <PlacedStep id={place} flow={draft.flow} known={props.known} onChange={(flow) => change({ flow }, `step ${place}`)} />
        ) : (
          <DoorEditor
            draft={draft}
            known={props.known}
            onChange={(patch) => change(withUsualReentry(draft, patch))}
            plan={
              props.Plan && definition ? (
                <Planned Plan={props.Plan} definition={definition} onChoose={(holdout) => change({ holdout })} />
              ) : null
            }
          />
        )}
      </Drawer>
    </Page>
  )
}

/**
 * A step that was put in from a plus, or one that was taken out, has nothing that the focus could go back to: the button went with the
 * line or the card that it stood on. Who works by keyboard goes on at the step itself, and not at the top of the page.
 */
function focusStep(id: string): void {
  requestAnimationFrame(() => {
    if (document.getElementById('content')?.contains(document.activeElement)) return
    const card = document.getElementById(`step-${id}`) ?? document.getElementById('step-trigger')
    card?.querySelector<HTMLElement>('.rg-step-open')?.focus({ preventScroll: true })
  })
}

/** Takes changes back and does them again, by Ctrl+Z and Ctrl+Shift+Z too, but not while a text is written. */
function UndoTools({ history }: { readonly history: ReturnType<typeof useUndo<JourneyDraft>> }) {
  const say = useSay()
  const { undo, redo } = history
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isWriting = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]') !== null
      if (isWriting || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [undo, redo])
  return (
    <>
      <Button size="small" icon={<UndoOutlined />} disabled={!history.canUndo} onClick={undo}>
        {say({ zh: '撤销', en: 'Undo' })}
      </Button>
      <Button size="small" icon={<RedoOutlined />} disabled={!history.canRedo} onClick={redo}>
        {say({ zh: '重做', en: 'Redo' })}
      </Button>
    </>
  )
}

function placeTitle(place: string | null, flow: readonly Block[]) {
  const step = stepsOf(flow).find(({ id }) => id === place)
  return step ? (stepKinds[step.kind]?.label ?? step.kind) : { zh: '谁进入', en: 'Who enters' }
}

type PlacedProps = {
  readonly id: string | null
  readonly flow: readonly Block[]
  readonly known: Known
  readonly onChange: (flow: readonly Block[]) => void
}

function PlacedStep({ id, flow, known, onChange }: PlacedProps) {
  const step = stepsOf(flow).find((one) => one.id === id)
  return step ? <StepEditor step={step} known={known} onChange={(next) => onChange(replaceStep(flow, next))} /> : null
}

function useVerbs(
  flow: readonly Block[],
  former: readonly string[],
  onChange: (flow: readonly Block[]) => void,
  open: (place: string) => void,
): FlowVerbs {
  const say = useSay()
  const confirm = useConfirm()
  const [picked, setPicked] = useState<FlowVerbs['picked']>(null)
  return {
    picked: picked && stepsOf(flow).some(({ id }) => id === picked.id) ? picked : null,
    pick: (id, name) => setPicked((old) => (old?.id === id ? null : { id, name })),
    paste: (lane, index, how) => {
      if (!picked) return
      onChange(how === 'copy' ? copyStep(flow, picked.id, lane, index, former) : carryStep(flow, picked.id, lane, index))
      setPicked(null)
    },
    canMove: (id, by) => canMove(flow, id, by),
    move: (id, by) => onChange(moveStep(flow, id, by)),
    insert: (lane: LaneKey, index, kind) => {
      const id = freshId(namesIn(flow, former), kind)
      onChange(insertStep(flow, lane, index, { id, kind, ...newSettings[kind] }))
      if (newSettings[kind]) open(id)
      else focusStep(id)
    },
    remove: (id) => {
      const left = removeStep(flow, id)
      const steps = stepsOf(flow)
      const gone = steps.length - stepsOf(left).length
      const remove = () => {
        onChange(left)
        focusStep(steps[steps.findIndex((step) => step.id === id) - 1]?.id ?? '')
      }
      if (gone <= 1) return remove()
      confirm({
        title: { zh: '连同两路里的步骤一起删除？', en: 'Remove the branch with the steps in its ways?' },
        content: say({ zh: '一共会删除 {n} 个步骤。', en: '{n} {n|step goes|steps go} in all.' }, { n: gone }),
        ok: { zh: '删除', en: 'Remove' },
        danger: true,
        run: async () => remove(),
      })
    },
  }
}

/** Keeps the journey; a refusal of the server finds its place in the drawing. */
function useSaving(onSave: Props['onSave'], draft: JourneyDraft, own: readonly Trouble[]) {
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<{ readonly draft: JourneyDraft; readonly trouble: Trouble } | null>(null)
  const run = async () => {
    setBusy(true)
    try {
      await onSave(draft)
    } catch (error) {
      void message.error(sayProblem(error))
      if (!(error instanceof ProblemError)) return
      const ids = stepsOf(draft.flow).map((step) => step.id)
      setFailed({ draft, trouble: { place: placeOf(error.details['path'], error.details['step'], ids), words: error.words } })
    } finally {
      setBusy(false)
    }
  }
  return { busy, save: () => (own.length === 0 ? void run() : undefined), refused: failed?.draft === draft ? failed.trouble : null }
}

type TodoProps = {
  readonly troubles: readonly Trouble[]
  readonly numberOf: (id: string) => number
  readonly onOpen: (place: string) => void
}

/** What is still to be done, each a way to its place. */
function TodoList({ troubles, numberOf, onOpen }: TodoProps) {
  const say = useSay()
  if (troubles.length === 0) return null
  return (
    <Alert
      className="rg-journey-missing"
      type="warning"
      showIcon
      title={say({ zh: '还差 {n} 处就可以保存', en: '{n} to do before it can be saved' }, { n: troubles.length })}
      description={
        <ul>
          {troubles.map(({ place, words }) => {
            const number = numberOf(place)
            const text = number > 0 ? say({ zh: '第 {n} 步：{what}', en: 'Step {n}: {what}' }, { n: number, what: words }) : say(words)
            return (
              <li key={place}>
                {place === 'name' || place === 'steps' ? (
                  text
                ) : (
                  <button type="button" className="rg-link" onClick={() => onOpen(place)}>
                    {text}
                  </button>
                )}
              </li>
            )
          })}
        </ul>
      }
    />
  )
}
