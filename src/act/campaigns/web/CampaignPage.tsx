import { Button } from 'antd'
import { useState } from 'react'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useGo, usePathValue, useSearchState } from '../../../ui/address.tsx'
import { ProblemError } from '../../../ui/call.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { createCampaign, deleteCampaign, readCampaign, updateCampaign } from '../actions.ts'
import { campaignSearch } from '../campaigns-address.ts'
import { blankDraft, draftOf } from './campaign-draft.ts'
import { CampaignEditor } from './CampaignEditor.tsx'
import { CampaignView } from './CampaignView.tsx'
import type { Campaign } from './campaign-answer.ts'
import type { Measured } from './measured.ts'

const back = { to: '/campaigns', label: { zh: '全部活动', en: 'All campaigns' } }

/** One campaign, to look at or to change; `/campaigns/new` begins one. */
export function CampaignPage(measured: Measured) {
  const id = usePathValue('id')
  const isNew = id === 'new'
  const known = useDictionary('customer')
  const asked = useAsk(readCampaign, { id }, { when: !isNew, every: 3_000 })
  const [search] = useSearchState(campaignSearch)
  const failed = known.error ?? asked.error
  if (known.data && isNew) return <NewCampaign {...measured} />
  if (known.data && asked.data) {
    return search.edit ? (
      <Change campaign={asked.data} {...measured} />
    ) : (
      <CampaignView campaign={asked.data} asOf={new Date(asked.dataUpdatedAt)} {...measured} />
    )
  }
  return (
    <Page
      title={{ zh: '营销活动', en: 'Campaign' }}
      back={back}
      actions={failed instanceof ProblemError && failed.code === 'campaign.unreadable' ? <DeleteUnreadable id={id} /> : null}
    >
      {failed ? <ErrorState error={failed} retry={() => void asked.refetch()} /> : <Loading rows={8} />}
    </Page>
  )
}

/** What cannot be read can still be let go. */
function DeleteUnreadable({ id }: { readonly id: string }) {
  const say = useSay()
  const go = useGo()
  const confirm = useConfirm()
  const remove = useAct(deleteCampaign)
  const may = useMayDo(deleteCampaign)
  if (!may) return null
  const ok = { zh: '删除活动', en: 'Delete the campaign' }
  const ask = {
    title: { zh: '删除这个活动？', en: 'Delete this campaign?' },
    content: {
      zh: '没发出的全部撤回；发生过的记录保留在客户的时间线上。',
      en: 'What has not left is taken back; what happened stays on the customers’ timelines.',
    },
    ok,
    danger: true,
    run: async () => {
      await remove.mutateAsync({ id })
      go('/campaigns')
      return { zh: '已删除', en: 'Deleted' }
    },
  }
  return (
    <Button danger onClick={() => confirm(ask)}>
      {say(ok)}
    </Button>
  )
}

function NewCampaign(measured: Measured) {
  const go = useGo()
  const create = useAct(createCampaign)
  const [search] = useSearchState(campaignSearch)
  const [draft] = useState(() => blankDraft(search.segment === undefined ? undefined : { segment: search.segment }))
  return (
    <CampaignEditor
      draft={draft}
      isLocked={false}
      onSave={async (name, goal, definition) => {
        const { id } = await create.mutateAsync({ name, goal, definition })
        go(`/campaigns/${id}`)
      }}
      onCancel={() => go('/campaigns')}
      {...measured}
    />
  )
}

function Change({ campaign, ...measured }: Measured & { readonly campaign: Campaign }) {
  const go = useGo()
  const update = useAct(updateCampaign)
  const { id, name, goal, definition, state, editions } = campaign
  const [draft] = useState(() => draftOf(name, goal, definition))
  const show = () => go(`/campaigns/${id}`)
  return (
    <CampaignEditor
      id={id}
      draft={draft}
      isLocked={editions > 0 || (state !== 'draft' && state !== 'planned')}
      onSave={async (newName, newGoal, changed) => {
        await update.mutateAsync({ id, name: newName, goal: newGoal, definition: changed })
        show()
      }}
      onCancel={show}
      {...measured}
    />
  )
}
