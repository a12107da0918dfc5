import { Button, Checkbox, Form, Input, InputNumber, Radio, Select, Switch } from 'antd'
import { minorDigits } from '../../../core/kit/money.ts'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useShop } from '../../../ui/shop.tsx'
import { deliveries, deliveryWords } from '../account-state.ts'
import type { Account } from '../actions.ts'
import type { AccountField, VendorRecord } from '../channel-kind.ts'
import { SaveBar } from './SaveBar.tsx'

/** What is sent when an account is saved. */
export type AccountInput = {
  readonly name: string
  readonly settings: Record<string, string>
  readonly secrets: Record<string, string>
  readonly isOn: boolean
  readonly isDefault: boolean
  readonly delivery: (typeof deliveries)[number]
  readonly perSecond: number | null
  readonly cost: number
}
type Typed = Omit<AccountInput, 'cost' | 'settings' | 'secrets'> & {
  readonly price: number | null
  readonly settings?: Record<string, string | undefined>
  readonly secrets?: Record<string, string | undefined>
  /** Secrets that are to be kept no longer. */
  readonly removed?: Record<string, boolean | undefined>
}

type FormProps = {
  readonly vendor: VendorRecord
  /** Null for a new one. */
  readonly account: Account | null
  readonly busy: boolean
  readonly error: Error | null
  readonly onSave: (input: AccountInput) => void
}

