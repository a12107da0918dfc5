import { Button, Grid } from 'antd'
import { type ReactNode, useCallback, useState } from 'react'
import type { Words } from '../../core/kit/words.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import { useSearchState } from '../../ui/address.tsx'
import { useList } from '../../ui/data.tsx'
import { useSay } from '../../ui/language.tsx'
import { useFormat } from '../../ui/shop.tsx'
import { Answered, Empty, ErrorState, Loading } from '../../ui/States.tsx'
import type { EntityCard } from '../browser-dictionary.ts'
import { type ListSearch, listSearch, readColumns, readSort, writeColumns, writeSort } from '../list-address.ts'
import { useDictionary } from '../use-dictionary.ts'
import { ExportButton } from '../export-list/ExportButton.tsx'
import { ColumnChooser } from './ColumnChooser.tsx'
import { RecordCount, useRecordCount } from './RecordCount.tsx'
import { RecordCards, type RecordRow, RecordTable } from './RecordTable.tsx'
import { FilterChips, RuleFilter } from './RuleFilter.tsx'
import { SavedViews, type ViewVerbs } from './SavedViews.tsx'
import { SearchBox } from './SearchBox.tsx'
import { TickedBar } from './ticks.tsx'
import '../pages.css'

const pageSize = 50

type Props = {
  /** `customer`. */
  readonly entity: string
  /** Where a record's link leads; `/<path>/<id>` when left out, null where records have no page. */
  readonly linkTo?: ((row: RecordRow) => string) | null
  /** What a record without its title is called, e.g. a customer without a name. */
  readonly untitled?: (row: RecordRow) => string
  /** Given, the list's filter, order and columns can be kept under a name. */
  readonly views?: ViewVerbs
  readonly searchLabel?: Words
  /** Shown where there is not a single record, e.g. the way to an import. */
  readonly empty?: ReactNode
  /** The columns that are shown unless the reader chose otherwise, in their order; those that are listed when left out. */
  readonly usual?: readonly string[]
  /** Buttons beside the tools, e.g. "New customer". */
  readonly actions?: ReactNode
  /** What can be done with one record, at the end of its line. */
  readonly rowAction?: (row: RecordRow) => ReactNode
  /** Given, records can be ticked; it draws what can be done with those that are. */
  readonly withTicked?: (ids: readonly string[]) => ReactNode
}

/**
 * An entity's records: search, filter by rule, order, columns, views, page after page. All of it lives in the address;
 * the page's entry takes `search: listSearch`.
 */
export function RecordList(props: Props) {
  const known = useDictionary(props.entity)
  return <Answered of={known}>{({ card, dictionary }) => <List {...props} card={card} dictionary={dictionary} />}</Answered>
}

type ListProps = Props & { readonly card: EntityCard; readonly dictionary: Dictionary }

function List(props: ListProps) {
  const { card, dictionary } = props
  const [search, setSearch] = useSearchState(listSearch)
  const onSearch = useCallback((text: string | undefined) => setSearch({ search: text }), [setSearch])
  const say = useSay()
  return (
    <div className="rg-list">
      <div className="rg-list-tools">
        {card.searchable ? (
          <SearchBox value={search.search} onSearch={onSearch} label={say(props.searchLabel ?? { zh: '搜索', en: 'Search' })} />
        ) : null}
        <RuleFilter
          rule={search.rule}
          onChange={(rule) => setSearch({ rule }, { push: true })}
          dictionary={dictionary}
          countOf={(rule) => <RecordCount path={card.path} rule={rule} />}
        />
        {props.views ? (
          <SavedViews entity={card.name} verbs={props.views} search={search} onOpen={(view) => setSearch(view, { push: true })} />
        ) : null}
        <ColumnChooser
          fields={card.fields}
          title={card.title}
          shown={readColumns(search.columns, card.fields, card.title, props.usual)}
          onChange={(names) => setSearch({ columns: names ? writeColumns(names, card.fields, card.title, props.usual) : undefined })}
        />
        <ExportButton
          kind={card.name}
          path={card.path}
          filters={{ rule: search.rule, search: search.search, sort: search.sort }}
          shown={readColumns(search.columns, card.fields, card.title)}
        />
        {props.actions ? <div className="rg-list-actions">{props.actions}</div> : null}
      </div>
      <FilterChips rule={search.rule} onChange={(rule) => setSearch({ rule }, { push: true })} dictionary={dictionary} />
      <Found {...props} search={search} setSearch={setSearch} />
    </div>
  )
}

