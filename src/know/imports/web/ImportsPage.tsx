import { Alert } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { listImports } from '../actions.ts'
import { stateWords } from '../import.ts'
import { DropPlace } from './DropPlace.tsx'
import { kindWords, stateTones } from './import-words.ts'
import { partsOfCounts } from './said-counts.ts'
import './imports.css'

type Card = ReplyOf<typeof listImports>['imports'][number]

/** The way in for files, and all that came that way. */
export function ImportsPage() {
  const say = useSay()
  const asked = useAskMore(listImports, (after: string | undefined) => (after ? { after } : {}))
  const imports = asked.data?.pages.flatMap((page) => page.imports)
  return (
    <Page
      title={{ zh: '要从哪个文件导入？', en: 'Which file do you want to import?' }}
      answer={imports && imports.length > 0 ? <Answer imports={imports} /> : null}
    >
      <DropPlace />
      <p className="rg-import-by-itself">
        <GoLink to="/import/schedules">{say({ zh: '按时自动导入…', en: 'Import by itself at set times…' })}</GoLink>
      </p>
      <Section title={{ zh: '导入记录', en: 'Imports so far' }}>
        {imports ? (
          <List imports={imports} asked={asked} />
        ) : asked.error ? (
          <ErrorState error={asked.error} retry={asked.refetch} />
        ) : (
          <Loading />
        )}
      </Section>
    </Page>
  )
}

function Answer({ imports }: { readonly imports: readonly Card[] }) {
  const say = useSay()
  const format = useFormat()
  const last = imports.find((one) => one.startedAt !== null)
  if (!last) return null
  return (
    <Sentence
      words={{ zh: '最近一次是“{name}”（{when}），{state}。', en: 'The last one was “{name}”, {when}: {state}.' }}
      parts={{ when: format.relative(last.startedAt), name: last.name, state: say(stateWords[last.state]).toLowerCase() }}
    />
  )
}

type Asked = { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => unknown }

function List({ imports, asked }: { readonly imports: readonly Card[]; readonly asked: Asked }) {
  if (imports.length === 0)
    return (
      <Empty
        small
        title={{ zh: '还没有导入过', en: 'Nothing has been imported yet' }}
        hint={{ zh: '导入之后可以随时整批撤销，所以放心试。', en: 'Every import can be undone as a whole, so it is safe to try.' }}
      />
    )
  return (
    <>
      <ul className="rg-imports">
        {imports.map((one) => (
          <ImportLine key={one.id} card={one} />
        ))}
      </ul>
      <MoreButton of={asked} words={{ zh: '更早的导入', en: 'Earlier imports' }} />
    </>
  )
}

function ImportLine({ card }: { readonly card: Card }) {
  const say = useSay()
  const format = useFormat()
  const brought = partsOfCounts(card.counts).map(({ n, words }) => say(words, { n: format.count(n) }))
  return (
    <li>
      <GoLink to={`/import/${card.id}`} className="rg-link rg-imports-name">
        {card.name}
      </GoLink>
      <Badge tone={stateTones[card.state]}>{say(stateWords[card.state])}</Badge>
      <div className="rg-imports-said">
        {[say(kindWords[card.kind].label), format.dateTime(card.startedAt ?? card.createdAt), ...brought].filter(Boolean).join(' · ')}
      </div>
      {card.failure ? <Alert type="error" title={say(card.failure)} className="rg-imports-said" /> : null}
    </li>
  )
}
