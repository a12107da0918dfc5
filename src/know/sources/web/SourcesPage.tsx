import { PlusOutlined } from '@ant-design/icons'
import { Button, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { createSource, listSources } from '../actions.ts'
import { NewSource } from './NewSource.tsx'
import { standingOf } from './source-words.ts'
import './sources.css'

type Source = ReplyOf<typeof listSources>['sources'][number]

/** Everything that sends data in by itself, and how it fares. */
export function SourcesPage() {
  const say = useSay()
  const mayCreate = useMayDo(createSource)
  const asked = useAsk(listSources, {})
  const [adding, setAdding] = useState(false)
  const add = mayCreate ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {say({ zh: '新建来源', en: 'New source' })}
    </Button>
  ) : null
  return (
    <Page
      title={{ zh: '数据从哪里来？', en: 'Where does data come from?' }}
      answer={asked.data && asked.data.sources.length > 0 ? <Answer sources={asked.data.sources} /> : null}
      actions={asked.data && asked.data.sources.length > 0 ? add : null}
    >
      <Answered of={asked}>
        {({ sources }) =>
          sources.length === 0 ? (
            <Empty
              title={{ zh: '还没有来源', en: 'No sources yet' }}
              hint={{
                zh: '网站、小程序和服务器可以按 Segment 规范发来行为；商城系统可以用 Webhook 发来订单。',
                en: 'Sites, apps and servers can send what people do by the Segment spec; shop systems can send orders by webhook.',
              }}
              {...(mayCreate ? { next: { label: { zh: '新建来源', en: 'New source' }, onClick: () => setAdding(true) } } : {})}
            />
          ) : (
            <SourceList sources={sources} />
          )
        }
      </Answered>
      <NewSource open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}

const sumOf = (source: Source, name: 'received' | 'refused') => source.days.reduce((sum, day) => sum + day[name], 0)

function Answer({ sources }: { readonly sources: readonly Source[] }) {
  const format = useFormat()
  const total = (name: 'received' | 'refused') => format.count(sources.reduce((sum, source) => sum + sumOf(source, name), 0))
  return (
    <Sentence
      words={{
        zh: '近 30 天，{n} 个来源发来 {received} 条消息，拒收 {refused} 条。',
        en: 'In the last 30 days {n} {n|source|sources} sent {received} {received|message|messages}; {refused} {refused|was|were} refused.',
      }}
      parts={{
        n: format.count(sources.filter((source) => sumOf(source, 'received') > 0).length),
        received: total('received'),
        refused: total('refused'),
      }}
    />
  )
}

function SourceList({ sources }: { readonly sources: readonly Source[] }) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<Source> = [
    {
      title: say({ zh: '名称', en: 'Name' }),
      render: (_, source) => (
        <>
          <GoLink to={`/sources/${source.id}`}>{source.name}</GoLink> <span className="rg-sources-quiet">…{source.keyHint}</span>
        </>
      ),
    },
    {
      title: say({ zh: '方式', en: 'Way' }),
      responsive: ['md'],
      render: (_, source) => (source.kind === 'hook' ? 'Webhook' : say({ zh: 'Segment 规范', en: 'Segment spec' })),
    },
    {
      title: say({ zh: '近 30 天收到', en: 'Received in 30 days' }),
      align: 'right',
      render: (_, source) => format.count(sumOf(source, 'received')),
    },
    { title: say({ zh: '拒收', en: 'Refused' }), align: 'right', render: (_, source) => format.count(sumOf(source, 'refused')) },
    {
      title: say({ zh: '最近来信', en: 'Last heard of' }),
      responsive: ['sm'],
      render: (_, source) => (source.lastSeenAt ? format.relative(source.lastSeenAt) : say({ zh: '从未', en: 'never' })),
    },
    {
      title: say({ zh: '状态', en: 'State' }),
      render: (_, source) => {
        const { words, tone } = standingOf(source)
        return <Badge tone={tone}>{say(words)}</Badge>
      },
    },
  ]
  return (
    <Section bare>
      <Table rowKey="id" size="small" pagination={false} columns={columns} dataSource={[...sources]} scroll={{ x: 'max-content' }} />
    </Section>
  )
}
