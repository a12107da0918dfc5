import { TagsOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { everybody, type Rule } from '../../../core/rule/rule.ts'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { tagByRule, tagCustomers } from '../actions.ts'
import { TagModal } from './TagModal.tsx'

type Verb = 'add' | 'remove'

function useVerbs(onChoose: (verb: Verb) => void) {
  const say = useSay()
  return {
    items: [
      { key: 'add', label: say({ zh: '打标签', en: 'Tag' }) },
      { key: 'remove', label: say({ zh: '去掉标签', en: 'Take a tag off' }) },
    ],
    onClick: ({ key }: { readonly key: string }) => onChoose(key === 'remove' ? 'remove' : 'add'),
  }
}

/** Tags those that are ticked in a list. */
export function TagTicked({ ids }: { readonly ids: readonly string[] }) {
  const say = useSay()
  const [verb, setVerb] = useState<Verb | null>(null)
  const menu = useVerbs(setVerb)
  if (!useMayDo(tagCustomers)) return null
  return (
    <>
      <Dropdown autoFocus menu={menu} trigger={['click']} disabled={ids.length === 0}>
        <Button icon={<TagsOutlined />}>{say({ zh: '打标签', en: 'Tag' })}</Button>
      </Dropdown>
      <TagModal open={verb !== null} verb={verb ?? 'add'} customerIds={ids} onClose={() => setVerb(null)} />
    </>
  )
}

/** Tags everybody whom the list's filter finds. */
export function TagFound({ rule, search }: { readonly rule: Rule | undefined; readonly search: string | undefined }) {
  const say = useSay()
  const [verb, setVerb] = useState<Verb | null>(null)
  const menu = useVerbs(setVerb)
  if (!useMayDo(tagByRule)) return null
  return (
    <>
      <Dropdown autoFocus menu={menu} trigger={['click']}>
        <Button icon={<TagsOutlined />}>{say({ zh: '给全部打标签', en: 'Tag them all' })}</Button>
      </Dropdown>
      <TagModal open={verb !== null} verb={verb ?? 'add'} filter={{ rule: rule ?? everybody, search }} onClose={() => setVerb(null)} />
    </>
  )
}
