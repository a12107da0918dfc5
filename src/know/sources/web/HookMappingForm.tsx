import { App, Button, Select, Switch } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { listDeliveries, saveHook } from '../hook-actions.ts'
import { emptyMapping, type HookMapping, hookMappingSchema } from '../hook-mapping.ts'
import { unpacked } from '../hook-place.ts'
import { readyMappings } from '../ready-mappings.ts'
import type { SourceAnswer } from './ConnectSource.tsx'
import { CustomerPart, EventPart, PurchasePart, TimePart, WhenPart } from './MappingParts.tsx'
import { type Sample, usePlaces } from './PlaceSelect.tsx'
import { SampleBody } from './SampleBody.tsx'
import { TriedMapping } from './TriedMapping.tsx'

function mappingOf(source: SourceAnswer): HookMapping {
  const read = hookMappingSchema.safeParse(source.hook?.mapping)
  return read.success ? read.data : emptyMapping
}

function readText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text.includes('=') && !text.trimStart().startsWith('<') ? Object.fromEntries(new URLSearchParams(text)) : undefined
  }
}

/** Says what of a webhook's body is the customer, the purchase and the event, and shows at once what it would make. */
export function HookMappingForm({ source }: { readonly source: SourceAnswer }) {
  const say = useSay()
  const [mapping, setMapping] = useState(() => mappingOf(source))
  const [given, setGiven] = useState<{ readonly text: string; readonly headers: Readonly<Record<string, string>> } | null>(null)
  const latest = useAsk(listDeliveries, { id: source.id })
  const newest = latest.data?.deliveries.find((one) => one.body !== null)
  const ready = readyMappings.find((one) => one.scheme === source.hook?.scheme)
  const text = given?.text ?? newest?.body ?? (ready ? JSON.stringify(ready.sample, null, 2) : '')
  const headers = given?.headers ?? (given === null ? newest?.headers : undefined) ?? {}
  const sample: Sample = unpacked(mapping.unpack, { body: readText(text), headers })
  const places = usePlaces(sample)
  const parts = { mapping, setMapping, places, sample }
  return (
    <Section
      title={{ zh: '映射：内容里哪些是客户、消费和行为', en: 'Mapping: what in it is the customer, the purchase, the event' }}
      note={say({
        zh: '先放一段样本，再为每一项选择它在样本中的位置；可以选几个位置，取第一个有内容的。= 开头的是固定文字。',
        en: 'Give a sample, then choose for each thing its place in the sample; of several places the first that says something counts. What begins with = is a fixed text.',
      })}
    >
      <ReadyMapping onReady={setMapping} />
      <SampleBody
        text={text}
        isNewest={given === null && newest !== undefined}
        onChange={(next) => setGiven({ text: next, headers })}
        onNewest={newest ? () => setGiven(null) : undefined}
      />
      <WhenPart {...parts} />
      <CustomerPart {...parts} />
      <PurchasePart {...parts} />
      <EventPart {...parts} />
      <TimePart {...parts} />
      <TriedMapping mapping={mapping} body={text} headers={headers} />
      <SaveMapping source={source} mapping={mapping} />
    </Section>
  )
}

/** The shortest way, so it stands first. */
function ReadyMapping({ onReady }: { readonly onReady: (mapping: HookMapping) => void }) {
  const say = useSay()
  return (
    <div className="rg-hook-buttons rg-hook-ready">
      <Select
        aria-label={say({ zh: '换成现成的映射', en: 'Take a ready mapping' })}
        placeholder={say({ zh: '换成现成的映射', en: 'Take a ready mapping' })}
        value={null}
        style={{ minWidth: 180 }}
        options={readyMappings.map(({ name, label, mapping }) => ({ value: name, label: say(label), mapping }))}
        onChange={(_: unknown, option) => (option && !Array.isArray(option) ? onReady(option.mapping) : undefined)}
      />
      <span>{say({ zh: '选一个对方的系统；没有就在下面自己指定。', en: 'Choose the other system, or say it yourself below.' })}</span>
    </div>
  )
}

function SaveMapping(props: { readonly source: SourceAnswer; readonly mapping: HookMapping }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const save = useAct(saveHook)
  const isOn = props.source.hook?.isOn ?? false
  const isChanged = JSON.stringify(props.mapping) !== JSON.stringify(mappingOf(props.source))
  const keep = (on: boolean, words: Words) =>
    save.mutate(
      { id: props.source.id, mapping: props.mapping, isOn: on },
      { onSuccess: () => void message.success(say(words)), onError: (error) => void message.error(sayProblem(error)) },
    )
  return (
    <div className="rg-hook-buttons">
      <Button
        type="primary"
        disabled={!isChanged}
        loading={save.isPending}
        onClick={() => keep(isOn, { zh: '映射已保存', en: 'The mapping was saved' })}
      >
        {say({ zh: '保存映射', en: 'Save the mapping' })}
      </Button>
      <Switch
        checked={isOn}
        loading={save.isPending}
        aria-label={say({ zh: '启用映射', en: 'Mapping on' })}
        onChange={(on) =>
          keep(
            on,
            on
              ? { zh: '映射已启用', en: 'The mapping is on' }
              : { zh: '映射已停止，内容只保存', en: 'The mapping is off; deliveries are only kept' },
          )
        }
      />
      <span>{isOn ? say({ zh: '已启用', en: 'On' }) : say({ zh: '未启用：收到的内容只保存', en: 'Off: deliveries are only kept' })}</span>
    </div>
  )
}
