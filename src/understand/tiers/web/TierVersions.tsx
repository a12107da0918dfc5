import { sayActor } from '../../../core/kit/program-parts.ts'
import { Button } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { deleteTierDraft, saveTierDraft } from '../actions.ts'
import type { Known } from './tiers-answer.ts'

type Version = Known['versions'][number]

const stateWords: Record<Version['state'], Words> = {
  draft: { zh: '草稿', en: 'Draft' },
  published: { zh: '现行', en: 'In force' },
  retired: { zh: '历史', en: 'Earlier' },
}
const tones = { draft: 'attention', published: 'good', retired: 'neutral' } as const

/** Drafts and every version that was ever in force. */
export function TierVersions({ known, onOpen }: { readonly known: Known; readonly onOpen: (id: string) => void }) {
  const say = useSay()
  return (
    <Section
      title={{ zh: '分级方案的版本', en: 'Versions of the scheme' }}
      note={say({
        zh: '草稿不影响任何客户；发布过的版本保持原样，可以另存为新草稿再改。',
        en: 'Drafts concern nobody. What was published stays as it is; a new draft can be made of it.',
      })}
    >
      <ul className="rg-tier-versions">
        {known.versions.map((version) => (
          <VersionLine key={version.id} version={version} onOpen={onOpen} />
        ))}
      </ul>
    </Section>
  )
}

function VersionLine({ version, onOpen }: { readonly version: Version; readonly onOpen: (id: string) => void }) {
  const say = useSay()
  const format = useFormat()
  const mayEdit = useMayDo(saveTierDraft)
  const isDraft = version.state === 'draft'
  return (
    <li>
      <Badge tone={tones[version.state]}>{say(stateWords[version.state])}</Badge>
      <span className="rg-tier-version-name">
        {version.version === null
          ? version.name
          : say({ zh: '第 {n} 版 · {name}', en: 'Version {n} · {name}' }, { n: version.version, name: version.name })}
      </span>
      <span className="rg-quiet">
        {say(
          isDraft
            ? { zh: '{n} 级，{by} 改于 {at}', en: '{n} {n|tier|tiers}, changed by {by} on {at}' }
            : { zh: '{n} 级，{by} 发布于 {at}', en: '{n} {n|tier|tiers}, published by {by} on {at}' },
          { n: version.tiers, by: sayActor(version.by), at: format.dateTime(version.at) },
        )}
        {version.promises === 'at-once' ? say({ zh: '，降级立即生效', en: '; falls at once' }) : ''}
      </span>
      {mayEdit ? (
        <span className="rg-tier-version-buttons">
          <Button size="small" onClick={() => onOpen(version.id)}>
            {isDraft ? say({ zh: '继续编辑', en: 'Go on editing' }) : say({ zh: '以此为草稿', en: 'Draft from this' })}
          </Button>
          {isDraft ? <DeleteButton version={version} /> : null}
        </span>
      ) : null}
    </li>
  )
}

function DeleteButton({ version }: { readonly version: Version }) {
  const say = useSay()
  const confirm = useConfirm()
  const remove = useAct(deleteTierDraft)
  const ask = () =>
    confirm({
      title: say({ zh: '删除草稿“{name}”？', en: 'Delete the draft “{name}”?' }, { name: version.name }),
      content: { zh: '客户的等级不受影响。草稿不能恢复。', en: 'Nobody’s tier changes. The draft cannot be brought back.' },
      ok: { zh: '删除', en: 'Delete' },
      danger: true,
      run: async () => void (await remove.mutateAsync({ id: version.id })),
    })
  return (
    <Button size="small" type="text" danger onClick={ask}>
      {say({ zh: '删除', en: 'Delete' })}
    </Button>
  )
}
