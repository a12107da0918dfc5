import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Grid, Radio } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink, useGo, useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { createCampaign } from '../actions.ts'
import { readCalendar } from '../calendar-actions.ts'
import { calendarSearch } from '../campaigns-address.ts'
import { weekdayOf } from '../next-time.ts'
import { weekdayWords } from '../say-when.ts'
import { Overbooked } from './Overbooked.tsx'
import '../../../pages/pages.css'
import './campaigns.css'

type Day = ReplyOf<typeof readCalendar>['days'][number]
type Entry = Day['entries'][number]
type View = 'month' | 'week' | 'list'

/** What was sent and what is planned, day by day, beside festivals and days off. */
export function CalendarPage() {
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const { timeZone } = useShop()
  const wide = Grid.useBreakpoint().md ?? true
  const may = useMayDo(createCampaign)
  const [search, setSearch] = useSearchState(calendarSearch)
  const view: View = search.view ?? (wide ? 'month' : 'list')
  const now = useNow()
  const day = search.day ?? localDate(now, timeZone)
  const { from, to } = spanOf(view, day)
  const asked = useAsk(readCalendar, { from, to }, { keep: true, every: 30_000 })
  const step = (by: 1 | -1) => setSearch({ day: view === 'week' ? addDays(day, 7 * by) : monthsFrom(day, by) })
  return (
    <Page
      wide
      title={{ zh: '营销日历', en: 'Marketing calendar' }}
      answer={asked.data ? <Answer days={asked.data.days} today={asked.data.today} /> : null}
      actions={
        may ? (
          <Button type="primary" onClick={() => go('/campaigns/new')}>
            {say({ zh: '新建活动', en: 'New campaign' })}
          </Button>
        ) : null
      }
    >
      <div className="rg-calendar-bar">
        <Button icon={<LeftOutlined />} aria-label={say({ zh: '往前', en: 'Earlier' })} onClick={() => step(-1)} />
        <strong aria-live="polite">{view === 'week' ? `${format.date(from)} – ${format.date(to)}` : format.month(day)}</strong>
        <Button icon={<RightOutlined />} aria-label={say({ zh: '往后', en: 'Later' })} onClick={() => step(1)} />
        <Button onClick={() => setSearch({ day: undefined })}>{say({ zh: '今天', en: 'Today' })}</Button>
        <Radio.Group
          aria-label={say({ zh: '怎么看', en: 'View' })}
          optionType="button"
          value={view}
          onChange={({ target }) => setSearch({ view: target.value })}
          options={[
            { value: 'month', label: say({ zh: '月', en: 'Month' }) },
            { value: 'week', label: say({ zh: '周', en: 'Week' }) },
            { value: 'list', label: say({ zh: '日程', en: 'Agenda' }) },
          ]}
        />
      </div>
      <Answered of={asked} rows={8}>
        {({ days, today }) =>
          view === 'list' ? (
            <Agenda days={days} today={today} />
          ) : (
            <GridOf days={days} today={today} month={view === 'month' ? day.slice(0, 7) : null} />
          )
        }
      </Answered>
      <Overbooked />
    </Page>
  )
}

/** Whole weeks, Monday first, that hold the month; the week; or the month alone. */
function spanOf(view: View, day: string): { readonly from: string; readonly to: string } {
  if (view === 'week') {
    const from = addDays(day, 1 - weekdayOf(day))
    return { from, to: addDays(from, 6) }
  }
  const first = `${day.slice(0, 7)}-01`
  const last = addDays(monthsFrom(first, 1), -1)
  return view === 'list'
    ? { from: first, to: last }
    : { from: addDays(first, 1 - weekdayOf(first)), to: addDays(last, 7 - weekdayOf(last)) }
}

