import { PlusOutlined } from '@ant-design/icons'
import { Button, Grid, Table, type TableColumnsType } from 'antd'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { type MessageKind, template } from '../template.ts'
import { MailHint } from './MailHint.tsx'
import { type TemplateLine, useTemplates } from './use-templates.ts'
import '../../../pages/pages.css'
import './messages.css'
import { createTemplate } from '../actions.ts'

/** What we say to customers: the letters that journeys send. */
export function TemplatesPage() {
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const asked = useTemplates()
  const may = useMayDo(createTemplate)
  const n = asked.data?.length ?? 0
  return (
    <Page
      title={{ zh: '我们对客户说什么？', en: 'What do we say to customers?' }}
      answer={
        n > 0 ? (
          <Sentence
            words={{ zh: '有 {n} 个邮件模板，供旅程取用。', en: '{n} mail {n|template|templates} for journeys to use.' }}
            parts={{ n: format.count(n) }}
          />
        ) : null
      }
      actions={
        may ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => go('/templates/new')}>
            {say({ zh: '新建模板', en: 'New template' })}
          </Button>
        ) : null
      }
    >
      <MailHint />
      <Answered of={asked}>{(templates) => (templates.length === 0 ? <NoneYet /> : <List templates={templates} />)}</Answered>
    </Page>
  )
}

function NoneYet() {
  return (
    <Empty
      title={{ zh: '还没有模板', en: 'No templates yet' }}
      hint={{
        zh: '模板是一封写好的邮件，留出客户姓名等位置，发送时自动填上每位客户自己的资料。',
        en: 'A template is a letter with places for the name and the like, filled in for each customer when it is sent.',
      }}
      next={{ label: { zh: '写第一封', en: 'Write the first one' }, to: '/templates/new' }}
    />
  )
}

export function KindBadge({ kind }: { readonly kind: MessageKind }) {
  const say = useSay()
  const option = template.fields.kind.options.find(({ value }) => value === kind)
  return <Badge tone={option?.tone ?? 'neutral'}>{say(option?.label ?? kind)}</Badge>
}

function List({ templates }: { readonly templates: readonly TemplateLine[] }) {
  const say = useSay()
  const format = useFormat()
  const wide = Grid.useBreakpoint().md ?? true
  const columns: TableColumnsType<TemplateLine> = [
    {
      key: 'name',
      title: say({ zh: '模板', en: 'Template' }),
      rowScope: 'row',
      render: (_, line) => <GoLink to={`/templates/${line.id}`}>{line.name}</GoLink>,
    },
    { key: 'subject', title: say({ zh: '邮件主题', en: 'Subject' }), dataIndex: 'subject', ellipsis: true },
    { key: 'kind', title: say({ zh: '用途', en: 'Purpose' }), width: 110, render: (_, line) => <KindBadge kind={line.kind} /> },
    {
      key: 'updated',
      title: say({ zh: '更新时间', en: 'Updated' }),
      align: 'right',
      width: 150,
      render: (_, line) => <span title={format.dateTime(line.updatedAt)}>{format.relative(line.updatedAt)}</span>,
    },
  ]
  if (wide)
    return (
      <Table<TemplateLine>
        aria-label={say({ zh: '消息模板', en: 'Templates' })}
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={[...templates]}
        pagination={false}
      />
    )
  return (
    <ul className="rg-cards" aria-label={say({ zh: '消息模板', en: 'Templates' })}>
      {templates.map((line) => (
        <li key={line.id} className="rg-card">
          <div className="rg-card-title">
            <GoLink to={`/templates/${line.id}`}>{line.name}</GoLink>
          </div>
          <div>
            <KindBadge kind={line.kind} /> {line.subject}
          </div>
        </li>
      ))}
    </ul>
  )
}
