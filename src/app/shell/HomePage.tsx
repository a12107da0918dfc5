import { useAsk } from '../../ui/data.tsx'
import { Page } from '../../ui/Page.tsx'
import { Sentence } from '../../ui/Sentence.tsx'
import { useFormat } from '../../ui/shop.tsx'
import { useMayDo } from '../../ui/reader.tsx'
import { Answered, Empty } from '../../ui/States.tsx'
import { readHome } from '../home/read-home.ts'
import { AttentionList } from '../home/web/AttentionList.tsx'
import { FirstSteps } from '../home/web/FirstSteps.tsx'
import { Loop } from '../home/web/Loop.tsx'
import type { Home } from '../home/web/home-answer.ts'
import { SampleStrip } from '../sample-story/web/SampleStrip.tsx'

/** What needs attention today, and the loop with its figures as they are now. */
export function HomePage() {
  const mayRead = useMayDo(readHome)
  const asked = useAsk(readHome, {}, { every: 60_000, when: mayRead })
  const home = asked.data
  const isEmpty = home?.know.customers === 0
  if (!mayRead) return <WithoutFigures />
  return (
    <Page
      title={isEmpty ? { zh: '从哪里开始？', en: 'Where do we begin?' } : { zh: '今天该看什么？', en: 'What needs attention today?' }}
      answer={home && !isEmpty ? <Answer home={home} /> : null}
    >
      <Answered of={asked} rows={10}>
        {(answer) => (
          <>
            {isEmpty ? null : <SampleStrip />}
            {isEmpty ? <FirstSteps /> : <AttentionList items={answer.attention} />}
            <Loop home={answer} />
          </>
        )}
      </Answered>
    </Page>
  )
}

/** For roles that see no customers, e.g. an auditor's. */
function WithoutFigures() {
  return (
    <Page title={{ zh: '今天该看什么？', en: 'What needs attention today?' }}>
      <Empty
        title={{ zh: '这里的数字来自客户，不对您的角色开放', en: 'The figures here come from customers, which are not open to your role' }}
        hint={{
          zh: '菜单里列出了您能用的页面。需要更多的话，请联系负责人开通。',
          en: 'The menu lists the pages that are open to you. Ask the owner if you need more.',
        }}
      />
    </Page>
  )
}

function Answer({ home }: { readonly home: Home }) {
  const format = useFormat()
  const { purchasesToday, amountToday } = home.know
  const things = home.attention.length
  return (
    <>
      <Sentence
        words={
          things > 0
            ? { zh: '有 {things} 件事需要处理。', en: 'Waiting for you: {things}. ' }
            : { zh: '没有需要处理的事。', en: 'Nothing is waiting for you. ' }
        }
        parts={{ things: format.count(things) }}
      />
      {purchasesToday === null ? null : (
        <Sentence
          words={
            purchasesToday > 0
              ? { zh: '今天已有 {n} 笔消费，共 {amount}。', en: 'Purchases so far today: {n}, {amount} in all.' }
              : { zh: '今天还没有消费记录。', en: 'No purchases so far today.' }
          }
          parts={{ n: format.count(purchasesToday), amount: format.money(amountToday) }}
        />
      )}
    </>
  )
}
