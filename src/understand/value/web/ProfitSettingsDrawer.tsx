import { Alert, App, Button, Drawer, InputNumber } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { saveProfitSettings } from '../actions.ts'
import type { ProfitSettings } from '../profit-settings.ts'
import { readProfitSettings } from '../questions.ts'
import { MoneyInput } from './MoneyInput.tsx'

type Known = ReplyOf<typeof readProfitSettings>

/** What cannot be read off the facts: margins, what a message and an hour cost. */
export function ProfitSettingsDrawer({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const say = useSay()
  const asked = useAsk(readProfitSettings, {}, { when: open })
  return (
    <Drawer open={open} onClose={onClose} title={say({ zh: '利润设置', en: 'Profit settings' })} size={640} destroyOnHidden>
      <Answered of={asked}>{(known) => <Editor known={known} onClose={onClose} />}</Answered>
    </Drawer>
  )
}

const channels: readonly { readonly key: string; readonly label: Words }[] = [
  { key: 'email', label: { zh: '一封邮件', en: 'One e-mail' } },
  { key: 'sms', label: { zh: '一条短信', en: 'One text message' } },
  { key: 'wechat', label: { zh: '一条微信消息', en: 'One WeChat message' } },
]

function Editor({ known, onClose }: { readonly known: Known; readonly onClose: () => void }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const may = useMayDo(saveProfitSettings)
  const save = useAct(saveProfitSettings)
  const [draft, setDraft] = useState<ProfitSettings>(known.settings)
  const change = (patch: Partial<ProfitSettings>) => setDraft((old) => ({ ...old, ...patch }))
  const run = async () => {
    try {
      await save.mutateAsync({ settings: draft })
      onClose()
      void message.success(say({ zh: '已保存，利润正在重算', en: 'Saved; profits are being worked out anew' }))
    } catch {
      // What was refused stands below.
    }
  }
  return (
    <div className="rg-form rg-value-form">
      <p className="rg-note">
        {say(
          {
            zh: '{products} 种商品中，{n} 种填了成本；有成本的按成本算，其余按下面的毛利率推算。',
            en: '{n} of {products} products have a cost, which counts first; all others go by the margins below.',
          },
          { products: format.count(known.products), n: format.count(known.withCost) },
        )}
      </p>
      <Percent
        label={{ zh: '通常毛利率', en: 'Usual margin' }}
        value={draft.usualMargin}
        may={may}
        placeholder={say({ zh: '未知', en: 'not known' })}
        onChange={(usualMargin) => change({ usualMargin })}
      />
      {known.categories.map(({ name, products, withCost }) => (
        <Percent
          key={name}
          label={{ zh: `${name}（${withCost} / ${products} 种有成本）`, en: `${name} (${withCost} of ${products} with a cost)` }}
          value={draft.margins[name] ?? null}
          may={may}
          placeholder={say({ zh: '同通常', en: 'as usual' })}
          onChange={(margin) => change({ margins: withMargin(draft.margins, name, margin) })}
        />
      ))}
      <Percent
        label={{ zh: '退货中可再卖的比例（按成本）', en: 'Share of returned goods that can be sold again' }}
        value={draft.goodsReturned}
        may={may}
        placeholder="0"
        onChange={(share) => change({ goodsReturned: share ?? 0 })}
      />
      {channels.map(({ key, label }) => (
        <div key={key} className="rg-value-line">
          <span>{say(label)}</span>
          <MoneyInput
            fine
            label={say(label)}
            disabled={!may}
            amount={draft.messageCosts[key] ?? null}
            onChange={(cost) => change({ messageCosts: withMargin(draft.messageCosts, key, cost) })}
          />
        </div>
      ))}
      <div className="rg-value-line">
        <span>{say({ zh: '同事一小时', en: 'An hour of a colleague' })}</span>
        <MoneyInput
          label={say({ zh: '同事一小时', en: 'An hour of a colleague' })}
          disabled={!may}
          amount={draft.hourlyCost}
          onChange={(hourlyCost) => change({ hourlyCost })}
        />
      </div>
      {save.error ? <Alert type="error" showIcon role="alert" title={sayProblem(save.error)} /> : null}
      {may ? (
        <div className="rg-form-foot">
          <Button type="primary" loading={save.isPending} onClick={() => void run()}>
            {say({ zh: '保存', en: 'Save' })}
          </Button>
          <Button onClick={onClose}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        </div>
      ) : null}
    </div>
  )
}

function withMargin(margins: Readonly<Record<string, number>>, name: string, margin: number | null): Record<string, number> {
  const others = Object.fromEntries(Object.entries(margins).filter(([key]) => key !== name))
  return margin === null ? others : { ...others, [name]: margin }
}

function Percent(props: {
  readonly label: Words
  readonly value: number | null
  readonly may: boolean
  readonly placeholder: string
  readonly onChange: (value: number | null) => void
}) {
  const say = useSay()
  return (
    <div className="rg-value-line">
      <span>{say(props.label)}</span>
      <InputNumber<number>
        size="small"
        min={0}
        max={100}
        suffix="%"
        aria-label={say(props.label)}
        disabled={!props.may}
        placeholder={props.placeholder}
        value={props.value}
        onChange={props.onChange}
      />
    </div>
  )
}
