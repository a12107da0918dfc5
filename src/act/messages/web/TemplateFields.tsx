import { Alert, Button, Input, Radio, Select } from 'antd'
import { type ReactNode, useId, useRef } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import type { ProblemError } from '../../../ui/call.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { listPurposes } from '../../../know/consent/actions.ts'
import { useSayProblem } from '../../../ui/States.tsx'
import { type MessageKind, template as entity } from '../template.ts'
import type { TemplateDraft, WrittenTemplate } from './use-template-draft.ts'
import { VariableChips } from './VariableChips.tsx'

type Part = 'subject' | 'body'

/** The problem that belongs to this field, from the last try to save or from the preview. */
function useTroubleOf(draft: TemplateDraft): (field: Exclude<keyof WrittenTemplate, 'purpose'>) => string | null {
  const say = useSay()
  const required: Words = { zh: '请填写', en: 'Please fill this in' }
  return (field) => {
    if (draft.tried && draft.written[field].trim() === '') return say(required)
    const found = [draft.failed, draft.previewProblem].find((problem) => problem?.details['path'] === field)
    return found ? say(found.words) : null
  }
}

/** Name, purpose, subject and body of a template, each with what is wrong with it. */
export function TemplateFields({ draft }: { readonly draft: TemplateDraft }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const troubleOf = useTroubleOf(draft)
  const last = useRef<Part>('body')
  const subjectPlace = useRef<HTMLInputElement | null>(null)
  const bodyPlace = useRef<HTMLTextAreaElement | null>(null)
  const { written, change, failed } = draft
  const insert = (text: string) => {
    const part = last.current
    const place = part === 'subject' ? subjectPlace.current : bodyPlace.current
    const from = place?.selectionStart ?? written[part].length
    const to = place?.selectionEnd ?? from
    change({ [part]: written[part].slice(0, from) + text + written[part].slice(to) })
    // Back to where one was writing, behind what was put in.
    requestAnimationFrame(() => {
      place?.focus()
      place?.setSelectionRange(from + text.length, from + text.length)
    })
  }
  const isPlaced = failed && ['name', 'subject', 'body'].some((part) => part === failed.details['path'])
  return (
    <form className="rg-form" onSubmit={(event) => event.preventDefault()}>
      <Line label={entity.fields.name.label} trouble={troubleOf('name')}>
        {(line) => (
          <Input
            {...line}
            value={written.name}
            maxLength={100}
            placeholder={say({ zh: '只有同事看得到，如：首购感谢信', en: 'Only colleagues see it, e.g. Thanks for the first order' })}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Line>
      <KindChoice kind={written.kind} onChange={(kind) => change({ kind })} />
      <PurposeChoice purpose={written.purpose} onChange={(purpose) => change({ purpose })} />
      <Line label={entity.fields.subject.label} trouble={troubleOf('subject')}>
        {(line) => (
          <Input
            {...line}
            ref={(input) => void (subjectPlace.current = input?.input ?? null)}
            value={written.subject}
            maxLength={300}
            onFocus={() => void (last.current = 'subject')}
            onChange={(event) => change({ subject: event.target.value })}
          />
        )}
      </Line>
      <VariableChips onInsert={insert} />
      <Line label={entity.fields.body.label} trouble={troubleOf('body')} help={<BodyHelp />}>
        {(line) => (
          <div className="rg-template-body">
            <Input.TextArea
              {...line}
              ref={(area) => void (bodyPlace.current = area?.resizableTextArea?.textArea ?? null)}
              value={written.body}
              maxLength={50_000}
              autoSize={{ minRows: 12, maxRows: 28 }}
              onFocus={() => void (last.current = 'body')}
              onChange={(event) => change({ body: event.target.value })}
            />
          </div>
        )}
      </Line>
      <LineFinder problem={draft.failed ?? draft.previewProblem} area={bodyPlace} />
      {failed && !isPlaced ? <Alert type="error" showIcon role="alert" title={sayProblem(failed)} /> : null}
    </form>
  )
}

/** A button that selects the line a problem is in. */
function LineFinder(props: { readonly problem: ProblemError | null; readonly area: { readonly current: HTMLTextAreaElement | null } }) {
  const say = useSay()
  const line = Number(props.problem?.details['line'])
  if (!props.problem || props.problem.details['path'] !== 'body' || !Number.isInteger(line)) return null
  const select = () => {
    const area = props.area.current
    if (!area) return
    const lines = area.value.split('\n')
    const from = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0)
    area.focus()
    area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0))
  }
  return (
    <div>
      <Button size="small" onClick={select}>
        {say({ zh: '选中第 {line} 行', en: 'Select line {line}' }, { line })}
      </Button>
    </div>
  )
}

