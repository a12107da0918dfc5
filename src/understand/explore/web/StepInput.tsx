import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import { everybody, isEverybody, type Rule, type SequenceStep } from '../../../core/rule/rule.ts'
import { sayRule } from '../../../core/rule/say-rule.ts'
import { purchaseKind } from '../../../core/rule/sequence-sql.ts'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import { askableEvents, isReady } from '../../../pages/rule-tree.ts'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'

type Props = {
  readonly label: string
  readonly step: SequenceStep
  readonly onChange: (step: SequenceStep) => void
  readonly dictionary: Dictionary
}

/** One kind of fact, of a purchase what was in it, and conditions on its particulars. */
export function StepInput({ label, step, onChange, dictionary }: Props) {
  const say = useSay()
  const events = askableEvents(dictionary).map((name) => ({ value: name, label: say(dictionary.events.get(name)?.label ?? name) }))
  return (
    <span className="rg-step">
      <Select
        aria-label={label}
        size="small"
        showSearch={{ optionFilterProp: 'label' }}
        value={step.did}
        options={events}
        popupMatchSelectWidth={false}
        onChange={(did) => onChange({ did })}
      />
      {step.did === purchaseKind && !step.where ? <BoughtInput step={step} onChange={onChange} /> : null}
      {step.bought ? null : <Conditions label={label} step={step} onChange={onChange} dictionary={dictionary} />}
    </span>
  )
}

function BoughtInput({ step, onChange }: Pick<Props, 'step' | 'onChange'>) {
  const say = useSay()
  const options = [
    { value: 'any', label: say({ zh: '任意消费', en: 'anything' }) },
    { value: 'category', label: say({ zh: '品类是', en: 'of the category' }) },
    { value: 'product', label: say({ zh: '商品编号是', en: 'of the product (code)' }) },
    { value: 'channel', label: say({ zh: '渠道是', en: 'in the channel' }) },
  ]
  const by = step.bought?.by ?? 'any'
  return (
    <>
      <Select
        aria-label={say({ zh: '买了什么', en: 'What was bought' })}
        size="small"
        value={by}
        options={options}
        popupMatchSelectWidth={false}
        onChange={(next) =>
          onChange({
            did: step.did,
            ...(next === 'category' || next === 'product' || next === 'channel'
              ? { bought: { by: next, is: step.bought?.is ?? null } }
              : {}),
          })
        }
      />
      {step.bought ? (
        <Input
          size="small"
          aria-label={say({ zh: '名称；留空表示没有记录', en: 'Name; empty means unknown' })}
          className="rg-step-name"
          defaultValue={step.bought.is ?? ''}
          key={step.bought.by}
          onBlur={(event) =>
            onChange({ did: step.did, bought: { by: step.bought?.by ?? 'category', is: event.target.value.trim() || null } })
          }
          onPressEnter={(event) => event.currentTarget.blur()}
        />
      ) : null}
    </>
  )
}

function Conditions({ label, step, onChange, dictionary }: Props) {
  const say = useSay()
  const customs = useCustoms()
  const [draft, setDraft] = useState<Rule | null>(null)
  const kind = dictionary.events.get(step.did)
  if (!kind || Object.keys(kind.payload).length === 0) return null
  const payload = payloadDictionary(dictionary, kind)
  const said = step.where ? sayRule(step.where, payload, customs) : null
  const isEmpty = draft !== null && isEverybody(draft)
  return (
    <>
      <Button size="small" type={said ? 'default' : 'text'} onClick={() => setDraft(step.where ?? everybody)}>
        {said ?? say({ zh: '加条件', en: 'Add conditions' })}
      </Button>
      <Modal
        open={draft !== null}
        title={say({ zh: '“{label}”的条件', en: 'Conditions of “{label}”' }, { label })}
        onCancel={() => setDraft(null)}
        okText={say({ zh: '确定', en: 'Done' })}
        cancelText={say({ zh: '取消', en: 'Cancel' })}
        footer={footWith(
          draft !== null && !isEmpty && !isReady(draft, payload)
            ? { zh: '填好每个条件后即可确定', en: 'Complete every condition first' }
            : null,
        )}
        okButtonProps={{ disabled: draft === null || !(isEmpty || isReady(draft, payload)) }}
        onOk={() => {
          if (draft) onChange({ did: step.did, ...(isEmpty ? {} : { where: draft }) })
          setDraft(null)
        }}
        width={720}
        destroyOnHidden
      >
        {draft ? <RuleBuilder rule={draft} onChange={setDraft} dictionary={payload} /> : null}
      </Modal>
    </>
  )
}