/** The vendor's own fields, then what holds for every account. A secret that is left empty stays as it is, unless it is to go. */
export function AccountForm({ vendor, account, busy, error, onSave }: FormProps) {
  const say = useSay()
  const { currency } = useShop()
  const unit = 10 ** minorDigits(currency)
  const submit = ({ price, settings = {}, secrets = {}, removed = {}, ...rest }: Typed) =>
    onSave({
      ...rest,
      settings: filled(settings),
      secrets: { ...emptied(removed), ...filled(secrets) },
      cost: Math.round((price ?? 0) * unit),
    })
  return (
    <Form
      layout="vertical"
      className="rg-channels-form"
      requiredMark={false}
      initialValues={valuesOf(vendor, account, unit, say(vendor.label))}
      onFinish={submit}
    >
      <Preparing vendor={vendor} isOpen={account === null} />
      <Section title={{ zh: '账号', en: 'The account' }}>
        <Form.Item name="name" label={say({ zh: '名称', en: 'Name' })} rules={[{ required: true, whitespace: true, message: say(needed) }]}>
          <Input maxLength={60} />
        </Form.Item>
        {vendor.fields.map((field) => (
          <VendorField key={field.name} field={field} isKept={account?.kept.includes(field.name) ?? false} />
        ))}
      </Section>
      <Section title={{ zh: '怎么发', en: 'How it sends' }}>
        <Form.Item name="delivery" label={say({ zh: '没等到答复时', en: 'When no answer comes' })}>
          <Radio.Group className="rg-channels-radios">
            {deliveries.map((name) => (
              <Radio key={name} value={name}>
                {say(deliveryWords[name].label)}
                <span className="rg-channels-quiet">{say(deliveryWords[name].help)}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <div className="rg-channels-row">
          <Form.Item name="perSecond" label={say({ zh: '每秒最多几条（不填则不限）', en: 'Messages a second, at most (empty: no limit)' })}>
            <InputNumber min={0.1} max={5000} />
          </Form.Item>
          <Form.Item name="price" label={say({ zh: '每条费用（{currency}）', en: 'Cost of each ({currency})' }, { currency })}>
            <InputNumber min={0} max={10_000} step={0.01} />
          </Form.Item>
        </div>
        <Form.Item name="isDefault" valuePropName="checked">
          <Checkbox>
            {say({
              zh: '默认账号：这个渠道的消息没有指定账号时用它',
              en: 'Default: messages of this channel that name no account go by it',
            })}
          </Checkbox>
        </Form.Item>
        <Form.Item name="isOn" valuePropName="checked" label={say({ zh: '启用', en: 'In use' })}>
          <Switch />
        </Form.Item>
        <SaveBar error={error} busy={busy} />
      </Section>
    </Form>
  )
}

/** What is to be done at the vendor's; folded once the account stands. */
function Preparing({ vendor, isOpen }: { readonly vendor: VendorRecord; readonly isOpen: boolean }) {
  const say = useSay()
  const steps = (
    <ol className="rg-channels-steps">
      {vendor.prepare.map((step) => (
        <li key={step.zh}>{say(step)}</li>
      ))}
    </ol>
  )
  if (isOpen) return <Section title={{ zh: '先准备好', en: 'To begin with' }}>{steps}</Section>
  return (
    <Section>
      <details>
        <summary>{say({ zh: '这些值从哪里来？', en: 'Where do these values come from?' })}</summary>
        {steps}
      </details>
    </Section>
  )
}

const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : value)

const needed = { zh: '请填写', en: 'Fill this in' }
const looksWrong = { zh: '格式不对，请从服务商那里重新复制', en: 'This does not look right; copy it from the vendor again' }
const looksLike = { zh: '格式不对，应该像 {example}', en: 'This does not look right; it should be like {example}' }

/** 32 bytes that nobody can guess, as Standard Webhooks writes them. */
const makeSecret = () => `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`

function VendorField({ field, isKept }: { readonly field: AccountField; readonly isKept: boolean }) {
  const say = useSay()
  const form = Form.useFormInstance()
  const place = [field.isSecret === true ? 'secrets' : 'settings', field.name]
  const kept = { zh: '已保存，不会显示。不填则保留原来的。', en: 'One is kept and never shown. Leave empty to keep it.' }
  const extra = [field.help, isKept ? kept : null].flatMap((words) => (words ? [say(words)] : [])).join(' ')
  const rules = [
    ...(field.isRequired === true && !isKept ? [{ required: true, whitespace: true, message: say(needed) }] : []),
    ...(field.pattern === undefined
      ? []
      : [
          {
            pattern: field.pattern,
            transform: trimmed,
            message: say(field.placeholder ? looksLike : looksWrong, { example: field.placeholder ?? '' }),
          },
        ]),
  ]
  const makeOne =
    field.isMade === true ? (
      <Button size="small" onClick={() => form.setFieldValue(place, makeSecret())}>
        {say({ zh: '生成一把', en: 'Make one' })}
      </Button>
    ) : null
  const remove =
    isKept && field.isRequired !== true ? (
      <Form.Item name={['removed', field.name]} valuePropName="checked" noStyle>
        <Checkbox>{say({ zh: '去掉原来的', en: 'Remove the one kept' })}</Checkbox>
      </Form.Item>
    ) : null
  const below =
    extra === '' && makeOne === null && remove === null ? null : (
      <>
        {extra} {makeOne} {remove}
      </>
    )
  return (
    <Form.Item name={place} label={say(field.label)} extra={below} rules={rules}>
      {inputOf(field, say)}
    </Form.Item>
  )
}

function inputOf(field: AccountField, say: ReturnType<typeof useSay>) {
  const { placeholder } = field
  if (field.options) return <Select options={field.options.map(({ value, label }) => ({ value, label: say(label) }))} />
  if (field.isSecret === true)
    return <Input.Password autoComplete="new-password" maxLength={2000} {...(placeholder ? { placeholder } : {})} />
  if (field.isLong === true) return <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
  return <Input autoComplete="off" maxLength={2000} {...(placeholder ? { placeholder } : {})} />
}

const emptied = (removed: Record<string, boolean | undefined>) =>
  Object.fromEntries(Object.entries(removed).flatMap(([name, goes]) => (goes === true ? [[name, '']] : [])))

const filled = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])))

function valuesOf(vendor: VendorRecord, account: Account | null, unit: number, label: string): Typed {
  const usual = Object.fromEntries(vendor.fields.flatMap(({ name, usual: value }) => (value === undefined ? [] : [[name, value]])))
  if (!account)
    return {
      name: label,
      settings: usual,
      secrets: {},
      isOn: true,
      isDefault: false,
      delivery: 'at-most-once',
      perSecond: null,
      price: null,
    }
  const { name, isOn, isDefault, delivery, perSecond, cost, settings } = account
  return {
    name,
    settings: { ...usual, ...settings },
    secrets: {},
    isOn,
    isDefault,
    delivery,
    perSecond,
    price: cost === 0 ? null : cost / unit,
  }
}
