import { Alert, App, Button, Modal } from 'antd'
import { useMemo, useState } from 'react'
import { RuleCount } from '../../../understand/segments/web/RuleCount.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { enterJourney } from '../actions.ts'
import type { Known } from './say-rule.ts'
import { SegmentPick } from './SegmentPick.tsx'

type Props = { readonly journeyId: string; readonly known: Known }

/** Puts the members of a segment into a running journey by hand. */
export function AddCustomers({ journeyId, known }: Props) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say({ zh: '放入客户', en: 'Add customers' })}
      </Button>
      {open ? <Choice journeyId={journeyId} known={known} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function Choice({ journeyId, known, onClose }: Props & { readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const sayOutcome = useOutcome()
  const { message } = App.useApp()
  const [segment, setSegment] = useState<string | undefined>()
  const members = useMemo(() => (segment === undefined ? null : { segment }), [segment])
  const enter = useAct(enterJourney)
  const run = async () => {
    if (segment === undefined) return
    const answer = await enter.mutateAsync({ id: journeyId, segment }).catch(() => null)
    if (!answer) return
    onClose()
    void message.info(sayOutcome(answer))
  }
  return (
    <Modal
      open
      title={say({ zh: '把哪个细分的客户放进来？', en: 'Which segment’s customers should enter?' })}
      okText={say({ zh: '放入客户', en: 'Add customers' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(segment === undefined ? { zh: '先选一个细分', en: 'Choose a segment first' } : null)}
      okButtonProps={{ disabled: segment === undefined }}
      confirmLoading={enter.isPending}
      onOk={run}
      onCancel={onClose}
    >
      <div className="rg-form">
        <SegmentPick segment={segment} known={known} onChange={setSegment} />
        {members ? <RuleCount rule={members} /> : null}
        <p className="rg-filter-hint">
          {say({
            zh: '现在在这个细分里的客户会马上进入。已经在里面、按规则还不能再次进入，或不符合旅程条件的，不会进入。',
            en: 'Whoever is in the segment now enters at once, except those who are inside already, may not enter again yet, or do not fit the journey’s conditions.',
          })}
        </p>
        {enter.error ? <Alert type="error" showIcon role="alert" title={sayProblem(enter.error)} /> : null}
      </div>
    </Modal>
  )
}

function useOutcome(): (answer: { readonly entered: number; readonly more: boolean }) => string {
  const say = useSay()
  const format = useFormat()
  return ({ entered, more }) => {
    const n = format.count(entered)
    if (more)
      return say({ zh: '前 {n} 位客户已进入，其余的正在陆续进入', en: 'The first {n} customers entered and the others follow' }, { n })
    if (entered === 0)
      return say({
        zh: '没有客户进入：他们已经在里面、还不能再次进入，或不符合条件',
        en: 'Nobody entered: they are inside already, may not enter again yet, or do not fit the conditions',
      })
    return say({ zh: '{n} 位客户已进入', en: '{n} {n|customer|customers} entered' }, { n })
  }
}
