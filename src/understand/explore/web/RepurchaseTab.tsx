import { Button, Segmented, Switch, Table, type TableColumnsType } from 'antd'
import type { z } from 'zod'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'
import { boughtBy } from '../../../core/rule/rule.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { Empty } from '../../../ui/States.tsx'
import type { ExploreSearch } from '../explore-address.ts'
import { repurchaseRule } from '../explore-rules.ts'
import { repurchase as question } from '../questions.ts'
import { Explored } from './Explored.tsx'
import type { TabProps } from './set-search.ts'
import { SpanInput } from './SpanInput.tsx'
import { TakeAway } from './TakeAway.tsx'
import { useExploration } from './use-exploration.ts'

type Answer = z.output<typeof question.output>
type Line = Answer['lines'][number]

const byWords: Record<(typeof boughtBy)[number], Words> = {
  category: { zh: '品类', en: 'Category' },
  product: { zh: '商品', en: 'Product' },
  channel: { zh: '渠道', en: 'Channel' },
}
const more = 100

/** Of those who bought something: who bought again, and how soon. */
export function RepurchaseTab({ search, setSearch }: Omit<TabProps, 'dictionary'>) {
  const say = useSay()
  const { what, same } = search
  const span = { ...(search.from ? { from: search.from } : {}), ...(search.to ? { to: search.to } : {}) }
  const input = { by: what, same, limit: search.lines, ...span, ...(search.rule ? { rule: search.rule } : {}) }
  const asked = useExploration(question, input)
  return (
    <Section
      title={{ zh: '买过它的人，还会再买吗', en: 'Do those who bought it buy again?' }}
      actions={<TakeAway of="repurchase" ask={input} />}
    >
      <div className="rg-explore-bar">
        <Segmented
          size="small"
          aria-label={say({ zh: '按什么看', en: 'By what' })}
          value={what}
          options={boughtBy.map((one) => ({ value: one, label: say(byWords[one]) }))}
          onChange={(next) => setSearch({ what: next })}
        />
        <label className="rg-explore-field">
          <Switch
            size="small"
            aria-label={say({ zh: '再买同一种才算', en: 'Only the same again counts' })}
            checked={same}
            onChange={(next) => setSearch({ same: next })}
          />
          {say({ zh: '再买同一种才算', en: 'Only the same again counts' })}
        </label>
        <SpanInput search={search} setSearch={setSearch} />
      </div>
      <Explored
        of={asked}
        definition={say({
          zh: '从每位客户首次买它的那天算起，之后 n 天内（不含当天）再买的比例；只统计已满 n 天的客户，括号里是 Wilson 95% 区间。间隔中位数只看再次购买的人。',
          en: 'From the day a customer first bought it: the share who bought again within n days, on a later day. Only customers for whom n days are over; in brackets Wilson’s interval, 95%. The median is of those who bought again.',
        })}
      >
        {(answer) =>
          answer.lines.length === 0 ? (
            <Empty
              title={{ zh: '还没有消费明细', en: 'No purchases with such details yet' }}
              hint={{
                zh: '导入带商品、品类或渠道的消费记录后，这里就有内容。',
                en: 'Import purchases with products, categories or channels.',
              }}
            />
          ) : (
            <Lines answer={answer} search={search} onMore={() => setSearch({ lines: Math.min(10_000, search.lines + more) })} />
          )
        }
      </Explored>
    </Section>
  )
}

function Lines({ answer, search, onMore }: { readonly answer: Answer; readonly search: ExploreSearch; readonly onMore: () => void }) {
  const say = useSay()
  const format = useFormat()
  const { timeZone } = useShop()
  const today = localDate(new Date(answer.asOf), timeZone)
  const ask = { by: search.what, same: search.same, from: search.from, to: search.to }
  const opens = (line: Line, days: number | null, came: boolean) => ({
    rule: repurchaseRule(ask, line.label, days, came, today, timeZone, search.rule),
  })
  const [first] = answer.lines
  const columns: TableColumnsType<Line> = [
    {
      key: 'name',
      title: say(byWords[search.what]),
      rowScope: 'row',
      render: (_, line) => line.name ?? say({ zh: '（没有记录）', en: '(unknown)' }),
    },
    {
      key: 'buyers',
      title: say({ zh: '买过的客户', en: 'Buyers' }),
      align: 'right',
      render: (_, line) => (
        <GoLink to="/customers" search={opens(line, null, true)}>
          {format.count(line.buyers)}
        </GoLink>
      ),
    },
    ...(first?.points ?? []).map(({ days }, i): TableColumnsType<Line>[number] => ({
      key: String(days),
      title: say({ zh: '{n} 天内再买', en: 'Again in {n} days' }, { n: days }),
      align: 'right',
      render: (_, line) => {
        const point = line.points[i]
        if (!point || point.share === null) return '—'
        return (
          <span
            title={say(
              { zh: '{back} / {ripe} 位', en: '{back} of {ripe}' },
              { back: format.count(point.back), ripe: format.count(point.ripe) },
            )}
          >
            <GoLink to="/customers" search={opens(line, days, true)}>
              {format.percent(point.share)}
            </GoLink>{' '}
            <small className="rg-faint">
              ({format.percent(point.low, 0)}–{format.percent(point.high, 0)})
            </small>
          </span>
        )
      },
    })),
    {
      key: 'median',
      title: say({ zh: '间隔中位数', en: 'Median days' }),
      align: 'right',
      render: (_, line) => (line.medianDays === null ? '—' : say({ zh: '{n} 天', en: '{n}' }, { n: format.number(line.medianDays, 0) })),
    },
  ]
  const hidden = answer.labels - answer.lines.length
  return (
    <>
      <Table<Line>
        size="small"
        rowKey={(line) => line.label ?? ''}
        columns={columns}
        dataSource={answer.lines}
        pagination={false}
        scroll={{ x: 'max-content' }}
        aria-label={say({ zh: '复购率', en: 'Repurchase rate' })}
      />
      {hidden > 0 ? (
        <p className="rg-note">
          {say(
            {
              zh: '买的人较少的 {n} 种没有列出（{m} 人次首次购买）。',
              en: '{n} more with fewer buyers are not listed ({m} first purchases).',
            },
            { n: format.count(hidden), m: format.count(answer.hiddenBuyings) },
          )}{' '}
          <Button size="small" type="link" onClick={onMore}>
            {say({ zh: '多列一些', en: 'List more' })}
          </Button>
        </p>
      ) : null}
    </>
  )
}
