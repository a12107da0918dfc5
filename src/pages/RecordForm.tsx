import { Alert, Button } from 'antd'
import { type FormEvent, Fragment, type ReactNode, type RefObject, useId, useRef, useState } from 'react'
import type { Field, Fields } from '../core/entity/field.ts'
import type { Words } from '../core/kit/words.ts'
import { FieldInput } from '../fields/web/inputs.tsx'
import { useCustoms } from '../fields/web/use-customs.ts'
import { ProblemError } from '../ui/call.ts'
import { useSay } from '../ui/language.tsx'
import { useSayProblem } from '../ui/States.tsx'
import { changedValues, checkValues, fieldOfPath, formFields, type Values } from './check-values.ts'
import './pages.css'

export type FormGroup = { readonly title: Words | null; readonly fields: readonly string[] }

type Props = {
  readonly fields: Fields
  /** Which fields, in which order; all that a person fills in when left out. */
  readonly names?: readonly string[]
  /** The same in groups with headings, which may depend on what is filled in so far. */
  readonly groups?: (values: Values) => readonly FormGroup[]
  /** What is there already. Given it, only what was changed is handed to `onSubmit`. */
  readonly record?: Values
  /** Sends the values; what it throws is shown, at its field where its `path` names one. */
  readonly onSubmit: (values: Values) => Promise<unknown>
  readonly onDone?: () => void
  readonly onCancel?: () => void
  readonly submitLabel?: Words
  /** Something to be said of what is filled in so far, above the fields. */
  readonly above?: (values: Values) => ReactNode
}

/** Creates or changes a record by its fields. Nothing typed is lost when the server refuses. */
export function RecordForm(props: Props) {
  const say = useSay()
  const place = useRef<HTMLFormElement>(null)
  const groupsOf = (values: Values) => props.groups?.(values) ?? [{ title: null, fields: props.names ?? Object.keys(props.fields) }]
  const fieldsOf = (values: Values) =>
    formFields(
      props.fields,
      groupsOf(values).flatMap((group) => group.fields),
    )
  const form = useRecordForm(props, fieldsOf, place)
  const groups = groupsOf(form.values)
  const fields = fieldsOf(form.values)
  const prefix = useId()
  const failedField = form.failure instanceof ProblemError ? fieldOfPath(form.failure.details['path'], fields) : null
  const sayProblem = useSayProblem()
  return (
    <form ref={place} onSubmit={form.submit} noValidate className="rg-form">
      {props.above?.(form.values)}
      {form.failure && !failedField ? <Alert type="error" showIcon title={sayProblem(form.failure)} role="alert" /> : null}
      {groups.map((group, at) => {
        const names = group.fields.filter((name) => name in fields)
        if (names.length === 0) return null
        const lines = names.map((name) => {
          const field = fields[name]
          if (!field) return null
          const trouble = form.troubles[name]
          const wrong = trouble
            ? `${say(field.label)}${say({ zh: '：', en: ' ' })}${say(trouble)}`
            : failedField === name
              ? sayProblem(form.failure)
              : null
          return (
            <FormLine
              key={name}
              id={`${prefix}${name}`}
              field={field}
              value={form.values[name]}
              wrong={wrong}
              onChange={(value) => form.set(name, value)}
            />
          )
        })
        return group.title ? (
          <fieldset key={at} className="rg-form-group">
            <legend>{say(group.title)}</legend>
            <div className="rg-form">{lines}</div>
          </fieldset>
        ) : (
          <Fragment key={at}>{lines}</Fragment>
        )
      })}
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" loading={form.sending}>
          {say(props.submitLabel ?? { zh: '保存', en: 'Save' })}
        </Button>
        {props.onCancel ? <Button onClick={props.onCancel}>{say({ zh: '取消', en: 'Cancel' })}</Button> : null}
      </div>
    </form>
  )
}

function useRecordForm(props: Props, fieldsOf: (values: Values) => Fields, place: RefObject<HTMLFormElement | null>) {
  const before = props.record ?? {}
  const customs = useCustoms()
  const [values, setValues] = useState<Values>(before)
  const [troubles, setTroubles] = useState<Readonly<Record<string, Words>>>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [sending, setSending] = useState(false)
  const set = (name: string, value: unknown) => {
    setValues((old) => ({ ...old, [name]: value }))
    setTroubles((old) => Object.fromEntries(Object.entries(old).filter(([key]) => key !== name)))
    setFailure(null)
  }
  const send = async () => {
    setSending(true)
    try {
      await props.onSubmit(changedValues(before, values, fieldsOf(values)))
      props.onDone?.()
    } catch (error) {
      setFailure(error)
    } finally {
      setSending(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = checkValues(values, fieldsOf(values), customs)
    setTroubles(found)
    setFailure(null)
    if (Object.keys(found).length === 0) void send()
    else requestAnimationFrame(() => place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  return { values, troubles, failure, sending, set, submit }
}

type LineProps = {
  readonly id: string
  readonly field: Field
  readonly value: unknown
  readonly wrong: string | null
  readonly onChange: (value: unknown) => void
}

function FormLine({ id, field, value, wrong, onChange }: LineProps): ReactNode {
  const say = useSay()
  const noteId = `${id}-note`
  const note = wrong ?? (field.help ? say(field.help) : null)
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>
        {say(field.label)}
        {field.required ? <span className="rg-form-required"> {say({ zh: '（必填）', en: '(required)' })}</span> : null}
      </label>
      <FieldInput
        field={field}
        id={id}
        value={value ?? null}
        onChange={onChange}
        status={wrong ? 'error' : undefined}
        describedBy={note ? noteId : undefined}
      />
      {note ? (
        <div id={noteId} className={wrong ? 'rg-form-wrong' : 'rg-form-help'} role={wrong ? 'alert' : undefined}>
          {note}
        </div>
      ) : null}
    </div>
  )
}
