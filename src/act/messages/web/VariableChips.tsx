import { Button, Input, Popover, Select, Tag } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { LayerCard } from '../../../ui/LayerCard.tsx'
import { listVariables } from '../try-template-actions.ts'

/** Offered first, in this order. */
const usual = ['name', 'shopName', 'lastPurchaseAt', 'spend', 'purchaseCount', 'city', 'birthday']

/** What stands in for a name that is not known. */
const usualFallbacks: Readonly<Record<string, Words>> = { name: { zh: '朋友', en: 'there' } }

type Variable = { readonly name: string; readonly label: Words }

/** What is known of a customer, to be put into the text at one click; each with the words to use where it is not known. */
export function VariableChips({ onInsert }: { readonly onInsert: (text: string) => void }) {
  const say = useSay()
  const { data } = useAsk(listVariables, {})
  const variables = data?.variables ?? []
  const chips = usual.flatMap((name) => variables.filter((one) => one.name === name))
  return (
    <div className="rg-template-chips" role="group" aria-label={say({ zh: '填入客户资料', en: 'Fill in what is known' })}>
      <span>{say({ zh: '填入', en: 'Fill in' })}</span>
      {chips.map((variable) => (
        <Chip key={variable.name} variables={[variable]} title={say(variable.label)} onInsert={onInsert} />
      ))}
      {variables.length > chips.length ? (
        <Chip variables={variables} title={say({ zh: '更多…', en: 'More…' })} onInsert={onInsert} />
      ) : null}
    </div>
  )
}

type ChipProps = { readonly variables: readonly Variable[]; readonly title: string; readonly onInsert: (text: string) => void }

function Chip(props: ChipProps) {
  const [open, setOpen] = useState(false)
  const insert = (text: string) => {
    setOpen(false)
    props.onInsert(text)
  }
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} destroyOnHidden content={<InsertForm {...props} onInsert={insert} />}>
      <Button size="small" aria-expanded={open}>
        {props.title}
      </Button>
    </Popover>
  )
}

/** Quotes would end the words, braces the place. */
const plain = (text: string) => text.replace(/["{}]/g, '')

function InsertForm({ variables, title, onInsert }: ChipProps) {
  const say = useSay()
  const [name, setName] = useState(variables.length === 1 ? variables[0]?.name : undefined)
  const known = name === undefined ? undefined : usualFallbacks[name]
  const [typed, setTyped] = useState<string | null>(null)
  const fallback = typed ?? (known ? say(known) : '')
  const text = name === undefined ? '' : fallback ? `{{ ${name} | default: "${fallback}" }}` : `{{ ${name} }}`
  return (
    <LayerCard className="rg-template-insert" title={title}>
      {variables.length > 1 ? (
        <Select
          aria-label={say({ zh: '资料', en: 'What' })}
          placeholder={say({ zh: '选择资料', en: 'Choose what' })}
          showSearch={{ optionFilterProp: 'label' }}
          value={name}
          onChange={setName}
          options={variables.map(({ name: value, label }) => ({ value, label: say(label) }))}
        />
      ) : null}
      <label>
        <span>{say({ zh: '没有这项资料时写', en: 'Where it is not known, write' })}</span>
        <Input
          value={fallback}
          maxLength={60}
          placeholder={say({ zh: '空着', en: 'Nothing' })}
          onChange={(event) => setTyped(plain(event.target.value))}
          onPressEnter={() => (text ? onInsert(text) : undefined)}
        />
      </label>
      {text ? <Tag>{text}</Tag> : null}
      <Button type="primary" disabled={text === ''} onClick={() => onInsert(text)}>
        {say({ zh: '填入', en: 'Insert' })}
      </Button>
    </LayerCard>
  )
}
