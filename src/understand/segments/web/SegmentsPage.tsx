import { PlusOutlined } from '@ant-design/icons'
import { Button, Grid, Table, type TableColumnsType } from 'antd'
import type { z } from 'zod'
import { GoLink, useGo, useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { createSegment } from '../actions.ts'
import { overviewSegments } from '../questions.ts'
import { membersRule, segmentsSearch } from '../segments-address.ts'
import { SegmentEditor } from './SegmentEditor.tsx'

type Overview = z.output<typeof overviewSegments.output>
type Card = Overview['segments'][number]

/** All segments: who is in each, and by which rule. */
export function SegmentsPage() {
  const say = useSay()
  const go = useGo()
  const [search, setSearch] = useSearchState(segmentsSearch)
  const asked = useAsk(overviewSegments, {})
  const create = useAct(createSegment)
  const open = () => setSearch({ new: true }, { push: true })
  return (
    <Page
      title={{ zh: '哪些客户值得分开对待？', en: 'Which customers deserve their own treatment?' }}
      answer={asked.data ? <Answer overview={asked.data} /> : null}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={open}>
          {say({ zh: '新建细分', en: 'New segment' })}
        </Button>
      }
    >
      <Answered of={asked}>
        {(overview) => (overview.segments.length === 0 ? <NoneYet onNew={open} /> : <SegmentList overview={overview} />)}
      </Answered>
      <SegmentEditor
        open={search.new === true}
        rule={search.rule}
        onClose={() => setSearch({ new: undefined, rule: undefined })}
        onSave={async (draft) => {
          const { id } = await create.mutateAsync(draft)
          // After the drawer has closed and put the address right.
          setTimeout(() => go(`/segments/${id}`))
        }}
      />
    </Page>
  )
}

function NoneYet({ onNew }: { readonly onNew: () => void }) {
  return (
    <Empty
      title={{ zh: '还没有细分', en: 'No segments yet' }}
      hint={{
        zh: '细分是一条起了名字的条件，例如“花得多，却很久没来”。成员会自动更新，可以查看，也可以用在旅程里。',
        en: 'A segment is a rule with a name, such as “spent much, gone quiet”. Its members keep themselves up to date; look at them, or use them in a journey.',
      }}
      next={{ label: { zh: '新建第一个细分', en: 'Make the first segment' }, onClick: onNew }}
    />
  )
}

function Answer({ overview }: { readonly overview: Overview }) {
  const format = useFormat()
  const [largest] = overview.segments.toSorted((a, b) => b.members - a.members)
  if (!largest) return null
  return (
    <Sentence
      words={{
        zh: '共有 {n} 个细分；人数最多的是“{name}”，有 {members} 位客户。',
        en: 'There {n|is|are} {n} {n|segment|segments}; the largest is “{name}” with {members} {members|customer|customers}.',
      }}
      parts={{ n: format.count(overview.segments.length), name: largest.name, members: <Members card={largest} asOf={overview.asOf} /> }}
    />
  )
}

function Members({ card, asOf }: { readonly card: Card; readonly asOf: string }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Explain
      name={card.name}
      definition={say(
        { zh: '现在符合这个条件的客户：{rule}', en: 'Customers of whom this holds now: {rule}' },
        { rule: say(card.sentence) },
      )}
      asOf={asOf}
      rows={card.members}
      who={{ to: '/customers', search: { rule: membersRule(card.id) } }}
    >
      {format.count(card.members)}
    </Explain>
  )
}

function SegmentList({ overview }: { readonly overview: Overview }) {
  const wide = Grid.useBreakpoint().md ?? true
  return wide ? <SegmentTable overview={overview} /> : <SegmentCards overview={overview} />
}

function SegmentTable({ overview }: { readonly overview: Overview }) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<Card> = [
    {
      key: 'name',
      title: say({ zh: '细分', en: 'Segment' }),
      rowScope: 'row',
      render: (_, card) => (
        <>
          <GoLink to={`/segments/${card.id}`}>{card.name}</GoLink>
          <div className="rg-segment-said">{say(card.sentence)}</div>
        </>
      ),
    },
    {
      key: 'members',
      title: say({ zh: '人数', en: 'Members' }),
      align: 'right',
      render: (_, card) => <Members card={card} asOf={overview.asOf} />,
    },
    { key: 'share', title: say({ zh: '占全部客户', en: 'Of all customers' }), align: 'right', render: (_, card) => <Share card={card} /> },
    {
      key: 'updated',
      title: say({ zh: '条件修改于', en: 'Rule changed' }),
      align: 'right',
      render: (_, card) => format.date(card.updatedAt),
    },
  ]
  return (
    <Table<Card>
      aria-label={say({ zh: '细分', en: 'Segments' })}
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={[...overview.segments]}
      pagination={false}
    />
  )
}

function Share({ card }: { readonly card: Card }) {
  const format = useFormat()
  const share = card.customers > 0 ? card.members / card.customers : 0
  return (
    <>
      {format.percent(share)}
      <span className="rg-segment-share" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </>
  )
}

function SegmentCards({ overview }: { readonly overview: Overview }) {
  const say = useSay()
  return (
    <ul className="rg-cards">
      {overview.segments.map((card) => (
        <li key={card.id} className="rg-card rg-segment-card">
          <GoLink to={`/segments/${card.id}`}>{card.name}</GoLink>
          <div className="rg-segment-said">{say(card.sentence)}</div>
          <div>
            <Members card={card} asOf={overview.asOf} /> {say({ zh: '位客户，占', en: 'customers,' })} <Share card={card} />
          </div>
        </li>
      ))}
    </ul>
  )
}
