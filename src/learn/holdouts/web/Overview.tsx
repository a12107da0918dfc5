import { Button } from 'antd'
import { useState } from 'react'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { addressOfTrial } from '../trial.ts'
import { listTrials } from '../trials.ts'
import { Forest } from './Forest.tsx'
import { kindWords } from './verdict.ts'
import type { Listed } from './use-kept.ts'

/** Every trial against zero on one scale, what the firm learned of each kind, and the way to each. */
export function Overview() {
  const say = useSay()
  const go = useGo()
  const asked = useAsk(listTrials, {})
  return (
    <Page
      title={{ zh: '什么真的有用？', en: 'What really works?' }}
      answer={asked.data ? <Answer listed={asked.data} /> : null}
      actions={<Button onClick={() => go('/global-holdout')}>{say({ zh: '全局对照组', en: 'Global holdout' })}</Button>}
    >
      <Answered of={asked}>
        {(listed) => (listed.trials.length + listed.pending.length === 0 ? <NothingStarted /> : <Whole listed={listed} />)}
      </Answered>
    </Page>
  )
}

function Answer({ listed }: { readonly listed: Listed }) {
  const say = useSay()
  // Of what nobody counts in yet there is nothing to tell.
  const trials = listed.trials.filter(({ people, holdout }) => people + holdout > 0)
  if (trials.length === 0) return null
  const count = (verdict: Listed['trials'][number]['verdict']) => trials.filter((one) => one.verdict === verdict).length
  return (
    <>
      {say(
        {
          zh: '衡量过 {n} 项：{more} 项有效，{less} 项起了反作用，{none} 项没有差别，其余还看不出来。',
          en: '{n} measured: {more} {more|works|work}, {less} {less|does|do} harm, {none} {none|makes|make} no difference, the rest cannot be told yet.',
        },
        { n: trials.length, more: count('more'), less: count('less'), none: count('none') },
      )}
    </>
  )
}

function Whole({ listed }: { readonly listed: Listed }) {
  const say = useSay()
  const [isMoney, setMoney] = useState(true)
  return (
    <>
      {listed.trials.length > 0 ? (
        <Section
          title={{ zh: '全部实验', en: 'All trials' }}
          note={say({
            zh: '每一行是一次实验：圆点是估计，横条是随时有效的 95% 区间。整条在 0 右边才算有效，看得出结论才写合计。空心点是和同类实验合起来看的估计：人少的会向平均靠拢。',
            en: 'A row for each trial: the dot is the estimate, the bar the 95% interval that holds at all times. Only wholly right of 0 does it work, and only what is seen is summed up. The hollow dot takes in what other trials of the kind tell: those with few people are drawn towards the average.',
          })}
          actions={
            <Button size="small" aria-pressed={isMoney} onClick={() => setMoney(!isMoney)}>
              {isMoney ? say({ zh: '看比例', en: 'As a share' }) : say({ zh: '看人均金额', en: 'As money a person' })}
            </Button>
          }
        >
          <Forest listed={listed} isMoney={isMoney} />
        </Section>
      ) : null}
      {listed.pending.length > 0 ? (
        <Section
          title={{ zh: '正在计算', en: 'Being worked out' }}
          note={say({ zh: '不用等，可以直接打开看。', en: 'No need to wait: each can be opened now.' })}
        >
          <ul className="rg-forest-pending">
            {listed.pending.map(({ kind, id, name }) => (
              <li key={`${kind}${id}`}>
                <GoLink to="/results" search={addressOfTrial(kind, id)}>
                  {name ?? say(kindWords[kind])}
                </GoLink>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}

function NothingStarted() {
  return (
    <Empty
      title={{ zh: '还没有可以衡量的行动', en: 'There is nothing to measure yet' }}
      hint={{
        zh: '启动一个带对照组的旅程或营销活动。对照组什么都收不到，两组之后的消费之差，就是它真正带来的。',
        en: 'Start a journey or a campaign with a holdout. The holdout gets nothing; what the others spend beyond it is what it really earned.',
      }}
      next={{ label: { zh: '新建旅程', en: 'New journey' }, to: '/journeys/new' }}
    />
  )
}
