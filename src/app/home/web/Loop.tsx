import type { ReactNode } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { usePages } from '../../shell/pages-context.tsx'
import { type Group, groupWords } from '../../shell/page-entry.ts'
import { GoLink } from '../../../ui/address.tsx'
import { Explain, type Explanation } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { HiddenFromYou } from '../../../ui/States.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { stageRule } from '../../../understand/lifecycle/lifecycle-address.ts'
import { tierRule } from '../../../understand/tiers/tiers-address.ts'
import { homeDays } from '../read-home.ts'
import { LoopRing } from './LoopRing.tsx'
import { StageBar } from './StageBar.tsx'
import type { Home } from './home-answer.ts'
import './home.css'

/** The loop: four rooms round the log, each with its figures as they are now. */
export function Loop({ home }: { readonly home: Home }) {
  const begun = home.know.customers > 0
  return (
    <section className="rg-loop-home">
      <LoopRing log={home.log} asOf={home.asOf} />
      <Room group="know">{begun ? <KnowFigures home={home} /> : null}</Room>
      <Room group="understand">{begun ? <UnderstandFigures home={home} /> : null}</Room>
      <Room group="act">{begun ? <ActFigures home={home} /> : null}</Room>
      <Room group="learn">{begun ? <LearnFigures home={home} /> : null}</Room>
    </section>
  )
}