type FoundProps = ListProps & { readonly search: ListSearch; readonly setSearch: (patch: Partial<ListSearch>) => void }

function Found({ usual, card, search, setSearch, linkTo, untitled, empty, withTicked, rowAction }: FoundProps) {
  const say = useSay()
  const [ticked, setTicked] = useState<readonly string[]>([])
  const wide = Grid.useBreakpoint().md ?? true
  const chosen = readSort(search.sort, card.fields)
  const list = useList(card.path, {
    rule: search.rule,
    search: search.search,
    limit: pageSize,
    ...(chosen ? { sort: writeSort(chosen) } : {}),
  })
  const rows = list.data?.pages.flatMap((page) => page.rows)
  if (!rows) return list.error ? <ErrorState error={list.error} retry={list.refetch} /> : <Loading rows={8} />
  if (rows.length === 0) return <NothingFound card={card} search={search} setSearch={setSearch} empty={empty} />
  const shown = {
    entity: card.name,
    rows,
    fields: card.fields,
    title: card.title,
    untitled,
    linkTo: linkTo === undefined ? (row: RecordRow) => `/${card.path}/${String(row['id'])}` : linkTo,
    columns: readColumns(search.columns, card.fields, card.title, usual),
    sort: chosen ?? card.sort,
    label: say(card.plural),
    rowAction,
    ticked: withTicked ? { ids: ticked, onChange: setTicked } : undefined,
  }
  return (
    <>
      {wide ? (
        <RecordTable
          {...shown}
          busy={list.isFetching && !list.isFetchingNextPage}
          onSort={(sort) => setSearch({ sort: sort ? writeSort(sort) : undefined })}
        />
      ) : (
        <RecordCards {...shown} />
      )}
      {withTicked && ticked.length > 0 ? (
        <TickedBar
          said={say({ zh: '已选 {n} 位', en: '{n} chosen' }, { n: ticked.length })}
          onClear={() => setTicked([])}
          actions={withTicked(ticked)}
        />
      ) : null}
      <ListFoot card={card} search={search} shown={rows.length} list={list} />
    </>
  )
}

function NothingFound({ card, search, setSearch, empty }: Pick<FoundProps, 'card' | 'search' | 'setSearch' | 'empty'>) {
  const filtered = search.rule !== undefined || search.search !== undefined
  if (!filtered) return empty ?? <Empty title={{ zh: `还没有${card.plural.zh}`, en: `No ${card.plural.en.toLowerCase()} yet` }} />
  return (
    <Empty
      title={{ zh: '没有符合条件的记录', en: 'Nothing matches' }}
      hint={{ zh: '换个词，或放宽筛选条件试试。', en: 'Try another word or a wider filter.' }}
      next={{
        label: { zh: '清除搜索与筛选', en: 'Clear search and filter' },
        onClick: () => setSearch({ rule: undefined, search: undefined }),
      }}
    />
  )
}

type ListAnswer = ReturnType<typeof useList>

function ListFoot({
  card,
  search,
  shown,
  list,
}: {
  readonly card: EntityCard
  readonly search: ListSearch
  readonly shown: number
  readonly list: ListAnswer
}) {
  const say = useSay()
  const format = useFormat()
  const total = useRecordCount(card.path, search)
  const n = format.count(shown)
  // The rows of the order before stand there meanwhile, and the button below them with them.
  const isReordered = list.isPlaceholderData && list.data?.pages.at(-1)?.next !== null
  return (
    <div className="rg-list-foot">
      <span aria-live="polite">
        {total.data
          ? say({ zh: '已显示 {n}，共 {total}', en: '{n} of {total} shown' }, { n, total: format.count(total.data.count) })
          : say({ zh: '已显示 {n}', en: '{n} shown' }, { n })}
      </span>
      {list.hasNextPage || isReordered ? (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage || isReordered}>
          {say({ zh: '再显示 {n} 条', en: 'Show {n} more' }, { n: pageSize })}
        </Button>
      ) : null}
      {list.isFetchNextPageError ? (
        <span role="alert">{say({ zh: '没有取到，请再试一次。', en: 'That did not arrive; try again.' })}</span>
      ) : null}
    </div>
  )
}
