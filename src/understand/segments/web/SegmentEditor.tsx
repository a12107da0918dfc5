import { Alert, Button, Drawer, Input } from 'antd'
import { type FormEvent, type ReactNode, useId, useMemo, useState } from 'react'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { firstRule, isReady } from '../../../pages/rule-tree.ts'
import { useCarefulClose } from '../../../pages/use-careful-close.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { ProblemError } from '../../../ui/call.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { useUnchanged } from '../../../ui/use-unchanged.ts'
import { previewRule } from '../questions.ts'
import { PeoplePreview } from './PeoplePreview.tsx'
import { RuleCount } from './RuleCount.tsx'
import { sayUses } from '../say-uses.ts'
import { starters } from './starters.ts'
import '../../../pages/pages.css'
import './segments.css'

export type SegmentDraft = { readonly name: string; readonly description: string | null; readonly rule: Rule }

type Props = {
  readonly open: boolean
  readonly onClose: () => void
  /** The segment as it is; left out for a new one. */
  readonly segment?: SegmentDraft & { readonly id: string; readonly updatedAt: string }
  /** What would follow a changed rule at once. */
  readonly usedBy?: readonly { readonly kind: Words; readonly name: string }[]
  /** A rule to begin a new one with, e.g. the filter of a list. */
  readonly rule?: Rule | undefined
  /** Saves; what it throws is shown and nothing typed is lost. `unchangedSince` is when the segment was read. */
  readonly onSave: (draft: SegmentDraft, unchangedSince: string) => Promise<unknown>
}

/** Makes or changes a segment at the side of the page: its name, its rule, and live who that would be. */
export function SegmentEditor(props: Props) {
  const say = useSay()
  const { touch, leave, leaveCarefully } = useCarefulClose(props.onClose)
  const known = useDictionary('customer')
  return (
    <Drawer
      open={props.open}
      onClose={leaveCarefully}
      title={say(props.segment ? { zh: '修改细分', en: 'Change the segment' } : { zh: '新建细分', en: 'New segment' })}
      size={760}
      destroyOnHidden
    >
      <Answered of={known}>
        {({ dictionary }) => <Form {...props} dictionary={dictionary} onTouched={touch} onClose={leave} onCancel={leaveCarefully} />}
      </Answered>
    </Drawer>
  )
}

type FormProps = Props & { readonly dictionary: Dictionary; readonly onTouched: () => void; readonly onCancel: () => void }

/** A segment cannot be a condition of itself. */
function withoutSegment(dictionary: Dictionary, id: string | undefined): Dictionary {
  if (!id || !dictionary.segments) return dictionary
  return { ...dictionary, segments: new Map([...dictionary.segments].filter(([key]) => key !== id)) }
}

function Form(props: FormProps) {
  const say = useSay()
  const { segment, onTouched } = props
  const dictionary = useMemo(() => withoutSegment(props.dictionary, segment?.id), [props.dictionary, segment?.id])
  const form = useDraft(props, dictionary)
  const ready = isReady(form.draft.rule, dictionary)
  const change = (patch: Partial<SegmentDraft>) => {
    onTouched()
    form.change(patch)
  }
  return (
    <form className="rg-form" onSubmit={form.submit} noValidate>
      <NameLine value={form.draft.name} wrong={form.nameTrouble} onChange={(name) => change({ name })} />
      {segment || props.rule ? null : <StarterLine onPick={change} />}
      <RuleBuilder
        rule={form.draft.rule}
        onChange={(rule) => change({ rule })}
        dictionary={dictionary}
        count={ready ? <RuleCount rule={form.draft.rule} /> : null}
      />
      {ready ? <Preview rule={form.draft.rule} /> : null}
      <DescriptionLine value={form.draft.description ?? ''} onChange={(description) => change({ description: description || null })} />
      {props.usedBy && props.usedBy.length > 0 && form.draft.rule !== segment?.rule ? (
        <Alert
          type="info"
          showIcon
          title={say(
            {
              zh: '新的条件也会用于{names}。因修改而进出的客户不会触发旅程，之后的进出才会。',
              en: 'The new rule also holds for {names}. Whoever enters or leaves because of the change wakes no journey; later moves do.',
            },
            { names: sayUses(props.usedBy) },
          )}
        />
      ) : null}
      {form.failure ? <Alert type="error" showIcon title={form.failure} role="alert" /> : null}
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" loading={form.sending} disabled={!ready}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
        <Button onClick={props.onCancel}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        {ready ? null : (
          <span className="rg-filter-hint">{say({ zh: '填好每个条件后即可保存', en: 'Complete every condition, then save' })}</span>
        )}
      </div>
    </form>
  )
}

