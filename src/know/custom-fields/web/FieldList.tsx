import { App, Button } from 'antd'
import type { z } from 'zod'
import { fieldTypes } from '../../../fields/field-types.ts'
import { ArrangeList } from '../../../ui/ArrangeList.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { type customFieldCard, orderCustomFields, restoreCustomField } from '../actions.ts'

export type FieldCard = z.output<typeof customFieldCard>
type Props = { readonly fields: readonly FieldCard[]; readonly onOpen: (id: string) => void }

/** Fields in their order, which dragging or the arrow keys change; those that were retired below. */
export function FieldList({ fields, onOpen }: Props) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const order = useAct(orderCustomFields)
  const live = fields.filter((field) => field.retiredAt === null)
  const retired = fields.filter((field) => field.retiredAt !== null)
  const send = (ids: string[]) => order.mutate({ ids }, { onError: (error) => void message.error(sayProblem(error)) })
  const put = (id: string, index: number) => {
    const ids = live.map((field) => field.id)
    const from = ids.indexOf(id)
    const left = ids.filter((one) => one !== id)
    send(left.toSpliced(index > from ? index - 1 : index, 0, id))
  }
  const step = (id: string, by: 1 | -1) => {
    const at = live.findIndex((field) => field.id === id) + by
    if (at >= 0 && at < live.length) put(id, by === 1 ? at + 1 : at)
  }
  return (
    <>
      {live.length > 0 ? (
        <ArrangeList
          label={say({ zh: '自定义字段', en: 'Fields of our own' })}
          items={live.map((field) => ({ key: field.id, label: say(field.label), body: <FieldLine field={field} onOpen={onOpen} /> }))}
          onStep={step}
          onDrop={put}
        />
      ) : null}
      {retired.length > 0 ? (
        <Section bare title={{ zh: '已停用（值都保留着）', en: 'Retired (their values are kept)' }}>
          <ul className="rg-fields-retired" aria-label={say({ zh: '已停用的字段', en: 'Retired fields' })}>
            {retired.map((field) => (
              <RetiredLine key={field.id} field={field} />
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}

function FieldLine({ field, onOpen }: { readonly field: FieldCard; readonly onOpen: (id: string) => void }) {
  const say = useSay()
  return (
    <>
      <span className="rg-fields-name">
        <Button type="link" className="rg-fields-open" onClick={() => onOpen(field.id)}>
          {say(field.label)}
        </Button>
        <span className="rg-fields-quiet">{field.name}</span>
      </span>
      <span className="rg-fields-marks">
        {field.sensitive ? <Badge tone="teal">{say({ zh: '敏感 · 已加密', en: 'Sensitive, encrypted' })}</Badge> : null}
        {field.converting ? <Badge tone="attention">{say({ zh: '转换中', en: 'Converting' })}</Badge> : null}
        {field.required ? <Badge>{say({ zh: '必填', en: 'Required' })}</Badge> : null}
        {field.listed ? <Badge>{say({ zh: '列表', en: 'Listed' })}</Badge> : null}
        {field.indexed ? (
          <Badge>{field.indexReady ? say({ zh: '可排序', en: 'Sortable' }) : say({ zh: '建立索引中', en: 'Indexing' })}</Badge>
        ) : null}
        <span className="rg-fields-type">{say(fieldTypes[field.type]?.label ?? field.type)}</span>
      </span>
    </>
  )
}

function RetiredLine({ field }: { readonly field: FieldCard }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const restore = useAct(restoreCustomField)
  return (
    <li>
      <span>
        {say(field.label)} <span className="rg-fields-quiet">{field.name}</span>
      </span>
      <Button
        size="small"
        loading={restore.isPending}
        aria-label={say({ zh: '恢复“{name}”', en: 'Bring “{name}” back' }, { name: field.label })}
        onClick={() => restore.mutate({ id: field.id }, { onError: (error) => void message.error(sayProblem(error)) })}
      >
        {say({ zh: '恢复', en: 'Bring back' })}
      </Button>
    </li>
  )
}
