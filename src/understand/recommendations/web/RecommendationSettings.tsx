import { Alert, App, Drawer, Button, InputNumber, Radio } from 'antd'
import { useId, useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { saveRecommendationSettings } from '../actions.ts'
import type { RecommendationSettings as Settings } from '../settings.ts'

/** New things or repeats, how many, and how well known a product must be. */
export function RecommendationSettings(props: { readonly settings: Settings; readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const id = useId()
  const [draft, setDraft] = useState(props.settings)
  const save = useAct(saveRecommendationSettings)
  const send = () =>
    save.mutate(draft, {
      onSuccess: () => {
        props.onClose()
        void message.success(say({ zh: '已保存，正在重新推荐', en: 'Saved; lists are being made anew' }))
      },
    })
  return (
    <Drawer open onClose={props.onClose} title={say({ zh: '推荐设置', en: 'Settings of recommendations' })} size={420}>
      <div className="rg-exclude">
        {save.error ? <Alert type="error" showIcon title={sayProblem(save.error)} role="alert" /> : null}
        <Radio.Group value={draft.mode} onChange={(event) => setDraft({ ...draft, mode: event.target.value })}>
          <Radio value="new">
            {say({ zh: '只推荐没买过的（衣服、图书、家电）', en: 'Only what they have not bought (clothes, books, appliances)' })}
          </Radio>
          <Radio value="both">
            {say({ zh: '买过的也可以再推荐（食品、日用品）', en: 'What they bought may come again (food, daily goods)' })}
          </Radio>
          <Radio value="repeat">
            {say({ zh: '只推荐买过的（耗材、复购提醒）', en: 'Only what they bought before (supplies, reminders to reorder)' })}
          </Radio>
        </Radio.Group>
        <p className="rg-note">
          {say({
            zh: '这是默认的：字段、名单和消息里的推荐按它。客户页、邮件的商品块和接口可以另选。',
            en: 'This is what fields, lists and messages go by. A customer’s page, a product block in a mail and the API may ask otherwise.',
          })}
        </p>
        <label htmlFor={`${id}length`}>{say({ zh: '每位客户推荐几个', en: 'Products for each customer' })}</label>
        <InputNumber
          id={`${id}length`}
          min={1}
          max={20}
          precision={0}
          value={draft.length}
          onChange={(value) => setDraft({ ...draft, length: value ?? 5 })}
        />
        <label htmlFor={`${id}buyers`}>
          {say({ zh: '至少多少位客户买过的商品才推荐', en: 'Recommend only what at least this many customers bought' })}
        </label>
        <InputNumber
          id={`${id}buyers`}
          min={2}
          max={10_000}
          precision={0}
          value={draft.minBuyers}
          onChange={(value) => setDraft({ ...draft, minBuyers: value ?? 10 })}
        />
        <p className="rg-note">
          {say({
            zh: '买的人太少的商品，看不出谁会喜欢。推荐每天夜里和大批导入后自动更新。',
            en: 'Of a product that few bought nobody can tell who would like it. Lists are made anew each night and after large imports.',
          })}
        </p>
        <Button type="primary" onClick={send} loading={save.isPending}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
      </div>
    </Drawer>
  )
}
