import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import type { FieldRight } from '../../../core/rights/rights.ts'
import type { RoleBody } from '../../../core/rights/role-body.ts'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { maskExample } from '../mask-example.ts'
import type { RolePart } from './role-part.ts'
import type { Catalogue } from './use-role-names.ts'

const free = 'free'

/** For each of the customer's fields: free, to be read only, masked or hidden, with what a mask leaves. */
export function FieldRights({ body, onChange, known }: RolePart) {
  const say = useSay()
  const [words, setWords] = useState('')
  const [isNarrowed, setNarrowed] = useState(false)
  const { fields } = known.catalogue
  const wanted = words.trim().toLowerCase()
  const shown = fields.filter(
    ({ name, label }) =>
      (!isNarrowed || body.fields[name] !== undefined) &&
      (wanted === '' || [name, label.zh, label.en].some((text) => text.toLowerCase().includes(wanted))),
  )
  // What is most often narrowed stands first.
  const first = ['name', 'phone', 'email', 'wechat', 'idCard']
  const rank = ({ name, sensitive }: Catalogue['fields'][number]) => (first.includes(name) ? first.indexOf(name) : sensitive ? 10 : 20)
  const ordered = shown.toSorted((a, b) => rank(a) - rank(b))
  return (
    <Section title={{ zh: '每个字段', en: 'Each field' }}>
      <div className="rg-roles-fields-tools">
        <Input.Search
          allowClear
          value={words}
          aria-label={say({ zh: '查找字段', en: 'Find a field' })}
          placeholder={say({ zh: '查找字段', en: 'Find a field' })}
          onChange={(event) => setWords(event.target.value)}
        />
        <Checkbox checked={isNarrowed} onChange={(event) => setNarrowed(event.target.checked)}>
          {say({ zh: '只看受限的', en: 'Limited ones alone' })}
        </Checkbox>
      </div>
      {/* It scrolls, by the keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className="rg-roles-fields" tabIndex={0} aria-label={say({ zh: '字段', en: 'Fields' })}>
        {ordered.map((field) => (
          <FieldLine
            key={field.name}
            field={field}
            right={body.fields[field.name]}
            {...(onChange ? { onChange: (right: FieldRight | null) => onChange(withField(body, field.name, right)) } : {})}
            catalogue={known.catalogue}
          />
        ))}
        {ordered.length === 0 ? <li className="rg-roles-quiet">{say({ zh: '没有这样的字段', en: 'No such field' })}</li> : null}
      </ul>
    </Section>
  )
}

function withField(body: RoleBody, name: string, right: FieldRight | null): RoleBody {
  const { [name]: _, ...others } = body.fields
  return { ...body, fields: right ? { ...others, [name]: right } : others }
}

type LineProps = {
  readonly field: Catalogue['fields'][number]
  readonly right: FieldRight | undefined
  readonly onChange?: (right: FieldRight | null) => void
  readonly catalogue: Catalogue
}

function FieldLine({ field, right, onChange, catalogue }: LineProps) {
  const say = useSay()
  const offered = catalogue.fieldRights.filter(({ name }) => name !== 'masked' || field.canMask || right === 'masked')
  return (
    <li>
      <span className="rg-roles-field">
        {say(field.label)} {field.sensitive ? <Badge tone="attention">{say({ zh: '敏感', en: 'Sensitive' })}</Badge> : null}
        {right === 'masked' ? (
          <span className="rg-roles-quiet">{say({ zh: '显示为 {mask}', en: 'shown as {mask}' }, { mask: maskExample(field.name) })}</span>
        ) : null}
      </span>
      <Select<string>
        className="rg-roles-field-right"
        aria-label={say(field.label)}
        value={right ?? free}
        disabled={!onChange}
        options={[
          { value: free, label: say({ zh: '可见可改', en: 'Free' }) },
          ...offered.toReversed().map(({ name, label, help }) => ({ value: name, label: say(label), title: say(help) })),
        ]}
        onChange={(next) => onChange?.(catalogue.fieldRights.find(({ name }) => name === next)?.name ?? null)}
      />
    </li>
  )
}
