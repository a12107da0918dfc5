import { sayActor } from '../../../core/kit/program-parts.ts'
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
import { useConfirm } from '../../../ui/use-confirm.ts'
import type { ReplyOf } from '../../../core/action/action.ts'
import { createTag, listTags, stopTagRound, undoTagRound } from '../actions.ts'
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
        {({ tags, rounds, recent }) => (
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
            {recent.length > 0 ? <RecentRounds rounds={recent} /> : null}
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

type Round = ReplyOf<typeof listTags>['rounds'][number]

const underWay = {
  add: { zh: '正在打标签“{tag}”：{seen} / {of} 位', en: 'Tagging “{tag}”: {seen} of {of}' },
  remove: { zh: '正在去掉标签“{tag}”：{seen} / {of} 位', en: 'Taking “{tag}” off: {seen} of {of}' },
  merge: { zh: '正在把标签“{tag}”并入“{into}”：{seen} / {of} 位', en: 'Merging “{tag}” into “{into}”: {seen} of {of}' },
} as const
const undoing = {
  add: { zh: '正在撤销打标签“{tag}”：{seen} / {of} 位', en: 'Undoing the tagging with “{tag}”: {seen} of {of}' },
  remove: { zh: '正在撤销去掉标签“{tag}”：{seen} / {of} 位', en: 'Putting “{tag}” back: {seen} of {of}' },
  merge: { zh: '正在撤销“{tag}”并入“{into}”：{seen} / {of} 位', en: 'Parting “{tag}” from “{into}”: {seen} of {of}' },
} as const
const over = {
  add: { zh: '给 {n} 位客户打上“{tag}”', en: 'Tagged {n} {n|customer|customers} with “{tag}”' },
  remove: { zh: '从 {n} 位客户去掉“{tag}”', en: 'Took “{tag}” off {n} {n|customer|customers}' },
  merge: { zh: '把“{tag}”并入“{into}”，{n} 位客户改变', en: 'Merged “{tag}” into “{into}”; {n} {n|customer|customers} changed' },
} as const

function RoundLine({ round }: { readonly round: Round }) {
  const say = useSay()
  const format = useFormat()
  const stop = useAct(stopTagRound)
  const mayStop = useMayDo(stopTagRound)
  const percent = round.of === 0 ? 100 : Math.min(100, Math.round((round.seen / round.of) * 100))
  const words = round.state === 'undoing' ? undoing : underWay
  const parts = { tag: round.tag, into: round.into ?? '', seen: format.count(round.seen), of: format.count(round.of) }
  const said = say(words[round.verb], parts)
  return (
    <div className="rg-tags-round" role="status">
      <span>{said}</span>
      <Progress percent={percent} size="small" aria-label={said} />
      {mayStop && round.state === 'running' && round.verb !== 'merge' ? (
        <Button size="small" loading={stop.isPending} onClick={() => stop.mutate({ id: round.id })}>
          {say({ zh: '停止', en: 'Stop' })}
        </Button>
      ) : null}
    </div>
  )
}

/** What was done to many at once lately, and the way back. */
function RecentRounds({ rounds }: { readonly rounds: readonly Round[] }) {
  const say = useSay()
  const format = useFormat()
  const mayUndo = useMayDo(undoTagRound)
  return (
    <Section bare title={{ zh: '最近的批量操作（30 天内可撤销）', en: 'Bulk changes of late (can be undone for 30 days)' }}>
      <ul className="rg-tags-recent">
        {rounds.map((round) => (
          <li key={round.id}>
            <span>{say(over[round.verb], { tag: round.tag, into: round.into ?? '', n: format.count(round.changed) })}</span>
            <span className="rg-tags-quiet">
              {[round.by ? say(sayActor(round.by)) : null, round.endedAt ? format.dateTime(round.endedAt) : null]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {mayUndo ? <UndoRound round={round} /> : null}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function UndoRound({ round }: { readonly round: Round }) {
  const say = useSay()
  const confirm = useConfirm()
  const undo = useAct(undoTagRound)
  const ask = () =>
    confirm({
      title: { zh: '撤销这次批量操作？', en: 'Undo this bulk change?' },
      content: { zh: '之后又改过的客户保持不变。', en: 'Customers who were changed again since stay as they are.' },
      ok: { zh: '撤销', en: 'Undo' },
      run: async () => {
        await undo.mutateAsync({ id: round.id })
        return { zh: '正在撤销', en: 'It is being undone' }
      },
    })
  return (
    <Button type="link" size="small" loading={undo.isPending} onClick={ask}>
      {say({ zh: '撤销', en: 'Undo' })}
    </Button>
  )
}
