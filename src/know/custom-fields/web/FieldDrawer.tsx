import '../../../pages/pages.css'
import { Alert, App, Button, Checkbox, Drawer, Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { fieldTypes } from '../../../fields/field-types.ts'
import { ProblemError } from '../../../ui/call.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useCarefulClose } from '../../../pages/use-careful-close.ts'
import { changeCustomField, createCustomField } from '../actions.ts'
import { customTypes } from '../custom-field.ts'
import { draftOf, examples, type FieldDraft, isSealable, sentOf } from './field-draft.ts'
import type { FieldCard } from './FieldList.tsx'
import { FieldUse } from './FieldUse.tsx'
import { OptionsEditor } from './OptionsEditor.tsx'
import { SealedNote } from './SealedNote.tsx'
import { TypeTrial } from './TypeTrial.tsx'

type Props = { readonly open: boolean; readonly field: FieldCard | null; readonly onClose: () => void }

/** Makes a field or changes one, and says what hangs on it. */
export function FieldDrawer({ open, field, onClose }: Props) {
  const say = useSay()
  const { touch, leave, leaveCarefully } = useCarefulClose(onClose)
  const title = field
    ? say({ zh: '字段“{name}”', en: 'The field “{name}”' }, { name: field.label })
    : say({ zh: '新建字段', en: 'New field' })
  return (
    <Drawer open={open} onClose={leaveCarefully} title={title} size={520} destroyOnHidden>
      <FieldForm field={field} onTouch={touch} onDone={leave} onCancel={leaveCarefully} />
      {field ? <FieldUse field={field} onDone={leave} /> : null}
    </Drawer>
  )
}

type FormProps = {
  readonly field: FieldCard | null
  readonly onTouch: () => void
  readonly onDone: () => void
  readonly onCancel: () => void
}

function FieldForm({ field, onTouch, onDone, onCancel }: FormProps) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const id = useId()
  const [draft, setDraft] = useState<FieldDraft>(() => draftOf(field))
  const create = useAct(createCustomField)
  const change = useAct(changeCustomField)
  const act = field ? change : create
  const set = (patch: Partial<FieldDraft>) => {
    onTouch()
    setDraft((old) => ({ ...old, ...patch }))
  }
  const done = () => {
    onDone()
    void message.success(
      field ? say({ zh: '已保存', en: 'Saved' }) : say({ zh: '字段已建立，现在就能用', en: 'The field is there and can be used' }),
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const sent = sentOf(draft)
    if (field) change.mutate({ id: field.id, ...sent, keepUnreadable: draft.type !== field.type }, { onSuccess: done })
    else create.mutate({ ...sent, ...(draft.name.trim() ? { name: draft.name.trim() } : {}) }, { onSuccess: done })
  }
  const failed = act.error instanceof ProblemError && act.error.details['path'] === 'name' ? 'name' : null
  return (
    <form className="rg-form" onSubmit={submit} noValidate>
      {act.error && !failed ? <Alert type="error" showIcon title={sayProblem(act.error)} role="alert" /> : null}
      <Line
        id={`${id}zh`}
        label={say({ zh: '名称', en: 'Label' })}
        help={say({ zh: '中文或英文填一种即可', en: 'In one language or in both' })}
      >
        <div className="rg-fields-pair">
          <Input
            id={`${id}zh`}
            value={draft.zh}
            maxLength={40}
            placeholder="中文"
            onChange={(event) => set({ zh: event.target.value })}
            aria-label={say({ zh: '中文名称', en: 'Label in Chinese' })}
          />
          <Input
            value={draft.en}
            maxLength={40}
            placeholder="English"
            onChange={(event) => set({ en: event.target.value })}
            aria-label={say({ zh: '英文名称', en: 'Label in English' })}
          />
        </div>
      </Line>
      <Line id={`${id}type`} label={say({ zh: '类型', en: 'Type' })} help={say(examples[draft.type])}>
        <Select
          id={`${id}type`}
          value={draft.type}
          disabled={field?.sensitive === true}
          onChange={(type) => set({ type })}
          options={customTypes.map((type) => ({ value: type, label: say(fieldTypes[type]?.label ?? type) }))}
        />
      </Line>
      {field && draft.type !== field.type ? <TypeTrial field={field} type={draft.type} /> : null}
      {draft.type === 'choice' ? <OptionsEditor options={draft.options} onChange={(options) => set({ options })} /> : null}
      <Line
        id={`${id}help`}
        label={say({ zh: '说明', en: 'Help' })}
        help={say({ zh: '一句话，显示在表单里', en: 'One line, shown in the form' })}
      >
        <Input id={`${id}help`} value={draft.help} maxLength={200} onChange={(event) => set({ help: event.target.value })} />
      </Line>
      {field ? null : (
        <Line
          id={`${id}name`}
          label={say({ zh: '字段名（接口用）', en: 'Name (for the API)' })}
          help={
            failed
              ? sayProblem(act.error)
              : say({ zh: '不填则由名称生成；建立后不变', en: 'Made from the label where left out; it never changes' })
          }
          wrong={failed !== null}
        >
          <Input
            id={`${id}name`}
            value={draft.name}
            maxLength={40}
            placeholder="favouriteTea"
            onChange={(event) => set({ name: event.target.value })}
            {...(failed ? { status: 'error' } : {})}
          />
        </Line>
      )}
      <div className="rg-fields-switches">
        <Checkbox checked={draft.required} onChange={(event) => set({ required: event.target.checked })}>
          {say({
            zh: '必填（表单和接口新建时；导入旧资料不要求）',
            en: 'Required (in forms and when the API creates; not of imported files)',
          })}
        </Checkbox>
        <Checkbox checked={draft.listed} onChange={(event) => set({ listed: event.target.checked })}>
          {say({ zh: '默认显示在客户列表', en: 'Shown in the list of customers' })}
        </Checkbox>
        {draft.type === 'longtext' || draft.sensitive ? null : (
          <Checkbox checked={draft.indexed} onChange={(event) => set({ indexed: event.target.checked })}>
            {say({ zh: '列表可按它排序（在后台建立索引）', en: 'Lists can be sorted by it (an index is built in the background)' })}
          </Checkbox>
        )}
        {isSealable(draft.type) ? (
          <Checkbox checked={draft.sensitive} onChange={(event) => set({ sensitive: event.target.checked })}>
            {say({ zh: '敏感信息，加密保存', en: 'Sensitive, kept encrypted' })}
          </Checkbox>
        ) : null}
      </div>
      <SealedNote field={field} draft={draft} />
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" loading={act.isPending} disabled={!draft.zh.trim() && !draft.en.trim()}>
          {field ? say({ zh: '保存', en: 'Save' }) : say({ zh: '建立字段', en: 'Create the field' })}
        </Button>
        <Button onClick={onCancel}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        <Missing
          what={
            !draft.zh.trim() && !draft.en.trim() ? { zh: '先填名称，中英文任一即可', en: 'Give it a name first, in either language' } : null
          }
        />
      </div>
    </form>
  )
}

type LineProps = {
  readonly id: string
  readonly label: string
  readonly help: string
  readonly wrong?: boolean
  readonly children: ReactNode
}

function Line({ id, label, help, wrong, children }: LineProps) {
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{label}</label>
      {children}
      <div className={wrong ? 'rg-form-wrong' : 'rg-form-help'} role={wrong ? 'alert' : undefined}>
        {help}
      </div>
    </div>
  )
}
