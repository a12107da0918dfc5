import type { ReplyOf } from '../../core/action/action.ts'
import { useAsk } from '../../ui/data.tsx'
import { Page } from '../../ui/Page.tsx'
import { Sentence } from '../../ui/Sentence.tsx'
import { useFormat } from '../../ui/shop.tsx'
import { Answered } from '../../ui/States.tsx'
import { readHome } from '../home/read-home.ts'
import { AttentionList } from '../home/web/AttentionList.tsx'
import { FirstSteps } from '../home/web/FirstSteps.tsx'
import { Loop } from '../home/web/Loop.tsx'

/** What needs attention today, and the loop with its figures as they are now. */
export function HomePage() {
  const asked = useAsk(readHome, {}, { every: 60_000 })
  const home = asked.data
  const isEmpty = home?.know.customers === 0
  return (
    <Page
      title={isEmpty ? { zh: '从哪里开始？', en: 'Where do we begin?' } : { zh: '今天该看什么？', en: 'What needs attention today?' }}
      answer={home && !isEmpty ? <Answer home={home} /> : null}
    >
      <Answered of={asked} rows={10}>
        {(answer) => (
          <>
            {isEmpty ? <FirstSteps /> : <AttentionList items={answer.attention} />}
            <Loop home={answer} />
          </>
        )}
      </Answered>
    </Page>
  )
}

function Answer({ home }: { readonly home: ReplyOf<typeof readHome> }) {
  const format = useFormat()
  const { purchasesToday, amountToday } = home.know
  const parts = { things: format.count(home.attention.length), n: format.count(purchasesToday), amount: format.money(amountToday) }
  if (home.attention.length === 0)
    return <Sentence words={{ zh: '没有需要处理的事。今天已有 {n} 笔消费，共 {amount}。', en: 'Nothing needs you. {n} purchases so far today, {amount} in all.' }} parts={parts} />
  return <Sentence words={{ zh: '有 {things} 件事需要处理。今天已有 {n} 笔消费，共 {amount}。', en: '{things} things need you. {n} purchases so far today, {amount} in all.' }} parts={parts} />
}