function useDraft({ segment, rule, onSave, onClose }: FormProps, dictionary: Dictionary) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const [draft, setDraft] = useState<SegmentDraft>(() => segment ?? { name: '', description: null, rule: rule ?? firstRule(dictionary) })
  const [unnamed, setUnnamed] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const [sending, setSending] = useState(false)
  const saveUnchanged = useUnchanged(segment?.updatedAt ?? '')
  const save = async () => {
    setSending(true)
    try {
      await saveUnchanged((since) => onSave({ name: draft.name.trim(), description: draft.description, rule: draft.rule }, since))
      onClose()
    } catch (error) {
      setFailed(error)
    } finally {
      setSending(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setFailed(null)
    const missing = draft.name.trim() === ''
    setUnnamed(missing)
    if (!missing) void save()
  }
  const taken = failed instanceof ProblemError && failed.code === 'segment.name-taken'
  return {
    draft,
    sending,
    submit,
    nameTrouble: unnamed ? say({ zh: '请给细分起个名字', en: 'Give the segment a name' }) : taken ? sayProblem(failed) : null,
    failure: failed && !taken ? sayProblem(failed) : null,
    change: (patch: Partial<SegmentDraft>) => {
      if (patch.name !== undefined) setUnnamed(false)
      setFailed(null)
      setDraft((old) => ({ ...old, ...patch }))
    },
  }
}

type LineProps = { readonly value: string; readonly onChange: (value: string) => void }

function NameLine({ value, wrong, onChange }: LineProps & { readonly wrong: string | null }) {
  const say = useSay()
  const id = useId()
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say({ zh: '名称', en: 'Name' })}</label>
      <Input
        id={id}
        value={value}
        maxLength={100}
        status={wrong ? 'error' : ''}
        aria-invalid={wrong !== null}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        placeholder={say({ zh: '例如：花得多，却很久没来', en: 'For example: spent much, gone quiet' })}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong ? (
        <div id={`${id}-wrong`} className="rg-form-wrong" role="alert">
          {wrong}
        </div>
      ) : null}
    </div>
  )
}

function DescriptionLine({ value, onChange }: LineProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say({ zh: '说明（选填）', en: 'Description (optional)' })}</label>
      <Input.TextArea
        id={id}
        value={value}
        maxLength={2000}
        autoSize={{ minRows: 1, maxRows: 6 }}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}

/** Beginnings at one click. */
function StarterLine({ onPick }: { readonly onPick: (draft: Partial<SegmentDraft>) => void }): ReactNode {
  const say = useSay()
  return (
    <div className="rg-starters">
      <span>{say({ zh: '常用的开头', en: 'Begin with' })}</span>
      {starters.map((starter) => (
        <Button key={starter.key} size="small" onClick={() => onPick({ name: say(starter.name), rule: starter.rule })}>
          {say(starter.name)}
        </Button>
      ))}
    </div>
  )
}

function Preview({ rule }: { readonly rule: Rule }) {
  const say = useSay()
  const asked = useAsk(previewRule, { rule: useRested(rule, 500), limit: 5 }, { keep: true })
  return (
    <section className="rg-preview" aria-busy={asked.isFetching}>
      <h2>{say({ zh: '其中几位', en: 'Some of them' })}</h2>
      <Answered of={asked} rows={3}>
        {({ customers }) =>
          customers.length === 0 ? (
            <p className="rg-filter-hint">{say({ zh: '现在没有客户符合这些条件。', en: 'Nobody meets these conditions at present.' })}</p>
          ) : (
            <PeoplePreview people={customers} short />
          )
        }
      </Answered>
    </section>
  )
}
