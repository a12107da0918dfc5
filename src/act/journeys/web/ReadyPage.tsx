import { CheckOutlined, ExclamationOutlined } from '@ant-design/icons'
import { Alert, Button, Drawer } from 'antd'
import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useGo, useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { journeyDefinition } from '../definition.ts'
import { readySearch } from '../journey-address.ts'
import { fillReady, type Need, type ReadyJourney } from '../ready/ready-journey.ts'
import { readyGroups, readyJourneys } from '../ready/ready-journeys.ts'
import { createReadyJourney, listReadyJourneys } from '../ready-actions.ts'
import { DoorCard } from './DoorCard.tsx'
import { FlowList } from './FlowList.tsx'
import { FlowSketch } from './FlowSketch.tsx'
import { draftOf, type JourneyDraft } from './journey-draft.ts'
import { numbering } from '../flow.ts'
import { type Known, useKnown } from './say-rule.ts'
import '../../../pages/pages.css'
import './journeys.css'

type Standing = ReplyOf<typeof listReadyJourneys>['journeys'][number]
type Offer = { readonly ready: ReadyJourney; readonly standing: Standing; readonly draft: JourneyDraft; readonly known: Known }

/** Journeys that work when they are switched on: what each does, what it needs, what may be expected of it. */
export function ReadyPage() {
  const asked = useAsk(listReadyJourneys, {})
  const known = useKnown()
  return (
    <Page
      wide
      back={{ to: '/journeys', label: { zh: '全部旅程', en: 'All journeys' } }}
      title={{ zh: '从哪个现成的旅程开始？', en: 'Which ready journey to begin with?' }}
      answer={<Intro />}
    >
      <Answered of={asked}>
        {({ journeys }) => <Answered of={known}>{(words) => <Gallery standings={journeys} known={words} />}</Answered>}
      </Answered>
    </Page>
  )
}

function Intro() {
  const say = useSay()
  const may = useMayDo(createReadyJourney)
  return say(
    may
      ? {
          zh: '选一个，旅程和消息模板就建好了，都是草稿，可以随意改；启动之前什么都不会发生。',
          en: 'Choose one: the journey and its templates are made as drafts for you to change. Nothing happens before you start it.',
        }
      : {
          zh: '每个旅程做什么、需要什么、可以期待什么；要用哪一个，请能建旅程的同事来选。',
          en: 'What each does, needs and promises. Ask a colleague who may write journeys to make one of them.',
        },
  )
}

const groups = Object.entries(readyGroups)

function Gallery({ standings, known }: { readonly standings: readonly Standing[]; readonly known: Known }) {
  const [search, setSearch] = useSearchState(readySearch)
  const offers = useOffers(standings, known)
  const open = offers.find(({ ready }) => ready.key === search.ready)
  return (
    <>
      {groups.map(([group, name]) => (
        <Section key={group} title={name}>
          <ul className="rg-ready-grid">
            {offers
              .filter(({ ready }) => ready.group === group)
              .map((offer) => (
                <li key={offer.ready.key}>
                  <OfferCard {...offer} onOpen={() => setSearch({ ready: offer.ready.key }, { push: true })} />
                </li>
              ))}
          </ul>
        </Section>
      ))}
      <OfferDrawer offer={open ?? null} onClose={() => setSearch({ ready: undefined })} />
    </>
  )
}

/** The journeys as they would be made here and now, their messages by name. */
function useOffers(standings: readonly Standing[], known: Known): readonly Offer[] {
  const { language } = useLanguage()
  return useMemo(
    () =>
      readyJourneys.flatMap((ready): Offer[] => {
        const standing = standings.find(({ key }) => key === ready.key)
        if (!standing) return []
        const written = standing.instead && ready.instead ? ready.instead.definition : ready.definition
        const messages = Object.entries(ready.messages)
        // Only a template that is kept has an id; until then each message goes by one that nobody else has.
        const ids = new Map(messages.map(([key], i) => [key, `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`]))
        const definition = journeyDefinition.parse(fillReady(written, language, ids))
        const templates = new Map(messages.map(([key, { name }]) => [ids.get(key) ?? key, name[language]]))
        return [{ ready, standing, draft: draftOf(ready.name[language], definition), known: { ...known, templates } }]
      }),
    [standings, known, language],
  )
}

function OfferCard({ ready, standing, draft, known, onOpen }: Offer & { readonly onOpen: () => void }) {
  const say = useSay()
  const missing = standing.needs.filter(({ met }) => met === false).length
  const unseen = standing.needs.filter(({ met }) => met === null).length
  return (
    <button type="button" className="rg-starter rg-ready" onClick={onOpen}>
      <strong>{say(ready.name)}</strong>
      <span>{say(ready.what)}</span>
      <FlowSketch flow={draft.flow} known={known} />
      <em className={missing + unseen === 0 ? 'rg-ready-has' : 'rg-ready-lacks'}>
        {missing > 0
          ? say({ zh: '还缺 {n} 项', en: '{n} {n|thing|things} missing' }, { n: missing })
          : unseen > 0
            ? say({ zh: '有 {n} 项没有权限看', en: '{n} {n|thing|things} hidden from you' }, { n: unseen })
            : say({ zh: '需要的都有了', en: 'All it needs is there' })}
      </em>
    </button>
  )
}

function OfferDrawer({ offer, onClose }: { readonly offer: Offer | null; readonly onClose: () => void }) {
  const say = useSay()
  return (
    <Drawer
      open={offer !== null}
      onClose={onClose}
      size={720}
      destroyOnHidden
      title={offer ? say(offer.ready.name) : ''}
      extra={offer ? <UseIt ready={offer.ready} /> : null}
    >
      {offer ? <Details {...offer} /> : null}
    </Drawer>
  )
}

