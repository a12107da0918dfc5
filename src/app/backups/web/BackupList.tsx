import { Table, type TableColumnsType } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty } from '../../../ui/States.tsx'
import type { Backups } from './backups-answer.ts'
import { useSaySize } from './say-size.ts'

type Copy = Backups['copies'][number]
type Run = Backups['runs'][number]

/** What is kept, and what failed since. */
export function BackupList({ backups: { copies, runs } }: { readonly backups: Backups }) {
  const say = useSay()
  const last = runs.find((run) => run.kind === 'backup' && run.state !== 'waiting' && run.state !== 'running')
  return (
    <Section title={{ zh: '已有的备份', en: 'Backups' }}>
      {last && last.state !== 'done' ? <LastFailed run={last} /> : null}
      {copies.length === 0 ? (
        <Empty
          small
          title={{ zh: '还没有备份', en: 'No backups yet' }}
          hint={{
            zh: '备份里有全部客户、事实、设置、上传的文件和审计记录，加密存放。',
            en: 'A backup holds all customers, facts, settings, uploaded files and the audit, encrypted.',
          }}
        />
      ) : (
        <CopyTable copies={copies} />
      )}
      <span className="rg-hidden">{say({ zh: '点开一行看里面有什么', en: 'Open a row to see what is in it' })}</span>
    </Section>
  )
}

function LastFailed({ run }: { readonly run: Run }) {
  const say = useSay()
  const format = useFormat()
  return (
    <p className="rg-backups-failed">
      <Badge tone={run.state === 'stopped' ? 'neutral' : 'danger'}>
        {run.state === 'stopped' ? say({ zh: '上次停止了', en: 'Last one stopped' }) : say({ zh: '上次失败', en: 'Last one failed' })}
      </Badge>{' '}
      {format.relative(run.endedAt ?? run.madeAt)} · {run.failure ? say(run.failure) : ''}
    </p>
  )
}

function CopyTable({ copies }: { readonly copies: readonly Copy[] }) {
  const say = useSay()
  const format = useFormat()
  const saySize = useSaySize()
  const columns: TableColumnsType<Copy> = [
    { title: say({ zh: '时间', en: 'Taken' }), render: (_, copy) => format.dateTime(copy.takenAt) },
    { title: say({ zh: '大小', en: 'Size' }), align: 'right', render: (_, copy) => saySize(copy.bytes) },
    { title: say({ zh: '客户', en: 'Customers' }), align: 'right', render: (_, copy) => format.count(rowsOf(copy, 'customers')) },
    {
      title: say({ zh: '事实', en: 'Facts' }),
      align: 'right',
      responsive: ['sm'],
      render: (_, copy) => format.count(rowsOf(copy, 'events')),
    },
    { title: say({ zh: '文件', en: 'Files' }), align: 'right', responsive: ['md'], render: (_, copy) => format.count(copy.files) },
    {
      title: say({ zh: '存放在', en: 'Lies in' }),
      responsive: ['md'],
      render: (_, copy) =>
        copy.targets.map((name) => name ?? say({ zh: '数据文件夹', en: 'the data folder' })).join(say({ zh: '、', en: ', ' })),
    },
    {
      title: say({ zh: '用时', en: 'Took' }),
      align: 'right',
      responsive: ['lg'],
      render: (_, copy) => say({ zh: '{n} 秒', en: '{n} s' }, { n: format.number(copy.seconds) }),
    },
  ]
  return (
    <Table
      rowKey="backupId"
      size="small"
      pagination={copies.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      columns={columns}
      dataSource={[...copies]}
      expandable={{
        expandedRowRender: (copy) => <Contents copy={copy} />,
        columnTitle: <span className="rg-hidden">{say({ zh: '内容', en: 'Contents' })}</span>,
        expandIcon: ({ expanded, onExpand, record }) => (
          <button
            type="button"
            className="rg-backups-open"
            aria-expanded={expanded}
            aria-label={say({ zh: '{when} 的内容', en: 'Contents of {when}' }, { when: format.dateTime(record.takenAt) })}
            onClick={(event) => onExpand(record, event)}
          >
            {expanded ? '−' : '+'}
          </button>
        ),
      }}
    />
  )
}

const rowsOf = (copy: Copy, table: string) => copy.tables.find(([name]) => name === table)?.[1] ?? 0

function Contents({ copy }: { readonly copy: Copy }) {
  const say = useSay()
  const format = useFormat()
  return (
    <div className="rg-backups-contents">
      <p>
        {say(
          {
            zh: '{name}，由 {program} 版制作，共 {rows} 行、{tables} 张有内容的表。',
            en: '{name}, made by version {program}: {rows} rows in {tables} tables.',
          },
          { name: copy.name, program: copy.program, rows: format.count(copy.rows), tables: copy.tables.length },
        )}
      </p>
      <ul>
        {copy.tables.map(([name, rows]) => (
          <li key={name}>
            <code>{name}</code> {format.count(rows)}
          </li>
        ))}
      </ul>
    </div>
  )
}