function Room({ group, children }: { readonly group: Exclude<Group, 'home' | 'settings'>; readonly children: ReactNode }) {
  const say = useSay()
  const pages = usePages().filter((page) => page.group === group && page.inMenu)
  return (
    <div className={`rg-room rg-room-${group}`}>
      <h2>{say(groupWords[group].label)}</h2>
      <p className="rg-room-hint">{say(groupWords[group].hint)}</p>
      {children ? <div className="rg-room-figures">{children}</div> : null}
      {pages.length > 0 ? (
        <ul className="rg-room-pages">
          {pages.map((page) => (
            <li key={page.path}>
              <GoLink to={page.path}>{say(page.label)}</GoLink>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

type NumberProps = Omit<Explanation, 'name'> & {
  readonly label: Words
  /** Null: hidden from the reader's role, and so is all that would be said of it. */
  readonly value: string | null
  readonly note?: string
}

/** A number of the loop: its name, the figure that explains itself, and a quiet line. */
function LiveNumber({ label, value, note, ...explanation }: NumberProps) {
  const say = useSay()
  if (value === null)
    return (
      <div className="rg-room-figure">
        <span className="rg-room-label">{say(label)}</span>
        <HiddenFromYou />
      </div>
    )
  return (
    <div className="rg-room-figure">
      <span className="rg-room-label">{say(label)}</span>
      <strong>
        <Explain name={label} {...explanation}>
          {value}
        </Explain>
      </strong>
      {note ? <span className="rg-room-note">{note}</span> : null}
    </div>
  )
}

function KnowFigures({ home }: { readonly home: Home }) {
  const format = useFormat()
  const { know, asOf, since } = home
  const bought = {
    to: '/customers',
    search: { rule: { all: [{ did: 'purchase.made', within: { from: since } }] }, sort: '-lastPurchaseAt' },
    label: { zh: '查看买过的客户', en: 'Show who bought' },
  }
  return (
    <>
      <LiveNumber
        label={{ zh: '客户', en: 'Customers' }}
        value={format.count(know.customers)}
        definition={{
          zh: '有档案的客户；手机号、邮箱或客户编号相同的算同一位。',
          en: 'Everybody on record; records that share a phone, e-mail or customer number are one customer.',
        }}
        asOf={asOf}
        rows={know.customers}
        who={{ to: '/customers' }}
      />
      <LiveNumber
        label={{ zh: `新建档（近 ${homeDays} 天）`, en: `New, ${homeDays} days` }}
        value={know.newCustomers === null ? null : format.count(know.newCustomers)}
        definition={{
          zh: `近 ${homeDays} 天（含今天）建立档案的客户。`,
          en: `Customers whose record was made in the last ${homeDays} days, today included.`,
        }}
        asOf={asOf}
        rows={know.newCustomers}
        who={{ to: '/customers', search: { rule: { all: [{ field: 'createdAt', op: 'on-or-after', value: since }] }, sort: '-createdAt' } }}
      />
      <LiveNumber
        label={{ zh: `消费（近 ${homeDays} 天）`, en: `Purchases, ${homeDays} days` }}
        value={know.purchases === null ? null : format.count(know.purchases)}
        definition={{
          zh: `近 ${homeDays} 天（含今天）金额大于 0 的消费笔数，不含退款。`,
          en: `Purchases above zero in the last ${homeDays} days, today included; refunds are not counted.`,
        }}
        asOf={asOf}
        rows={know.purchases}
        who={bought}
      />
      <LiveNumber
        label={{ zh: `消费金额（近 ${homeDays} 天）`, en: `Spend, ${homeDays} days` }}
        value={know.amount === null ? null : format.shortMoney(know.amount)}
        definition={{
          zh: `近 ${homeDays} 天（含今天）各笔消费的金额之和，不扣退款。`,
          en: `The sum of the purchases of the last ${homeDays} days, today included; refunds are not taken off.`,
        }}
        asOf={asOf}
        rows={know.purchases}
        exact={format.money(know.amount)}
        who={bought}
      />
    </>
  )
}

function UnderstandFigures({ home }: { readonly home: Home }) {
  const say = useSay()
  const format = useFormat()
  const { stages, tiers, segments, inSegments } = home.understand
  return (
    <>
      <StageBar name={{ zh: '生命周期', en: 'Lifecycle' }} stages={stages} asOf={home.asOf} ruleOf={stageRule} />
      {tiers === null || tiers.length > 0 ? (
        <StageBar name={{ zh: '客户分级', en: 'Tiers' }} stages={tiers} asOf={home.asOf} ruleOf={tierRule} />
      ) : null}
      <p className="rg-room-note">
        <GoLink to="/segments">
          {segments > 0
            ? say(
                { zh: '{n} 个细分，覆盖 {inside} 位客户', en: 'Segments: {n}, with {inside} {inside|customer|customers} in them' },
                { n: format.count(segments), inside: format.count(inSegments) },
              )
            : say({ zh: '还没有细分', en: 'No segments yet' })}
        </GoLink>
      </p>
    </>
  )
}

function ActFigures({ home }: { readonly home: Home }) {
  const say = useSay()
  const format = useFormat()
  const { act, asOf } = home
  return (
    <>
      <LiveNumber
        label={{ zh: `发出的消息（近 ${homeDays} 天）`, en: `Messages sent, ${homeDays} days` }}
        value={act.sent === null ? null : format.count(act.sent)}
        definition={{
          zh: '邮件服务器已接收的消息。没有发出的都写明原因。',
          en: 'Messages that the mail server took. Each that was not sent says why.',
        }}
        asOf={asOf}
        rows={(act.sent ?? 0) + (act.notSent ?? 0)}
        who={{ to: '/messages', label: { zh: '查看消息', en: 'Show the messages' } }}
        {...(act.notSent
          ? { note: say({ zh: '另有 {n} 条没有发出', en: '{n} more were not sent' }, { n: format.count(act.notSent) }) }
          : {})}
      />
      <LiveNumber
        label={{ zh: '运行中的旅程', en: 'Journeys running' }}
        value={act.journeys === null ? null : format.count(act.journeys)}
        definition={{ zh: '已启动、没有暂停的旅程。', en: 'Journeys that are started and not paused.' }}
        asOf={asOf}
        rows={act.inJourneys}
        who={{ to: '/journeys', label: { zh: '查看旅程', en: 'Show the journeys' } }}
        note={say({ zh: '{n} 位客户在其中', en: '{n} {n|customer|customers} inside' }, { n: format.count(act.inJourneys) })}
      />
    </>
  )
}

function LearnFigures({ home }: { readonly home: Home }) {
  const say = useSay()
  const format = useFormat()
  const { result } = home
  if (!result)
    return (
      <p className="rg-room-note">
        {say({
          zh: '给旅程留一个对照组，这里就会说明它到底多赚了多少。',
          en: 'Hold a few customers out of a journey, and this says what it really earned.',
        })}
      </p>
    )
  return (
    <>
      <LiveNumber
        label={{ zh: '每位客户多消费', en: 'Extra revenue per customer' }}
        value={format.money(result.lift)}
        definition={result.sentence}
        asOf={home.asOf}
        who={{ to: `/journeys/${result.journeyId}`, label: { zh: '查看旅程', en: 'Show the journey' } }}
        note={say(
          result.low <= 0 && result.high >= 0
            ? { zh: '95% 区间 {low} 至 {high}，还可能是偶然', en: '95% interval {low} to {high}: may still be chance' }
            : { zh: '95% 区间 {low} 至 {high}', en: '95% interval {low} to {high}' },
          { low: format.money(result.low), high: format.money(result.high) },
        )}
      />
      <p className="rg-room-note">
        <Sentence words={{ zh: '旅程“{name}”', en: 'Journey “{name}”' }} parts={{ name: result.name }} />
      </p>
    </>
  )
}
