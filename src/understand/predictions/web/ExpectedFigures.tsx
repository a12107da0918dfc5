import type { ReplyOf } from '../../../core/action/action.ts'
import { Explain } from '../../../ui/Explain.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { HiddenFromYou } from '../../../ui/States.tsx'
import type { readPredictions } from '../actions.ts'
import { predictedRule } from '../predictions-address.ts'

type Now = ReplyOf<typeof readPredictions>

/** What is expected of everybody together. */
export function ExpectedFigures({ now }: { readonly now: Now }) {
  const say = useSay()
  const format = useFormat()
  const { set } = now
  if (!set || set.model === 'none') return null
  const who = { to: '/customers', search: { rule: predictedRule } }
  const times = (days: number, value: number | null) => (
    <Figure
      label={say({ zh: '今后 {days} 天预计消费', en: 'Expected in the next {days} days' }, { days })}
      value={
        value === null ? (
          <HiddenFromYou />
        ) : (
          <Explain
            definition={{
              zh: '每位老客户的预计消费次数之和。还没来过的新客户不在内，所以生意增长时实际会更多。',
              en: 'The expected purchases of all who have bought before, added up. Customers yet to come are not among them, so a growing shop will see more.',
            }}
            asOf={set.predictedAt}
            rows={set.customers}
            who={who}
          >
            {say({ zh: '{n} 次', en: '{n} purchases' }, { n: format.count(Math.round(value)) })}
          </Explain>
        )
      }
    />
  )
  return (
    <Figures>
      {times(30, set.horizons.purchases30)}
      {times(90, set.horizons.purchases90)}
      <Figure
        label={say({ zh: '今后 90 天预计消费额', en: 'Expected spend in 90 days' })}
        value={
          set.horizons.spend90 === null ? (
            <HiddenFromYou />
          ) : (
            <Explain
              definition={{
                zh: '预计次数 × 预计每次金额，按客户相加；未扣退款。',
                en: 'Expected purchases × expected amount of one, added over customers; before refunds.',
              }}
              asOf={set.predictedAt}
              rows={set.customers}
              exact={format.money(set.horizons.spend90)}
              who={{ to: '/customers', search: { rule: predictedRule, sort: '-expectedSpend90' } }}
            >
              {format.shortMoney(set.horizons.spend90)}
            </Explain>
          )
        }
      />
      <Figure
        label={say({ zh: '模型', en: 'Model' })}
        value={<span className="rg-model-name">{say(set.withdrawn ? { zh: '照过去的频率', en: 'Past rate' } : set.name)}</span>}
        note={say(
          { zh: '{day} 选定，{at} 预测', en: 'chosen on {day}, predicted {at}' },
          { day: format.date(set.madeAt), at: format.relative(set.predictedAt) },
        )}
      />
    </Figures>
  )
}
