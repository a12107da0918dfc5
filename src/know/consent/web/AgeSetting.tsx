import { App, Radio } from 'antd'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { readConsentSettings, saveConsentSettings } from '../actions.ts'
import { agesOfConsent } from '../consent.ts'

/** From which age people agree themselves. */
export function AgeSetting() {
  const say = useSay()
  const mayChange = useMayDo(saveConsentSettings)
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const asked = useAsk(readConsentSettings, {})
  const save = useAct(saveConsentSettings)
  const change = (age: (typeof agesOfConsent)[number]) =>
    save.mutate(
      { age },
      {
        onSuccess: () =>
          void message.success(say({ zh: '已保存，正在重算谁是未成年人', en: 'Saved; who is a minor is being worked out again' })),
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  return (
    <Section title={{ zh: '几岁以下须由监护人同意？', en: 'Below which age must a guardian agree?' }}>
      <Answered of={asked} rows={2}>
        {({ age }) => (
          <>
            <Radio.Group
              value={age}
              disabled={!mayChange || save.isPending}
              onChange={(event) => change(event.target.value)}
              options={agesOfConsent.map((value) => ({ value, label: say({ zh: '{n} 岁', en: '{n}' }, { n: value }) }))}
            />
            <p className="rg-quiet">
              {say({
                zh: '中国是 14 岁（个人信息保护法第三十一条），欧盟成员国为 13 至 16 岁。按生日算低于这个年龄的客户会标为未成年人：他们自己的同意不算数，须记录监护人的同意；查看他们的资料会记入审计。',
                en: 'In China it is 14 (PIPL 31), in the states of the EU 13 to 16. Customers below it by their birthday are marked as minors: their own yes does not count, a guardian’s must be recorded, and reading their details is noted in the audit.',
              })}
            </p>
          </>
        )}
      </Answered>
    </Section>
  )
}
