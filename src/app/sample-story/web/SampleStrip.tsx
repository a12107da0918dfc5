import { Alert, Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useAct, useAsk, useAskAnew } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { readSampleProgress, removeSampleShop } from '../progress.ts'

/** That what is seen here is a sample: how far it has come while it is being played, and the way to be rid of it. */
export function SampleStrip() {
  const [every, setEvery] = useState<number | false>(2_000)
  const sample = useAsk(readSampleProgress, {}, { every })
  const askAnew = useAskAnew()
  const state = sample.data?.state
  const before = useRef(state)
  useEffect(() => {
    if (before.current === 'loading' && state === 'ready') askAnew()
    before.current = state
    setEvery(state === undefined || state === 'loading' ? 2_000 : false)
  }, [state, askAnew])
  if (state === 'loading') return <Playing {...sample.data} />
  return state === 'ready' ? <Standing /> : null
}

function Playing(props: { readonly day?: string | null; readonly done?: number; readonly of?: number }) {
  const say = useSay()
  const format = useFormat()
  const day = props.day ? format.date(props.day) : null
  const label = day
    ? say({ zh: '正在模拟示例店铺的最近九十天：演到 {day}', en: 'Playing the sample shop’s last ninety days: {day}' }, { day })
    : say({ zh: '正在载入示例店铺的客户和消费', en: 'Loading the sample shop’s customers and purchases' })
  return (
    <div className="rg-notice">
      <Progress label={label} done={props.done ?? 0} total={props.of || null} />
    </div>
  )
}

function Standing() {
  const say = useSay()
  const confirm = useConfirm()
  const mayRemove = useMayDo(removeSampleShop)
  const remove = useAct(removeSampleShop)
  const ask = () =>
    confirm({
      title: { zh: '移除全部示例数据？', en: 'Remove all of the sample?' },
      content: { zh: '自己的数据不受影响；示例之后可以再次载入。', en: 'Your own data stays; the sample can be loaded again later.' },
      ok: { zh: '移除', en: 'Remove' },
      danger: true,
      run: async () => void (await remove.mutateAsync({})),
    })
  return (
    <Alert
      type="info"
      className="rg-notice"
      title={say({
        zh: '您看到的是示例店铺：客户、消费、旅程和邮件都是模拟出来的，没有一封邮件真正寄出。',
        en: 'This is the sample shop: its customers, purchases, journeys and mails are simulated, and no mail has really left.',
      })}
      action={
        mayRemove ? (
          <Button size="small" loading={remove.isPending} onClick={ask}>
            {say({ zh: '移除示例', en: 'Remove the sample' })}
          </Button>
        ) : null
      }
    />
  )
}