function UseIt({ ready }: { readonly ready: ReadyJourney }) {
  const say = useSay()
  const go = useGo()
  const { language } = useLanguage()
  const may = useMayDo(createReadyJourney)
  const make = useAct(createReadyJourney)
  const sayProblem = useSayProblem()
  if (!may) return null
  const run = () => make.mutate({ key: ready.key, language }, { onSuccess: ({ id }) => go(`/journeys/${id}`) })
  return (
    <>
      {make.error ? <span role="alert">{sayProblem(make.error)}</span> : null}
      <Button type="primary" loading={make.isPending} onClick={run}>
        {say({ zh: '用这个', en: 'Use this one' })}
      </Button>
    </>
  )
}

function Details({ ready, standing, draft, known }: Offer) {
  const say = useSay()
  return (
    <>
      <p>{say(ready.what)}</p>
      <h3 className="rg-ready-part">{say({ zh: '需要什么', en: 'What it needs' })}</h3>
      <ul className="rg-ready-needs">
        {ready.needs.map((need, i) => (
          <NeedLine key={`${need.kind} ${i}`} need={need} standing={standing.needs[i]} known={known} />
        ))}
      </ul>
      {standing.instead && ready.instead ? <Alert type="info" showIcon title={say(ready.instead.said)} /> : null}
      <h3 className="rg-ready-part">{say({ zh: '可以期待什么', en: 'What to expect' })}</h3>
      <p>{say(ready.effect)}</p>
      <h3 className="rg-ready-part">{say({ zh: '怎么走', en: 'The way' })}</h3>
      <FlowList
        flow={draft.flow}
        known={known}
        door={<DoorCard draft={draft} known={known} troubles={[]} />}
        numberOf={numbering(draft.flow)}
        countsOf={() => []}
        onCount={() => undefined}
        troubles={[]}
      />
      <h3 className="rg-ready-part">{say({ zh: '写些什么', en: 'What it writes' })}</h3>
      {Object.entries(ready.messages).map(([key, message]) => (
        <details key={key} className="rg-ready-message">
          <summary>{say(message.subject)}</summary>
          <p>{say(message.body)}</p>
        </details>
      ))}
    </>
  )
}

type NeedProps = { readonly need: Need; readonly standing: Standing['needs'][number] | undefined; readonly known: Known }

/** One thing that must be there: whether it is, and how it comes where it is not. */
function NeedLine({ need, standing, known }: NeedProps) {
  const say = useSay()
  const format = useFormat()
  const met = standing ? standing.met : false
  const { what, how } = wordsOf(need, known)
  const count =
    standing && need.kind !== 'mail' && met && standing.count !== null
      ? standing.count >= 1_000
        ? `${format.count(standing.count)}+`
        : format.count(standing.count)
      : null
  return (
    <li className={met ? 'rg-ready-has' : 'rg-ready-lacks'}>
      {met ? <CheckOutlined aria-hidden="true" /> : <ExclamationOutlined aria-hidden="true" />}
      <span>
        <strong>
          {say(
            met
              ? { zh: '已有：', en: 'There: ' }
              : met === null
                ? { zh: '没有权限看：', en: 'Hidden from you: ' }
                : { zh: '还缺：', en: 'Missing: ' },
          )}
          {say(what)}
        </strong>
        {count === null ? null : say(countWords[need.kind], { n: count })}
        {met !== false ? null : <span className="rg-ready-how">{say(how)}</span>}
      </span>
    </li>
  )
}

const countWords: Readonly<Record<Need['kind'], Words>> = {
  fact: { zh: '（近 90 天 {n} 次）', en: ' ({n} in 90 days)' },
  field: { zh: '（{n} 位客户已填写）', en: ' (known of {n} customers)' },
  consent: { zh: '（{n} 位客户同意过）', en: ' ({n} customers said yes)' },
  mail: { zh: '', en: '' },
}

function wordsOf(need: Need, { dictionary }: Known): { readonly what: Words; readonly how: Words } {
  switch (need.kind) {
    case 'fact': {
      const label = dictionary.events.get(need.event)?.label ?? { zh: need.event, en: need.event }
      const name = need.named?.[0]
      return {
        what: name ? { zh: `“${name}”行为`, en: `facts “${name}”` } : { zh: `“${label.zh}”行为`, en: `facts “${label.en}”` },
        how: need.how,
      }
    }
    case 'field': {
      const label = dictionary.fields.get(need.field)?.field.label ?? need.field
      const both = typeof label === 'string' ? { zh: label, en: label } : label
      return { what: { zh: `客户的“${both.zh}”`, en: `customers’ “${both.en}”` }, how: need.how }
    }
    case 'consent':
      return {
        what:
          need.purpose === 'surveys'
            ? { zh: '同意满意度调查的客户', en: 'customers who agree to surveys' }
            : { zh: '同意营销消息的客户', en: 'customers who agree to marketing' },
        how: {
          zh: '没有同意的客户不会收到。建档、导入或偏好页上都可以记下同意。',
          en: 'Those who have not agreed get nothing. Consent is noted when adding or importing, or given on the preference page.',
        },
      }
    case 'mail':
      return {
        what: { zh: '发信邮箱', en: 'a mail server' },
        how: {
          zh: '到“设置 → 发信”填好发信服务器；也可以把步骤改成短信、企业微信等渠道。',
          en: 'Enter it under Settings → Mail, or change the steps to SMS, WeCom or another channel.',
        },
      }
  }
}
