import { PlusOutlined } from '@ant-design/icons'
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { removeTarget, tryTarget } from '../actions.ts'
import type { Backups, Target } from './backups-answer.ts'
import { useSaySize } from './say-size.ts'
import { TargetModal } from './TargetModal.tsx'

/** Where backups are kept: the data folder, and other places that outlive this machine. */
export function TargetSection({ backups: { targets } }: { readonly backups: Backups }) {
  const say = useSay()
  const [edited, setEdited] = useState<Target | 'new' | null>(null)
  return (
    <Section
      title={{ zh: '存放位置', en: 'Places' }}
      note={
        targets.length === 1
          ? say({
              zh: '备份和数据在同一台机器上，机器坏了会一起丢。请再加一个别处的位置。',
              en: 'Backups and data lie on one machine and would be lost together. Add a place elsewhere.',
            })
          : undefined
      }
      actions={
        <Button size="small" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {say({ zh: '添加位置', en: 'Add a place' })}
        </Button>
      }
    >
      <ul className="rg-backups-runs">
        {targets.map((target) => (
          <TargetLine key={target.id} target={target} onEdit={() => setEdited(target)} />
        ))}
      </ul>
      {edited ? <TargetModal target={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Section>
  )
}

function TargetLine({ target, onEdit }: { readonly target: Target; readonly onEdit: () => void }) {
  const say = useSay()
  const saySize = useSaySize()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const attempt = useAct(tryTarget)
  const remove = useAct(removeTarget)
  const onError = (error: Error) => void message.error(sayProblem(error))
  const keeps = say(
    { zh: '保留 {d} 天、{w} 周、{m} 月', en: 'keeps {d} daily, {w} weekly, {m} monthly' },
    { d: target.daily, w: target.weekly, m: target.monthly },
  )
  const free = target.free === null ? null : say({ zh: '还剩 {free}', en: '{free} free' }, { free: saySize(target.free) })
  return (
    <li>
      <strong>{target.isHome ? say({ zh: '数据文件夹', en: 'Data folder' }) : target.name}</strong>{' '}
      {!target.enabled ? (
        <Badge tone="attention">{say({ zh: '已停用', en: 'Off' })}</Badge>
      ) : target.failure ? (
        <Badge tone="danger">{say({ zh: '有问题', en: 'Trouble' })}</Badge>
      ) : null}
      <div className="rg-backups-quiet rg-backups-where">{[target.where, keeps, free].filter(Boolean).join(' · ')}</div>
      {target.failure ? <Alert type="error" title={say(target.failure)} className="rg-notice" /> : null}
      <div className="rg-backups-buttons">
        <Button
          size="small"
          loading={attempt.isPending}
          onClick={() =>
            attempt.mutate(
              { id: target.id },
              {
                onError,
                onSuccess: ({ backups }) =>
                  void message.success(
                    say({ zh: '可以使用，那里有 {n} 个备份', en: 'It works; {n} {n|backup lies|backups lie} there' }, { n: backups }),
                  ),
              },
            )
          }
        >
          {say({ zh: '检查', en: 'Try it' })}
        </Button>
        <Button size="small" onClick={onEdit}>
          {say({ zh: '修改', en: 'Change' })}
        </Button>
        {target.isHome ? null : (
          <Button
            size="small"
            danger
            loading={remove.isPending}
            onClick={() =>
              confirm({
                title: { zh: '不再往这里备份？', en: 'No more backups there?' },
                content: { zh: '那里已有的备份保留。', en: 'Those that lie there stay.' },
                ok: { zh: '移除', en: 'Remove' },
                danger: true,
                run: async () => void (await remove.mutateAsync({ id: target.id })),
              })
            }
          >
            {say({ zh: '移除', en: 'Remove' })}
          </Button>
        )}
      </div>
    </li>
  )
}
