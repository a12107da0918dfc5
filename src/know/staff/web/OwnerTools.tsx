import { UserSwitchOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { everybody, type Rule } from '../../../core/rule/rule.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { assignByRule, assignOwner, claimFromPool, listOwnerRounds, returnToPool, stopOwnerRound } from '../owner-actions.ts'
import { OwnerModal } from './OwnerModal.tsx'
import './staff.css'

type Verb = 'give' | 'return'

const giveLabel = { zh: '指派负责人', en: 'Assign an owner' }
const returnLabel = { zh: '退回公海', en: 'Return to the public pool' }

/** Takes customers for oneself; says how many somebody else has already. */
export function useClaim() {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const claim = useAct(claimFromPool)
  const run = (customerIds: readonly string[]) =>
    claim.mutate(
      { customerIds: [...customerIds] },
      {
        onError: (error) => void message.error(sayProblem(error)),
        onSuccess: ({ claimed, taken }) =>
          void message.info(
            taken === 0
              ? say({ zh: '领取了 {n} 位客户', en: '{n} {n|customer|customers} claimed' }, { n: format.count(claimed) })
              : say(
                  {
                    zh: '领取了 {n} 位客户；{taken} 位已有负责人，保持不变',
                    en: '{n} {n|customer|customers} claimed; {taken} {taken|has an owner|have owners} already and stay',
                  },
                  { n: format.count(claimed), taken: format.count(taken) },
                ),
          ),
      },
    )
  return { run, isPending: claim.isPending }
}

/** Gives those who are ticked to somebody, claims them, or puts them back. */
export function OwnerTicked({ ids }: { readonly ids: readonly string[] }) {
  const say = useSay()
  const claim = useClaim()
  const [verb, setVerb] = useState<Verb | null>(null)
  const may = { give: useMayDo(assignOwner), claim: useMayDo(claimFromPool), return: useMayDo(returnToPool) }
  const menu = {
    items: [
      ...(may.give ? [{ key: 'give', label: say(giveLabel) }] : []),
      ...(may.claim ? [{ key: 'claim', label: say({ zh: '领取', en: 'Claim' }) }] : []),
      ...(may.return ? [{ key: 'return', label: say(returnLabel) }] : []),
    ],
    onClick: ({ key }: { readonly key: string }) => (key === 'claim' ? claim.run(ids) : setVerb(key === 'return' ? 'return' : 'give')),
  }
  if (menu.items.length === 0) return null
  return (
    <>
      <Dropdown autoFocus menu={menu} trigger={['click']} disabled={ids.length === 0}>
        <Button icon={<UserSwitchOutlined />} loading={claim.isPending}>
          {say({ zh: '负责人', en: 'Owner' })}
        </Button>
      </Dropdown>
      <OwnerModal open={verb !== null} verb={verb ?? 'give'} customerIds={ids} onClose={() => setVerb(null)} />
    </>
  )
}

/** Gives everybody whom the list's filter finds to somebody, with its progress. */
export function OwnerFound({ rule, search }: { readonly rule: Rule | undefined; readonly search: string | undefined }) {
  const say = useSay()
  const [verb, setVerb] = useState<Verb | null>(null)
  const menu = {
    items: [
      { key: 'give', label: say(giveLabel) },
      { key: 'return', label: say(returnLabel) },
    ],
    onClick: ({ key }: { readonly key: string }) => setVerb(key === 'return' ? 'return' : 'give'),
  }
  if (!useMayDo(assignByRule)) return null
  return (
    <>
      <Dropdown autoFocus menu={menu} trigger={['click']}>
        <Button icon={<UserSwitchOutlined />}>{say({ zh: '全部指派', en: 'Assign them all' })}</Button>
      </Dropdown>
      <OwnerModal open={verb !== null} verb={verb ?? 'give'} filter={{ rule: rule ?? everybody, search }} onClose={() => setVerb(null)} />
      <OwnerRounds />
    </>
  )
}

function OwnerRounds() {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const asked = useAsk(listOwnerRounds, {}, { every: 3_000 })
  const stop = useAct(stopOwnerRound)
  const running = (asked.data?.rounds ?? []).filter(({ state }) => state === 'running')
  return running.map((round) => (
    <div key={round.id} className="rg-staff-round">
      <Progress
        label={
          round.to.length === 0
            ? say({ zh: '正在退回公海', en: 'Returning to the public pool' })
            : say({ zh: '正在指派给{to}', en: 'Assigning to {to}' }, { to: round.to.join(say({ zh: '、', en: ', ' })) })
        }
        done={round.seen}
        total={round.of}
        onStop={() => stop.mutate({ id: round.id }, { onError: (error) => void message.error(sayProblem(error)) })}
        stopping={stop.isPending}
      />
    </div>
  ))
}