/** The first of the month so many months away. */
function monthsFrom(day: string, by: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + by
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`
}

function Answer({ days, today }: { readonly days: readonly Day[]; readonly today: string }) {
  const format = useFormat()
  const ahead = days.filter(({ date }) => date >= today).flatMap(({ entries }) => entries.filter(({ state }) => state === 'planned'))
  const feast = days.find(({ date, festivals }) => date >= today && festivals.length > 0)
  return (
    <Sentence
      words={
        feast
          ? { zh: '这段时间还排着 {n} 次；最近的节日是 {day}。', en: '{n} planned in this time; the next festival is on {day}.' }
          : { zh: '这段时间还排着 {n} 次。', en: '{n} planned in this time.' }
      }
      parts={{ n: format.count(ahead.length), day: feast ? format.date(feast.date) : '' }}
    />
  )
}

const workWords: Record<'off' | 'work', Words> = { off: { zh: '休', en: 'off' }, work: { zh: '班', en: 'work' } }
const entryStateWords: Record<Entry['state'], Words> = {
  planned: { zh: '已排期', en: 'planned' },
  going: { zh: '进行中', en: 'under way' },
  paused: { zh: '已暂停', en: 'paused' },
  sent: { zh: '已发送', en: 'sent' },
  stopped: { zh: '中途停止，已发送', en: 'stopped, sent to' },
  failed: { zh: '没有发出', en: 'not sent' },
}

type GridProps = { readonly days: readonly Day[]; readonly today: string; readonly month: string | null }

function GridOf({ days, today, month }: GridProps) {
  const say = useSay()
  const weeks = Array.from({ length: Math.ceil(days.length / 7) }, (_, i) => days.slice(i * 7, i * 7 + 7))
  return (
    <Scrolled label={{ zh: '日历', en: 'Calendar' }}>
      <table className="rg-calendar">
        <caption className="rg-hidden">{say({ zh: '营销日历', en: 'Marketing calendar' })}</caption>
        <thead>
          <tr>
            {weekdayWords.map((words) => (
              <th key={words.en} scope="col">
                {say(words)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.date}>
              {week.map((day) => (
                <td key={day.date} className={classOf(day, today, month)} aria-current={day.date === today ? 'date' : undefined}>
                  <DayHead day={day} />
                  <ul>
                    {day.entries.map((entry) => (
                      <EntryLine
                        key={`${entry.kind} ${entry.id} ${entry.time ?? ''} ${entry.edition ?? ''} ${entry.state} ${entry.channel ?? ''}`}
                        entry={entry}
                      />
                    ))}
                  </ul>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

const classOf = ({ date, work }: Day, today: string, month: string | null) =>
  [
    'rg-day',
    date === today ? 'rg-day-today' : '',
    month !== null && !date.startsWith(month) ? 'rg-day-beside' : '',
    work === 'off' ? 'rg-day-off' : '',
  ].join(' ')

function DayHead({ day }: { readonly day: Day }) {
  const say = useSay()
  return (
    <div className="rg-day-head">
      <time dateTime={day.date}>{Number(day.date.slice(8))}</time>
      <span className="rg-day-lunar">{day.festivals.length > 0 ? day.festivals.map((one) => say(one)).join(' ') : say(day.lunar)}</span>
      {day.work ? <span className={`rg-day-${day.work}-mark`}>{say(workWords[day.work])}</span> : null}
    </div>
  )
}

function EntryLine({ entry }: { readonly entry: Entry }) {
  const say = useSay()
  const format = useFormat()
  return (
    <li className={`rg-entry rg-entry-${entry.kind} rg-entry-${entry.state}`}>
      {entry.time ? <span>{entry.time} </span> : null}
      <GoLink to={`/${entry.kind}s/${entry.id}`}>{entry.name}</GoLink>{' '}
      <span className="rg-campaign-more">
        {say(entryStateWords[entry.state])}
        {entry.people === null || entry.state === 'failed' ? '' : say({ zh: ' · {n} 位', en: ' · {n}' }, { n: format.count(entry.people) })}
      </span>
    </li>
  )
}

/** The days on which there is something, one below the other: for a phone, and for whoever listens. */
function Agenda({ days, today }: { readonly days: readonly Day[]; readonly today: string }) {
  const say = useSay()
  const format = useFormat()
  const shown = days.filter(
    ({ entries, festivals, work, date }) => entries.length > 0 || festivals.length > 0 || work !== null || date === today,
  )
  if (shown.length === 0)
    return (
      <Empty
        small
        title={{ zh: '这段时间什么都没有排', en: 'Nothing in this time' }}
        hint={{ zh: '建一个活动并排上时间，它就会出现在这里。', en: 'Make a campaign and give it a time; it appears here.' }}
      />
    )
  return (
    <ol className="rg-agenda" aria-label={say({ zh: '日程', en: 'Agenda' })}>
      {shown.map((day) => (
        <li key={day.date} className={day.date === today ? 'rg-day-today' : ''}>
          <h2>
            {format.date(day.date)} {say(weekdayWords[weekdayOf(day.date) - 1] ?? '')}
            <span className="rg-day-lunar">
              {' '}
              {day.festivals.map((one) => say(one)).join(' ') || say(day.lunar)}
              {day.work ? ` · ${say(workWords[day.work])}` : ''}
            </span>
          </h2>
          {day.entries.length > 0 ? (
            <ul>
              {day.entries.map((entry) => (
                <EntryLine
                  key={`${entry.kind} ${entry.id} ${entry.time ?? ''} ${entry.edition ?? ''} ${entry.state} ${entry.channel ?? ''}`}
                  entry={entry}
                />
              ))}
            </ul>
          ) : null}
        </li>
      ))}
    </ol>
  )
}
