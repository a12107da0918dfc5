import { Alert, App, Button } from 'antd'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { readFieldUse, restoreCustomField, retireCustomField } from '../actions.ts'
import type { FieldCard } from './FieldList.tsx'
import { Examples } from './TypeTrial.tsx'

/** How many have a value, what asks for it, and the way to retire it. */
export function FieldUse({ field, onDone }: { readonly field: FieldCard; readonly onDone: () => void }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(readFieldUse, { id: field.id })
  return (
    <Section bare title={{ zh: '谁在用', en: 'Who uses it' }}>
      <Answered of={asked} rows={2}>
        {({ values, unreadable, examples, uses }) => (
          <>
            <p>{say({ zh: '{n} 位客户填了值。', en: '{n} {n|customer has|customers have} a value.' }, { n: format.count(values) })}</p>
            {unreadable > 0 ? (
              <Alert
                type="warning"
                showIcon
                title={say(
                  {
                    zh: '{n} 个值读不成现在的类型，视为未填写。',
                    en: '{n} {n|value|values} cannot be read in this type and count as missing.',
                  },
                  { n: unreadable },
                )}
                description={<Examples of={examples} />}
              />
            ) : null}
            {uses.length > 0 ? (
              <ul className="rg-fields-examples">
                {uses.map((use) => (
                  <li key={use.address}>
                    {say(use.kind)}
                    {say({ zh: '：', en: ': ' })}
                    <GoLink to={use.address.split('?')[0] ?? use.address}>{use.name}</GoLink>
                  </li>
                ))}
              </ul>
            ) : (
              <p className="rg-fields-quiet">
                {say({ zh: '没有细分、旅程、阶段或视图用到它。', en: 'No segment, journey, stage or view asks for it.' })}
              </p>
            )}
            <Retire field={field} used={uses.length > 0} onDone={onDone} />
          </>
        )}
      </Answered>
    </Section>
  )
}

function Retire({ field, used, onDone }: { readonly field: FieldCard; readonly used: boolean; readonly onDone: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const retire = useAct(retireCustomField)
  const restore = useAct(restoreCustomField)
  const failed = (error: unknown) => void message.error(sayProblem(error))
  const retired = () => {
    onDone()
    void message.success(
      <>
        {say({ zh: '已停用“{name}”，值都保留着', en: '“{name}” is retired; its values are kept' }, { name: field.label })}
        <Button size="small" type="link" onClick={() => restore.mutate({ id: field.id }, { onError: failed })}>
          {say({ zh: '撤销', en: 'Undo' })}
        </Button>
      </>,
    )
  }
  return (
    <>
      <Button
        danger
        disabled={used}
        loading={retire.isPending}
        onClick={() => retire.mutate({ id: field.id }, { onSuccess: retired, onError: failed })}
      >
        {say({ zh: '停用这个字段', en: 'Retire this field' })}
      </Button>
      <p className="rg-fields-quiet">
        {used
          ? say({ zh: '先从上面这些地方去掉它，才能停用。', en: 'Take it out of these first; then it can be retired.' })
          : say({
              zh: '停用后各处都不再显示，值保留，可随时恢复。',
              en: 'It is then shown nowhere; its values are kept, and it can be brought back.',
            })}
      </p>
    </>
  )
}
