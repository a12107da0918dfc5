import { PlusOutlined } from '@ant-design/icons'
import { Button, Progress, Switch, Table, type TableColumnsType } from 'antd'
import type { Rule } from '../../../core/rule/rule.ts'
import { GoLink, useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { createTag, listTags, stopTagRound } from '../actions.ts'
import { isColour, type TagCard } from '../tag.ts'
import { tagsSearch } from '../tags-address.ts'
import { TagDrawer } from './TagDrawer.tsx'
import './tags.css'

/** Everybody with this tag. */
const whoHas = (id: string): Rule => ({ field: 'tags', op: 'has-any-tag', value: [id] })

export function TagsPage() {
  const say = useSay()
  const manages = useMayDo(createTag)
  const [search, setSearch] = useSearchState(tagsSearch)
  const asked = useAsk(listTags, {}, { every: (search.tag ?? '') === '' ? 5_000 : false })
  const open = (tag: string | undefined) => setSearch({ tag }, { push: true })
  const live = asked.data?.tags.filter((tag) => tag.retiredAt === null) ?? []
  const idle = live.filter((tag) => tag.idle)
  const edited = asked.data?.tags.find((tag) => tag.id === search.tag) ?? null
  return (
    <Page
      title={{ zh: '我们给客户打了哪些标签？', en: 'How do we tag customers?' }}
      answer={
        asked.data && live.length > 0 ? (
          <Sentence
            words={
              idle.length === 0
                ? { zh: '共有 {n} 个标签。', en: 'There {n|is|are} {n} {n|tag|tags}.' }
                : {
                    zh: '共有 {n} 个标签，其中 {idle} 个 90 天没有人用过。',
                    en: 'There {n|is|are} {n} {n|tag|tags}; {idle} of them {idle|was|were} given to nobody for 90 days.',
                  }
            }
            parts={{ n: String(live.length), idle: String(idle.length) }}
          />
        ) : null
      }
      actions={
        manages ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>
            {say({ zh: '新建标签', en: 'New tag' })}
          </Button>
        ) : null
      }
    >
      <Answered of={asked}>
        {({ tags, rounds }) => (
          <>
            {rounds.map((round) => (
              <RoundLine key={round.id} round={round} />
            ))}
            {tags.length === 0 ? (
              <Empty
                title={{ zh: '还没有标签', en: 'No tags yet' }}
                hint={{
                  zh: '例如“重要”“爽约过”“茶会嘉宾”。标签可以有到期日。',
                  en: 'For example “important”, “did not show up”, “guest of the tasting”. A tag may end by itself.',
                }}
                {...(manages ? { next: { label: { zh: '新建标签', en: 'New tag' }, onClick: () => open('new') } } : {})}
              />
            ) : (
              <TagTables tags={search.idle ? idle : tags} onOpen={manages ? open : null} />
            )}
          </>
        )}
      </Answered>
      {idle.length > 0 || search.idle ? (
        <label className="rg-tags-idle">
          <Switch size="small" checked={search.idle === true} onChange={(on) => setSearch({ idle: on ? true : undefined })} />
          {say({ zh: '只看 90 天没人用的', en: 'Only those that nobody was given for 90 days' })}
        </label>
      ) : null}
      <TagDrawer
        key={search.tag ?? 'none'}
        open={search.tag === 'new' || edited !== null}
        tag={edited}
        others={live.filter((tag) => tag.id !== edited?.id)}
        onClose={() => setSearch({ tag: undefined })}
      />
    </Page>
  )
}

type TablesProps = { readonly tags: readonly TagCard[]; readonly onOpen: ((id: string) => void) | null }

function TagTables({ tags, onOpen }: TablesProps) {
  const retired = tags.filter((tag) => tag.retiredAt !== null)
  return (
    <>
      <TagTable tags={tags.filter((tag) => tag.retiredAt === null)} onOpen={onOpen} />
      {retired.length > 0 ? (
        <Section bare title={{ zh: '已停用（谁有过仍保留）', en: 'Retired (who had them is kept)' }}>
          <TagTable tags={retired} onOpen={onOpen} />
        </Section>
      ) : null}
    </>
  )
}

function TagTable({ tags, onOpen }: TablesProps) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<TagCard> = [
    {
      title: say({ zh: '标签', en: 'Tag' }),
      rowScope: 'row',
      render: (_, tag) => {
        const chip = <Badge tone={isColour(tag.colour) ? tag.colour : 'neutral'}>{tag.name}</Badge>
        return onOpen ? (
          <Button type="link" className="rg-tags-open" onClick={() => onOpen(tag.id)}>
            {chip}
          </Button>
        ) : (
          chip
        )
      },
    },
    { title: say({ zh: '分组', en: 'Group' }), responsive: ['md'], render: (_, tag) => tag.group ?? '—' },
    {
      title: say({ zh: '客户', en: 'Customers' }),
      align: 'right',
      render: (_, tag) =>
        tag.retiredAt === null ? (
          <GoLink to="/customers" search={{ rule: whoHas(tag.id) }}>
            {format.count(tag.customers)}
          </GoLink>
        ) : (
          format.count(tag.customers)
        ),
    },
    {
      title: say({ zh: '最近使用', en: 'Last given' }),
      render: (_, tag) => (
        <span className="rg-tags-used">
          {tag.lastUsedAt ? format.date(tag.lastUsedAt) : say({ zh: '从未', en: 'never' })}
          {tag.idle ? <Badge tone="attention">{say({ zh: '90 天没人用', en: 'idle for 90 days' })}</Badge> : null}
        </span>
      ),
    },
  ]
  return <Table rowKey="id" size="small" pagination={false} columns={columns} dataSource={[...tags]} scroll={{ x: 'max-content' }} />
}

type Round = { readonly id: string; readonly tag: string; readonly verb: 'add' | 'remove'; readonly seen: number; readonly of: number }

function RoundLine({ round }: { readonly round: Round }) {
  const say = useSay()
  const format = useFormat()
  const stop = useAct(stopTagRound)
  const percent = round.of === 0 ? 100 : Math.min(100, Math.round((round.seen / round.of) * 100))
  const said =
    round.verb === 'add'
      ? say(
          { zh: '正在打标签“{tag}”：{seen} / {of} 位', en: 'Tagging “{tag}”: {seen} of {of}' },
          { tag: round.tag, seen: format.count(round.seen), of: format.count(round.of) },
        )
      : say(
          { zh: '正在去掉标签“{tag}”：{seen} / {of} 位', en: 'Taking “{tag}” off: {seen} of {of}' },
          { tag: round.tag, seen: format.count(round.seen), of: format.count(round.of) },
        )
  return (
    <div className="rg-tags-round" role="status">
      <span>{said}</span>
      <Progress percent={percent} size="small" aria-label={said} />
      <Button size="small" loading={stop.isPending} onClick={() => stop.mutate({ id: round.id })}>
        {say({ zh: '停止', en: 'Stop' })}
      </Button>
    </div>
  )
}
