import type { ReplyOf } from '../../../core/action/action.ts'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { readLedger } from '../actions.ts'

type Waits = ReplyOf<typeof readLedger>['waiting']

/** What has been predicted and is not over yet. */
export function Waiting({ waiting }: { readonly waiting: Waits }) {
  const say = useSay()
  const format = useFormat()
  if (waiting.length === 0) return null
  return (
    <Section
      title={{ zh: '等待评分', en: 'Waiting to be graded' }}
      note={say({ zh: '到期后自动评分。', en: 'Graded by itself when its time has come.' })}
    >
      <ul className="rg-waiting">
        {waiting.map((one) => (
          <li key={`${one.setId}${one.horizon}`}>
            {say(
              {
                zh: '截至 {made} 的 {days} 天预测，{n} 位客户，{due} 到期',
                en: '{days} days predicted as of {made}, {n} {n|customer|customers}, due on {due}',
              },
              { made: format.date(one.cutDay), days: one.horizon, n: format.count(one.customers), due: format.date(one.due) },
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
