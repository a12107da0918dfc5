import { Button } from 'antd'
import { useGo, usePathValue, useSearchState } from '../../../ui/address.tsx'
import { ProblemError } from '../../../ui/call.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { useFocusPage } from '../../../ui/use-focus-page.ts'
import { useUnchanged } from '../../../ui/use-unchanged.ts'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { createJourney, deleteJourney, readJourney, updateJourney } from '../actions.ts'
import { JourneyEditor } from './JourneyEditor.tsx'
import { JourneyView } from './JourneyView.tsx'
import { Launch } from './Launch.tsx'
import { journeySearch } from '../journey-address.ts'
import { definitionOf, draftOf, type JourneyDraft } from './journey-draft.ts'
import { type Known, useKnown } from './say-rule.ts'
import { blank, starters } from './starters.ts'
import type { Journey } from './journey-answer.ts'
import type { Measured } from './measured.ts'

/** One journey, to look at or to change; `/journeys/new` begins one. */
export function JourneyPage(measured: Measured) {
  const id = usePathValue('id')
  const known = useKnown()
  const isNew = id === 'new'
  const asked = useAsk(readJourney, { id }, { when: !isNew, every: 10_000 })
  if (known.data && isNew) return <NewJourney known={known.data} {...measured} />
  if (known.data && asked.data) return <Kept journey={asked.data} known={known.data} asOf={new Date(asked.dataUpdatedAt)} {...measured} />
  const failed = known.error ?? asked.error
  const retry = () => {
    known.refetch()
    void asked.refetch()
  }
  return (
    <Page
      title={{ zh: '旅程', en: 'Journey' }}
      back={{ to: '/journeys', label: { zh: '全部旅程', en: 'All journeys' } }}
      actions={failed instanceof ProblemError && failed.code === 'journey.unreadable' ? <DeleteUnreadable id={id} /> : null}
    >
      {failed ? <ErrorState error={failed} retry={retry} /> : <Loading rows={8} />}
    </Page>
  )
}

/** What cannot be read can still be let go. */
function DeleteUnreadable({ id }: { readonly id: string }) {
  const say = useSay()
  const go = useGo()
  const confirm = useConfirm()
  const remove = useAct(deleteJourney)
  const may = useMayDo(deleteJourney)
  if (!may) return null
  const ok = { zh: '删除旅程', en: 'Delete the journey' }
  const ask = {
    title: { zh: '删除这个旅程？', en: 'Delete this journey?' },
    content: { zh: '里面的客户随即离开，历史记录保留。', en: 'Those inside leave at once; their history stays.' },
    ok,
    danger: true,
    run: async () => {
      await remove.mutateAsync({ id })
      go('/journeys')
      return { zh: '已删除', en: 'Deleted' }
    },
  }
  return (
    <Button danger onClick={() => confirm(ask)}>
      {say(ok)}
    </Button>
  )
}

function NewJourney({ known, Plan }: Measured & { readonly known: Known }) {
  const say = useSay()
  const go = useGo()
  const [search, setSearch] = useSearchState(journeySearch)
  const create = useAct(createJourney)
  const starter = starters.find(({ key }) => key === search.from)
  const segment = search.segment === undefined ? undefined : known.dictionary.segments?.get(search.segment)
  const beginning: JourneyDraft = starter ? { ...starter.draft, name: say(starter.name) } : blank
  const draft = segment === undefined ? beginning : { ...beginning, name: segment, trigger: { kind: 'segment', segment: search.segment } }
  return (
    <JourneyEditor
      key={`${search.from ?? ''} ${search.segment ?? ''}`}
      isNew
      draft={draft}
      known={known}
      {...(Plan ? { Plan } : {})}
      view={search.view}
      onView={(view) => setSearch({ view })}
      note={null}
      onCancel={() => go('/journeys')}
      onSave={async (written) => {
        const { id } = await create.mutateAsync({ name: written.name.trim(), definition: definitionOf(written) })
        go(`/journeys/${id}`, { replace: true })
      }}
    />
  )
}

type KeptProps = Measured & { readonly journey: Journey; readonly known: Known; readonly asOf: Date }

function Kept(props: KeptProps) {
  const [search, setSearch] = useSearchState(journeySearch)
  // Looking at it, writing it and starting it are pages of one address.
  useFocusPage(search.launch ? 'launch' : search.edit ? 'edit' : 'view')
  if (search.launch) return <Launch {...props} search={search} setSearch={setSearch} />
  if (!search.edit) return <JourneyView {...props} search={search} setSearch={setSearch} />
  return <Written {...props} />
}

/** A journey that is being changed. */
function Written(props: KeptProps) {
  const say = useSay()
  const { journey, known } = props
  const [search, setSearch] = useSearchState(journeySearch)
  const update = useAct(updateJourney)
  const saveUnchanged = useUnchanged(journey.updatedAt)
  const wasStarted = journey.startedAt !== null
  const close = () => setSearch({ edit: undefined })
  return (
    <JourneyEditor
      isNew={false}
      wasStarted={wasStarted}
      former={journey.versions.flatMap(({ steps }) => steps)}
      {...(props.Plan ? { Plan: props.Plan } : {})}
      draft={draftOf(journey.name, journey.definition)}
      known={known}
      view={search.view}
      onView={(view) => setSearch({ view })}
      note={
        wasStarted
          ? say(
              {
                zh: '保存后成为第 {n} 版：之后进入的客户走新版，已在里面的客户按原来的版本走完。',
                en: 'Saving makes version {n}: those who enter from then on walk it, those inside finish the version they are in.',
              },
              { n: journey.version + 1 },
            )
          : null
      }
      onCancel={close}
      onSave={async (written) => {
        const changed = { id: journey.id, name: written.name.trim(), definition: definitionOf(written) }
        await saveUnchanged((unchangedSince) => update.mutateAsync({ ...changed, unchangedSince }))
        close()
      }}
    />
  )
}
