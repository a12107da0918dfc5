import { App, Button } from 'antd'
import type { z } from 'zod'
import { ExportButton } from '../../../pages/export-list/ExportButton.tsx'
import { GoLink, useGo, usePathValue, useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, ErrorState, Loading } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { deleteSegment, updateSegment } from '../actions.ts'
import { previewRule, readSegment } from '../questions.ts'
import { sayUses } from '../say-uses.ts'
import { membersRule, segmentSearch } from '../segments-address.ts'
import { PeoplePreview } from './PeoplePreview.tsx'
import { SegmentEditor } from './SegmentEditor.tsx'
import { SegmentHistory } from './SegmentHistory.tsx'
import './segments.css'

type Card = z.output<typeof readSegment.output>

const back = { to: '/segments', label: { zh: '全部细分', en: 'All segments' } }

/** One segment: who is in it and why, how that changed, and what uses it. */
export function SegmentPage() {
  const id = usePathValue('id')
  const asked = useAsk(readSegment, { id })
  if (asked.data) return <Known card={asked.data} asOf={new Date(asked.dataUpdatedAt)} />
  return (
    <Page title={{ zh: '细分', en: 'Segment' }} back={back}>
      {asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={8} />}
    </Page>
  )
}

function Known({ card, asOf }: { readonly card: Card; readonly asOf: Date }) {
  const [search, setSearch] = useSearchState(segmentSearch)
  const update = useAct(updateSegment)
  return (
    <Page
      title={card.name}
      back={back}
      answer={<Answer card={card} asOf={asOf} />}
      actions={<Verbs card={card} onEdit={() => setSearch({ edit: true }, { push: true })} />}
    >
      <Section title={{ zh: '谁会在里面', en: 'Who is in it' }}>
        <Condition card={card} />
      </Section>
      <SegmentHistory id={card.id} createdAt={card.createdAt} asOf={asOf} period={search.days} onPeriod={(days) => setSearch({ days })} />
      <People card={card} />
      <SegmentEditor
        open={search.edit === true}
        segment={{ id: card.id, name: card.name, description: card.description, rule: card.rule, updatedAt: card.updatedAt }}
        usedBy={card.usedBy}
        onClose={() => setSearch({ edit: undefined })}
        onSave={(draft, unchangedSince) => update.mutateAsync({ id: card.id, ...draft, unchangedSince })}
      />
    </Page>
  )
}

function Answer({ card, asOf }: { readonly card: Card; readonly asOf: Date }) {
  const format = useFormat()
  return (
    <Sentence
      words={{
        zh: '现在有 {n} 位客户在这个细分里，占全部客户的 {share}。',
        en: '{n} {n|customer is|customers are} in this segment now, {share} of all.',
      }}
      parts={{
        n: (
          <Explain
            name={{ zh: '细分成员', en: 'Members of the segment' }}
            definition={{
              zh: '条件现在成立的客户。有新的消费或行为时立即重算；与时间有关的条件每小时重算一次。',
              en: 'Customers of whom the rule holds now. It is asked anew with every new fact, and every hour where time alone changes the answer.',
            }}
            asOf={asOf}
            rows={card.members}
            who={{ to: '/customers', search: { rule: membersRule(card.id) } }}
          >
            {format.count(card.members)}
          </Explain>
        ),
        share: card.customers > 0 ? format.percent(card.members / card.customers) : '—',
      }}
    />
  )
}

function Condition({ card }: { readonly card: Card }) {
  const say = useSay()
  return (
    <>
      <p className="rg-segment-rule">{say(card.sentence)}</p>
      {card.description ? <p className="rg-segment-said rg-segment-more">{card.description}</p> : null}
      {card.usedBy.length > 0 ? (
        <p className="rg-segment-said rg-segment-more">
          {say({ zh: '正在使用它的：', en: 'Used by: ' })}
          {card.usedBy.map((user, at) => (
            <span key={user.address}>
              {at > 0 ? say({ zh: '、', en: ', ' }) : ''}
              {say({ zh: '{kind}“', en: '{kind} “' }, { kind: user.kind })}
              <GoLink to={user.address}>{user.name}</GoLink>”
            </span>
          ))}
        </p>
      ) : null}
    </>
  )
}

function People({ card }: { readonly card: Card }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(previewRule, { rule: membersRule(card.id), limit: 10 })
  return (
    <Section
      title={{ zh: '其中的客户', en: 'The people in it' }}
      actions={
        card.members > 0 ? (
          <>
            <ExportButton size="small" kind="customer" path="customers" filters={{ rule: membersRule(card.id) }} />
            <GoLink to="/customers" search={{ rule: membersRule(card.id) }}>
              {say({ zh: '查看全部 {n} 位', en: 'See all {n}' }, { n: format.count(card.members) })}
            </GoLink>
          </>
        ) : null
      }
    >
      <Answered of={asked}>
        {({ customers }) =>
          customers.length === 0 ? (
            <p className="rg-note">
              {say({
                zh: '现在没有人符合条件。有人符合时会自动进来。',
                en: 'Nobody meets the rule at present. Whoever comes to meet it enters by itself.',
              })}
            </p>
          ) : (
            <PeoplePreview people={customers} />
          )
        }
      </Answered>
    </Section>
  )
}

function Verbs({ card, onEdit }: { readonly card: Card; readonly onEdit: () => void }) {
  const say = useSay()
  const go = useGo()
  const remove = useRemoval(card)
  const mayMakeJourneys = useMayDo({ name: 'create-journey', role: 'manager' })
  return (
    <>
      <Button danger type="text" onClick={remove}>
        {say({ zh: '删除', en: 'Delete' })}
      </Button>
      <Button onClick={onEdit}>{say({ zh: '修改', en: 'Change' })}</Button>
      {mayMakeJourneys ? (
        <Button type="primary" onClick={() => go('/journeys/new', { search: { segment: card.id } })}>
          {say({ zh: '用在旅程里', en: 'Use in a journey' })}
        </Button>
      ) : null}
    </>
  )
}

/** Deletes after a question that says what goes with it; where something else needs it, says what instead. */
function useRemoval(card: Card): () => void {
  const say = useSay()
  const go = useGo()
  const { modal } = App.useApp()
  const confirm = useConfirm()
  const remove = useAct(deleteSegment)
  if (card.usedBy.length > 0)
    return () =>
      void modal.info({
        title: say({ zh: '现在还不能删除', en: 'It cannot be deleted yet' }),
        content: say(
          {
            zh: '它还在使用中：{names}。请先修改那里，再来删除。',
            en: 'It is still used by {names}. Change that first, then delete it.',
          },
          { names: sayUses(card.usedBy) },
        ),
      })
  return () =>
    confirm({
      title: say({ zh: '删除细分“{name}”？', en: 'Delete the segment “{name}”?' }, { name: card.name }),
      content: {
        zh: '它的进出记录会一起删除，无法恢复。客户本身不受影响。',
        en: 'Its history of who entered and left goes with it and cannot be brought back. The customers themselves stay.',
      },
      ok: { zh: '删除', en: 'Delete' },
      danger: true,
      run: async () => {
        await remove.mutateAsync({ id: card.id })
        go('/segments')
        return say({ zh: '细分“{name}”已删除', en: 'The segment “{name}” was deleted' }, { name: card.name })
      },
    })
}
