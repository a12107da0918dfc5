import { Button, Drawer, Select, Tag } from 'antd'
import { useState } from 'react'
import type { Verb } from '../../../core/rights/rights.ts'
import type { NamedScope, Scope } from '../../../core/rights/role-body.ts'
import { isEverybody, type Rule } from '../../../core/rule/rule.ts'
import { isReady, newFieldRule } from '../../../pages/rule-tree.ts'
import { RecordCount } from '../../../pages/record-list/RecordCount.tsx'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { Section } from '../../../ui/Page.tsx'
import { type RolePart, withRows } from './role-part.ts'
import type { Known } from './use-role-names.ts'

type RuleScope = Extract<Scope, object>
const isRule = (scope: Scope): scope is RuleScope => typeof scope === 'object'
const isNamed = (scope: Scope): scope is NamedScope => typeof scope === 'string'

/** Which customers, for each verb that is allowed: by who looks after them, by sharing, or by any rule. */
export function ScopeLines({ body, onChange, known }: RolePart) {
  const say = useSay()
  const grant = body.grants['customer'] ?? {}
  const chosen = known.catalogue.verbs.filter(({ name }) => grant[name] !== undefined && name !== 'create' && name !== 'import')
  if (chosen.length === 0) return null
  return (
    <Section
      title={{ zh: '哪些客户', en: 'Which customers' }}
      note={say({
        zh: '选了几项就合在一起；看不到的客户，也不能对他们做别的事。',
        en: 'Several choices add up; nothing can be done with customers who are not seen.',
      })}
    >
      <div className="rg-roles-scopes">
        {chosen.map(({ name, label }) => (
          <ScopeLine
            key={name}
            verb={name}
            label={say(label)}
            rows={grant[name] ?? []}
            known={known}
            {...(onChange ? { onChange: (rows: readonly Scope[]) => onChange(withRows(body, 'customer', name, rows)) } : {})}
          />
        ))}
      </div>
    </Section>
  )
}

type LineProps = {
  readonly verb: Verb
  readonly label: string
  readonly rows: readonly Scope[]
  readonly known: Known
  readonly onChange?: (rows: readonly Scope[]) => void
}

function ScopeLine({ label, rows, known, onChange }: LineProps) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const rules = rows.filter(isRule)
  const named = rows.filter(isNamed)
  /** At least one must stay: to allow no customer, the box above is unticked. */
  const change = (next: readonly Scope[]) => (next.length > 0 ? onChange?.(next) : undefined)
  return (
    <div className="rg-roles-scope">
      <span className="rg-roles-scope-label">{label}</span>
      <div className="rg-roles-scope-choice">
        <Select<NamedScope[]>
          mode="multiple"
          aria-label={say({ zh: '{label}：哪些客户', en: '{label}: which customers' }, { label })}
          value={named}
          disabled={!onChange}
          options={known.catalogue.scopes.map((scope) => ({ value: scope.name, label: say(scope.label), title: say(scope.help) }))}
          onChange={(next) => change([...next, ...rules])}
        />
        {rules.map((scope, at) => {
          const said = say(known.names.rule(scope.rule))
          return onChange ? (
            <Tag
              key={said}
              closable={{ 'aria-label': say({ zh: '移除：{said}', en: 'Remove: {said}' }, { said }) }}
              onClose={(event) => {
                event.preventDefault()
                change([...named, ...rules.filter((_, other) => other !== at)])
              }}
            >
              {said}
            </Tag>
          ) : (
            <Tag key={said}>{said}</Tag>
          )
        })}
        {onChange ? (
          <Button size="small" type="link" onClick={() => setOpen(true)}>
            {say({ zh: '＋按条件', en: '+ By a rule' })}
          </Button>
        ) : null}
      </div>
      {onChange ? (
        <RuleDrawer known={known} open={open} onClose={() => setOpen(false)} onAdd={(rule) => change([...rows, { rule }])} />
      ) : null}
    </div>
  )
}

type DrawerProps = {
  readonly known: Known
  readonly open: boolean
  readonly onClose: () => void
  readonly onAdd: (rule: Rule) => void
}

function RuleDrawer(props: DrawerProps) {
  const say = useSay()
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      title={say({ zh: '符合条件的客户', en: 'Customers by a rule' })}
      size={720}
      destroyOnHidden
    >
      <RuleDraft {...props} />
    </Drawer>
  )
}

function RuleDraft({ known, onClose, onAdd }: DrawerProps) {
  const say = useSay()
  const first = newFieldRule(known.dictionary)
  const [rule, setRule] = useState<Rule>({ all: first ? [first] : [] })
  const isWhole = isEverybody(rule)
  const ready = !isWhole && isReady(rule, known.dictionary)
  return (
    <>
      <RuleBuilder
        rule={rule}
        onChange={setRule}
        dictionary={known.dictionary}
        count={ready ? <RecordCount path="customers" rule={rule} /> : null}
      />
      <div className="rg-filter-foot">
        <Button
          type="primary"
          disabled={!ready}
          onClick={() => {
            onAdd(rule)
            onClose()
          }}
        >
          {say({ zh: '加上这个条件', en: 'Add this rule' })}
        </Button>
        <Missing what={!ready ? { zh: '填好每个条件后即可加上', en: 'Complete every condition first' } : null} />
      </div>
    </>
  )
}
