import { Alert, App, Button, Checkbox, Input, InputNumber, Radio } from 'antd'
import { useMemo, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { everybody } from '../../../core/rule/rule.ts'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { isReady } from '../../../pages/rule-tree.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { Bars } from '../../../ui/Bars.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { saveChurnDefinition } from '../actions.ts'
import type { ChurnDefinition } from '../definition.ts'
import { previewChurn } from '../questions.ts'

type Props = { readonly definition: ChurnDefinition; readonly may: boolean }

/** Changes what leaving means; what it would do is worked out before anything is saved. */
export function DefinitionForm({ definition, may }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const kept = useMemo(
    () => ({
      kind: definition.kind,
      share: definition.share,
      days: definition.days,
      who: definition.who,
      windowDays: definition.windowDays,
    }),
    [definition],
  )
  const [draft, setDraft] = useState<ChurnDefinition>(kept)
  const [note, setNote] = useState('')
  const known = useDictionary('customer').data?.dictionary
  const save = useAct(saveChurnDefinition)
  const isReadyNow = draft.who === null || (known !== undefined && isReady(draft.who, known))
  const isChanged = JSON.stringify(draft) !== JSON.stringify(kept)
  const set = (patch: Partial<ChurnDefinition>) => setDraft({ ...draft, ...patch })
  const run = async () => {
    const answer = await save.mutateAsync({ ...draft, note: note.trim() || null }).catch(() => null)
    if (answer)
      void message.success(
        say({ zh: '已保存为第 {n} 版，客户正在重新判定', en: 'Saved as version {n}; everybody is judged anew' }, { n: answer.version }),
      )
  }
  return (
    <div className="rg-form">
      <Radio.Group
        aria-label={say({ zh: '按什么判断', en: 'Judged by' })}
        disabled={!may}
        value={draft.kind}
        onChange={(event) => set({ kind: event.target.value === 'days' ? 'days' : 'rhythm' })}
        options={[
          { value: 'rhythm', label: say({ zh: '按每位客户自己的节奏', en: 'By each customer’s own rhythm' }) },
          { value: 'days', label: say({ zh: '按统一的天数', en: 'By days, the same for everybody' }) },
        ]}
      />
      <div className="rg-churn-numbers">
        {draft.kind === 'rhythm' ? (
          <Numbered
            label={{ zh: '比自己百分之多少的间隔都长', en: 'Longer than … % of their gaps' }}
            value={Math.round(draft.share * 100)}
            min={85}
            max={99}
            unit="%"
            may={may}
            onChange={(n) => set({ share: n / 100 })}
          />
        ) : null}
        <Numbered
          label={
            draft.kind === 'rhythm'
              ? { zh: '不做个性化的客户：多少天', en: 'Where personalisation is refused: days' }
              : { zh: '超过多少天没消费', en: 'Days without a purchase' }
          }
          value={draft.days}
          min={7}
          max={1_825}
          unit={say({ zh: '天', en: 'days' })}
          may={may}
          onChange={(days) => set({ days })}
        />
        <Numbered
          label={{ zh: '“随后消费”计到列入名单后多少天', en: 'Spent after: bought within … days of being listed' }}
          value={draft.windowDays}
          min={1}
          max={365}
          unit={say({ zh: '天', en: 'days' })}
          may={may}
          onChange={(windowDays) => set({ windowDays })}
        />
      </div>
      <Checkbox
        disabled={!may}
        checked={draft.who !== null}
        onChange={(event) => set({ who: event.target.checked ? { all: [{ field: 'purchaseCount', op: 'at-least', value: 2 }] } : null })}
      >
        {say({ zh: '只看一部分客户（例如只看回头客）', en: 'Only some customers (e.g. those who bought twice)' })}
      </Checkbox>
      {draft.who !== null && known ? (
        <RuleBuilder rule={draft.who ?? everybody} onChange={(who) => set({ who })} dictionary={known} />
      ) : null}
      {isReadyNow ? <Preview draft={draft} /> : null}
      {may && isChanged ? (
        <>
          <Input
            maxLength={300}
            value={note}
            aria-label={say({ zh: '为什么改（可不填）', en: 'Why it changes (optional)' })}
            placeholder={say({ zh: '为什么改（可不填）', en: 'Why it changes (optional)' })}
            onChange={(event) => setNote(event.target.value)}
          />
          {save.error ? <Alert type="error" showIcon role="alert" title={sayProblem(save.error)} /> : null}
          <div className="rg-form-foot">
            <Button type="primary" disabled={!isReadyNow} loading={save.isPending} onClick={() => void run()}>
              {say({ zh: '保存为新版本', en: 'Save as a new version' })}
            </Button>
            <Button onClick={() => setDraft(kept)}>{say({ zh: '还原', en: 'As it was' })}</Button>
          </div>
        </>
      ) : null}
    </div>
  )
}

type NumberedProps = {
  readonly label: { zh: string; en: string }
  readonly value: number
  readonly min: number
  readonly max: number
  readonly unit: string
  readonly may: boolean
  readonly onChange: (n: number) => void
}

function Numbered({ label, value, min, max, unit, may, onChange }: NumberedProps) {
  const say = useSay()
  return (
    <label className="rg-churn-field">
      <span>{say(label)}</span>
      <InputNumber
        aria-label={say(label)}
        disabled={!may}
        value={value}
        min={min}
        max={max}
        precision={0}
        suffix={unit}
        onChange={(next) => (typeof next === 'number' ? onChange(next) : undefined)}
      />
    </label>
  )
}

type Preview = ReplyOf<typeof previewChurn>

function Preview({ draft }: { readonly draft: ChurnDefinition }) {
  const rested = useRested(draft, 600)
  const asked = useAsk(previewChurn, { ...rested, months: 12 }, { keep: true })
  return (
    <section className="rg-trial" aria-live="polite" aria-busy={asked.isFetching}>
      <Answered of={asked} rows={3}>
        {(preview) => <Tried preview={preview} />}
      </Answered>
    </section>
  )
}

function Tried({ preview }: { readonly preview: Preview }) {
  const format = useFormat()
  const { goneNow, goneBefore, customers, months, falseAlarms } = preview
  const bars = useMemo(() => months.map(({ month, left }) => ({ key: month, name: format.month(month), value: left })), [months, format])
  const count = useMemo(() => (value: number) => format.count(value), [format])
  return (
    <>
      <p>
        <Sentence
          words={
            falseAlarms.share === null
              ? {
                  zh: '按这个定义，{customers} 位客户中现在有 {now} 位已流失（现行定义 {before} 位）。',
                  en: 'By this definition {now} of {customers} customers are gone now ({before} by the one that holds).',
                }
              : {
                  zh: '按这个定义，{customers} 位客户中现在有 {now} 位已流失（现行定义 {before} 位）；近 12 个月判定流失的 {of} 次里，{hits} 次后来又回来了（误报 {share}）。',
                  en: 'By this definition {now} of {customers} customers are gone now ({before} by the one that holds). Of {of} leavings in 12 months {hits} came back later (false alarms: {share}).',
                }
          }
          parts={{
            customers: format.count(customers),
            now: format.count(goneNow),
            before: format.count(goneBefore),
            of: format.count(falseAlarms.of),
            hits: format.count(falseAlarms.hits),
            share: format.percent(falseAlarms.share, 0),
          }}
        />
      </p>
      <Bars
        label={{ zh: '过去每月流失的人数', en: 'Leavings in each past month' }}
        bars={bars}
        keyName={{ zh: '月份', en: 'Month' }}
        valueName={{ zh: '流失', en: 'Left' }}
        format={count}
        height={180}
      />
      <MadeOf
        asOf={preview.asOf}
        rows={customers}
        of="customers"
        definition={{
          zh: '每根柱子是当月成为“已流失”的次数，按上面填的定义由消费记录推算，还没有保存。',
          en: 'A bar is how often customers became “gone” in the month, worked out from purchases by the definition above, which is not saved yet.',
        }}
      />
    </>
  )
}
