import { Alert, Button } from 'antd'
import { useEffect } from 'react'
import { loadSampleShop, readSampleShop } from '../../../know/sample-shop/actions.ts'
import { useAct, useAsk, useAskAnew } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Empty, Loading, useSayProblem } from '../../../ui/States.tsx'
import { createImport } from '../../../know/imports/actions.ts'

/** A new installation: one next step, and a shop to look at for those who have no file at hand. */
export function FirstSteps() {
  const sample = useAsk(readSampleShop, {}, { every: 2_000 })
  const state = sample.data?.state
  const askAnew = useAskAnew()
  useEffect(() => {
    if (state === 'ready') askAnew()
  }, [state, askAnew])
  const mayImport = useMayDo(createImport)
  if (state === 'loading') return <SampleOnItsWay />
  if (!mayImport)
    return (
      <Empty
        title={{ zh: '这里还没有客户', en: 'There are no customers here yet' }}
        hint={{ zh: '请负责人从文件导入，之后这里就会有内容。', en: 'Once the owner has imported a file, there will be something to see.' }}
      />
    )
  return (
    <div className="rg-first">
      <Empty
        title={{ zh: '先把客户带进来', en: 'Bring your customers in' }}
        hint={{
          zh: '从收银系统、商城或会员系统导出订单（Excel 或 CSV），拖进来就能看到客户是谁、谁在流失、谁值得挽回。',
          en: 'Export the orders of your till, shop or member system as Excel or CSV and drop the file in: you will see who your customers are, who is leaving and whom to win back.',
        }}
        next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
      />
      {sample.data?.offered ? <SampleOffer /> : null}
    </div>
  )
}

function SampleOffer() {
  const say = useSay()
  const { language } = useLanguage()
  const sayProblem = useSayProblem()
  const load = useAct(loadSampleShop)
  return (
    <div className="rg-first-sample">
      {load.error ? <Alert type="error" showIcon role="alert" title={sayProblem(load.error)} /> : null}
      <span>{say({ zh: '手边没有文件？', en: 'No file at hand?' })}</span>
      <Button type="link" loading={load.isPending} onClick={() => load.mutate({ language })}>
        {say({ zh: '先看一家示例茶店', en: 'Look round a made-up tea shop' })}
      </Button>
      <span>{say({ zh: '之后可以整批移除。', en: 'It can be removed as a whole.' })}</span>
    </div>
  )
}

function SampleOnItsWay() {
  const say = useSay()
  return (
    <div className="rg-state" role="status">
      <p className="rg-state-title">{say({ zh: '示例茶店正在开张……', en: 'The tea shop is moving in…' })}</p>
      <p className="rg-state-hint">
        {say({
          zh: '三千位客户、三年的消费，几秒钟就到；随后用大约一分钟模拟最近九十天。',
          en: 'Three thousand customers and three years of purchases come within seconds; then the last ninety days are played, about a minute.',
        })}
      </p>
      <Loading rows={3} />
    </div>
  )
}
