import { NodeIndexOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { enterJourney, listJourneys } from '../actions.ts'

type Props = {
  readonly customerId: string
  readonly size?: 'small'
  readonly onEntered?: (journey: { readonly id: string; readonly name: string }) => void
}

/** Puts one customer into a journey that is running, from wherever they are looked after. */
export function EnterOne({ customerId, size, onEntered }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const may = useMayDo(enterJourney)
  const enter = useAct(enterJourney)
  const [open, setOpen] = useState(false)
  // Counting what each journey did is asked for when somebody wants to choose one.
  const asked = useAsk(listJourneys, {}, { when: may && open })
  const running = asked.data?.journeys.filter(({ state }) => state === 'live')
  if (!may) return null
  const none = running ? { zh: '现在没有旅程在运行', en: 'No journey is running' } : { zh: '正在读取…', en: 'Reading…' }
  const run = (journey: { readonly id: string; readonly name: string }) =>
    enter.mutate(
      { id: journey.id, customerIds: [customerId] },
      {
        onError: (error) => void message.error(sayProblem(error)),
        onSuccess: ({ entered, holdout, refused }) => {
          if (entered > 0) onEntered?.(journey)
          void (entered > 0
            ? message.success(
                say(
                  holdout > 0
                    ? {
                        zh: '已放进旅程“{name}”，随机分到了对照组：什么都不会收到，只用于比较效果',
                        en: 'Put into the journey “{name}” and drawn into the holdout: gets nothing and is measured',
                      }
                    : { zh: '已放进旅程“{name}”', en: 'Put into the journey “{name}”' },
                  { name: journey.name },
                ),
              )
            : message.info(
                refused[0]
                  ? say({ zh: '没有放进去：{why}', en: 'Not put in: {why}' }, { why: refused[0].words })
                  : say({ zh: '没有放进去', en: 'Not put in' }),
              ))
        },
      },
    )
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      menu={{
        items: running?.length
          ? running.map(({ id, name }) => ({ key: id, label: name, onClick: () => run({ id, name }) }))
          : [{ key: 'none', label: asked.error && !running ? sayProblem(asked.error) : say(none), disabled: true }],
      }}
    >
      <Button {...(size ? { size } : {})} icon={<NodeIndexOutlined />} loading={enter.isPending}>
        {say({ zh: '放进旅程', en: 'Into a journey' })}
      </Button>
    </Dropdown>
  )
}
