import { App, type MenuProps } from 'antd'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { makePointPrimary, removeContactPoint, setPointConsent, verifyContactPoint } from '../actions.ts'
import { consents, sayConsent, sayVerification, verifications } from '../contact-point.ts'
import type { Point } from './points-answer.ts'

/** What can be done with one way to reach a customer. */
export function usePointMenu(customerId: string, point: Point, onEdit: () => void): MenuProps {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const primary = useAct(makePointPrimary)
  const verify = useAct(verifyContactPoint)
  const consent = useAct(setPointConsent)
  const remove = useAct(removeContactPoint)
  const one = { id: customerId, kind: point.kind, value: point.value }
  const told = { onError: (error: Error) => void message.error(sayProblem(error)) }
  const askRemoval = () =>
    confirm({
      title: say({ zh: '删除“{value}”？', en: 'Remove “{value}”?' }, { value: point.value }),
      ...(point.primary ? { content: { zh: '同类中最早的一个会成为主要的。', en: 'The oldest of its kind takes its place.' } } : {}),
      ok: { zh: '删除', en: 'Remove' },
      danger: true,
      run: async () => void (await remove.mutateAsync(one)),
    })
  return {
    items: [
      { key: 'edit', label: say({ zh: '修改', en: 'Change' }), onClick: onEdit },
      ...(point.primary
        ? []
        : [{ key: 'primary', label: say({ zh: '设为主要', en: 'Make primary' }), onClick: () => primary.mutate(one, told) }]),
      {
        key: 'verify',
        type: 'group',
        label: say({ zh: '已验证：如何', en: 'Verified by' }),
        children: verifications.map((how) => ({
          key: `verify-${how}`,
          label: say(sayVerification(how)),
          onClick: () => verify.mutate({ ...one, how }, told),
        })),
      },
      ...(point.verifiedAt
        ? [
            {
              key: 'unverify',
              label: say({ zh: '取消验证', en: 'Not verified after all' }),
              onClick: () => verify.mutate({ ...one, verified: false }, told),
            },
          ]
        : []),
      {
        key: 'consent',
        type: 'group',
        label: say({ zh: '联系许可', en: 'Consent' }),
        children: consents.map((each) => ({
          key: `consent-${each}`,
          disabled: each === point.consent,
          label: say(sayConsent(each)),
          onClick: () => consent.mutate({ ...one, consent: each }, told),
        })),
      },
      { type: 'divider' },
      { key: 'remove', danger: true, label: say({ zh: '删除', en: 'Remove' }), onClick: askRemoval },
    ],
  }
}