type LineProps = {
  readonly label: Words
  readonly trouble: string | null
  readonly help?: ReactNode
  readonly children: (line: { id: string; status: 'error' | ''; 'aria-invalid': boolean; 'aria-describedby'?: string }) => ReactNode
}

function Line({ label, trouble, help, children }: LineProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say(label)}</label>
      {children({
        id,
        status: trouble ? 'error' : '',
        'aria-invalid': trouble !== null,
        ...(trouble ? { 'aria-describedby': `${id}-trouble` } : {}),
      })}
      {trouble ? (
        <div id={`${id}-trouble`} className="rg-form-wrong" role="alert">
          {trouble}
        </div>
      ) : null}
      {help}
    </div>
  )
}

function KindChoice({ kind, onChange }: { readonly kind: MessageKind; readonly onChange: (kind: MessageKind) => void }) {
  const say = useSay()
  const field = entity.fields.kind
  const choices: readonly { readonly value: MessageKind; readonly label: Words }[] = [
    {
      value: 'marketing',
      label: { zh: '营销：须经客户同意，遵守免打扰时段和每周上限', en: 'Marketing: needs consent, keeps quiet hours and the weekly cap' },
    },
    {
      value: 'service',
      label: { zh: '服务通知：与客户做过的事有关，如订单', en: 'Service: about something the customer did, such as an order' },
    },
  ]
  return (
    <div className="rg-form-line" role="group" aria-label={say(field.label)}>
      <span className="rg-template-label">{say(field.label)}</span>
      <Radio.Group
        vertical
        value={kind}
        onChange={(event) => onChange(choices.find(({ value }) => value === event.target.value)?.value ?? 'marketing')}
        options={choices.map(({ value, label }) => ({ value, label: say(label) }))}
      />
    </div>
  )
}

/** Whose consent is asked when the message leaves. */
function PurposeChoice(props: { readonly purpose: string | null; readonly onChange: (purpose: string | null) => void }) {
  const say = useSay()
  const id = useId()
  const asked = useAsk(listPurposes, {})
  const purposes = (asked.data?.purposes ?? []).filter(({ retired, channels }) => !retired && channels.includes('email'))
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say(entity.fields.purpose.label)}</label>
      <Select
        id={id}
        value={props.purpose ?? ''}
        onChange={(code) => props.onChange(code === '' ? null : code)}
        options={[
          { value: '', label: say({ zh: '按上面的用途', en: 'As its kind above' }) },
          ...purposes.map(({ code, name }) => ({ value: code, label: say(name) })),
        ]}
      />
    </div>
  )
}

function BodyHelp() {
  const say = useSay()
  return (
    <div className="rg-form-help rg-template-help">
      {say({ zh: '空行分段；', en: 'A blank line begins a paragraph; ' })}
      <code>**{say({ zh: '加粗', en: 'bold' })}**</code> <code># {say({ zh: '标题', en: 'heading' })}</code>{' '}
      <code>- {say({ zh: '列表', en: 'item' })}</code> <code>[{say({ zh: '文字', en: 'text' })}](https://…)</code>
    </div>
  )
}
