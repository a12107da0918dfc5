import { App, Form, Input, Select } from 'antd'
import { useMemo } from 'react'
import type { z } from 'zod'
import { currencyChoices, zoneChoices } from '../../../ui/choices.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Answered } from '../../../ui/States.tsx'
import { readSettings, saveShop } from '../actions.ts'
import { SaveBar } from './SaveBar.tsx'

type Settings = z.output<typeof readSettings.output>

export function ShopTab() {
  const asked = useAsk(readSettings, {})
  return <Answered of={asked}>{(settings) => <ShopForm settings={settings} />}</Answered>
}

function ShopForm({ settings }: { readonly settings: Settings }) {
  const say = useSay()
  const { language } = useLanguage()
  const { message } = App.useApp()
  const save = useAct(saveShop)
  const currencies = useMemo(() => currencyChoices(language), [language])
  const zones = useMemo(() => zoneChoices(language), [language])
  const done = () => void message.success(say({ zh: '店铺设置已保存', en: 'The shop is saved' }))
  return (
    <Section>
      <Form
        className="rg-settings-form"
        layout="vertical"
        requiredMark={false}
        initialValues={settings.shop}
        onFinish={(input: Settings['shop']) => save.mutate(input, { onSuccess: done })}
      >
        <Form.Item
          name="name"
          label={say({ zh: '店铺或公司名称', en: 'Shop or company' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请输入名称', en: 'Enter its name' }) }]}
        >
          <Input maxLength={200} autoComplete="organization" />
        </Form.Item>
        <Form.Item
          name="currency"
          label={say({ zh: '币种', en: 'Currency' })}
          extra={
            settings.currencyFixed
              ? say({ zh: '已有消费记录，币种不能再改。', en: 'There are purchases, so the currency stays.' })
              : say({
                  zh: '所有金额都用它记录；有消费记录后不能再改。',
                  en: 'All amounts are kept in it; it stays once there are purchases.',
                })
          }
        >
          <Select showSearch={{ optionFilterProp: 'label' }} options={currencies} disabled={settings.currencyFixed} />
        </Form.Item>
        <Form.Item
          name="timeZone"
          label={say({ zh: '时区', en: 'Time zone' })}
          extra={say({ zh: '决定一天从何时开始，以及免打扰时段。', en: 'Decides when a day begins, and the quiet hours.' })}
        >
          <Select showSearch={{ optionFilterProp: 'label' }} options={zones} />
        </Form.Item>
        <SaveBar error={save.error} busy={save.isPending} />
      </Form>
    </Section>
  )
}
