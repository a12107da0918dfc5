import '../../../pages/pages.css'
import { Alert, App, Button, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { instantOf } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Field } from '../../../core/entity/field.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { FieldInput } from '../../../fields/web/inputs.tsx'
import { useRecordCount } from '../../../pages/record-list/RecordCount.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { listTags, tagByRule, tagCustomers, undoTagging } from '../actions.ts'

/** Who is meant: these, or everybody who fits a filter. */
type Whom = { readonly customerIds: readonly string[] } | { readonly filter: { readonly rule: Rule; readonly search?: string | undefined } }

type Props = Whom & {
  readonly open: boolean
  readonly verb: 'add' | 'remove'
  readonly onClose: () => void
}

const until: Field = { type: 'date', label: { zh: '到期日', en: 'Ends on' } }

function NoTag({ title }: { readonly title: Words }) {
  const next = { label: { zh: '去标签页新建', en: 'Make one on the page of tags' }, to: '/tags', search: { tag: 'new' } }
  return <Empty small title={title} next={next} />
}

/** Which tag, and until when. */
export function TagModal(props: Props) {
  const say = useSay()
  const { timeZone } = useShop()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const id = useId()
  const asked = useAsk(listTags, {}, { when: props.open })
  const [tag, setTag] = useState<string | null>(null)
  const [end, setEnd] = useState<unknown>(null)
  const these = useAct(tagCustomers)
  const round = useAct(tagByRule)
  const undo = useAct(undoTagging)
  const { verb } = props
  const found = useRecordCount('customers', 'filter' in props ? props.filter : {}, props.open && 'filter' in props)
  const many = 'filter' in props ? found.data?.count : props.customerIds.length
  const close = () => {
    setTag(null)
    setEnd(null)
    props.onClose()
  }
  const said = (text: string, onUndo?: () => void) => {
    close()
    if (!onUndo) return void message.success(text)
    const key = `${id}said`
    const takeBack = () => {
      message.destroy(key)
      onUndo()
    }
    void message.success({
      key,
      duration: 8,
      content: (
        <>
          {text}{' '}
          <Button type="link" size="small" onClick={takeBack}>
            {say({ zh: '撤销', en: 'Undo' })}
          </Button>
        </>
      ),
    })
  }
  const takeBack = (undoable: { id: string; round: string; customerIds: string[] }) =>
    undo.mutate(undoable, {
      onSuccess: ({ changed }) =>
        void message.success(
          say({ zh: '已撤销，恢复了 {n} 位客户', en: 'Undone for {n} {n|customer|customers}' }, { n: format.count(changed) }),
        ),
      onError: (error) => void message.error(sayProblem(error)),
    })
  const send = () => {
    if (!tag) return
    const expiresAt = typeof end === 'string' ? instantOf(end, '23:59:59', timeZone).toISOString() : null
    if ('filter' in props) {
      const { rule, search } = props.filter
      round.mutate(
        { id: tag, rule, verb, expiresAt, ...(search ? { search } : {}) },
        {
          onSuccess: ({ of }) =>
            said(
              say(
                {
                  zh: '已开始，共 {n} 位；进度和撤销在标签页。',
                  en: 'Begun for {n}; the page of tags shows how far it is, and undoes it.',
                },
                { n: format.count(of) },
              ),
            ),
        },
      )
      return
    }
    these.mutate(
      { id: tag, customerIds: [...props.customerIds], verb, expiresAt },
      {
        onSuccess: ({ changed, round: undone }) =>
          said(
            say(
              verb === 'add'
                ? { zh: '已给 {n} 位客户打上标签', en: '{n} {n|customer|customers} tagged' }
                : { zh: '已从 {n} 位客户去掉标签', en: 'The tag is off {n} {n|customer|customers}' },
              { n: format.count(changed) },
            ),
            undone && changed > 0 ? () => takeBack({ id: tag, round: undone, customerIds: [...props.customerIds] }) : undefined,
          ),
      },
    )
  }
  const error = these.error ?? round.error
  const titleOf = () => {
    if (many === undefined || many === 1)
      return verb === 'add' ? say({ zh: '打标签', en: 'Tag customers' }) : say({ zh: '去掉标签', en: 'Take a tag off' })
    const words =
      verb === 'add'
        ? { zh: '给 {n} 位客户打标签', en: 'Tag {n} {n|customer|customers}' }
        : { zh: '从 {n} 位客户去掉标签', en: 'Take a tag off {n} {n|customer|customers}' }
    return say(words, { n: format.count(many) })
  }
  return (
    <Modal
      open={props.open}
      onCancel={close}
      onOk={send}
      okText={verb === 'add' ? say({ zh: '打标签', en: 'Tag' }) : say({ zh: '去掉标签', en: 'Take it off' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(!tag ? { zh: '先选一个标签', en: 'Choose a tag first' } : null)}
      okButtonProps={{ disabled: !tag, loading: these.isPending || round.isPending }}
      title={titleOf()}
      destroyOnHidden
    >
      {error ? <Alert type="error" showIcon title={sayProblem(error)} role="alert" /> : null}
      <Answered of={asked} rows={2}>
        {({ tags }) => {
          const live = tags.filter((one) => one.retiredAt === null)
          if (live.length === 0) return <NoTag title={{ zh: '还没有标签', en: 'No tags yet' }} />
          return (
            <div className="rg-form">
              <div className="rg-form-line">
                <label htmlFor={`${id}tag`}>{say({ zh: '标签', en: 'Tag' })}</label>
                <Select
                  id={`${id}tag`}
                  value={tag}
                  onChange={setTag}
                  options={live.map((one) => ({ value: one.id, label: one.name }))}
                  showSearch={{ optionFilterProp: 'label' }}
                  notFoundContent={<NoTag title={{ zh: '没有这个标签', en: 'There is no such tag' }} />}
                />
              </div>
              {verb === 'add' ? (
                <div className="rg-form-line">
                  <label htmlFor={`${id}end`}>{say({ zh: '到期日（可不填）', en: 'Ends on (may be left out)' })}</label>
                  <FieldInput id={`${id}end`} field={until} value={end} onChange={setEnd} />
                  <div className="rg-form-help">{say({ zh: '那一天结束时自动去掉', en: 'It goes by itself when that day ends' })}</div>
                </div>
              ) : null}
            </div>
          )
        }}
      </Answered>
    </Modal>
  )
}
