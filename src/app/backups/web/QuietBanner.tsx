import { Alert, Button } from 'antd'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { endQuiet, readQuiet } from '../actions.ts'
import './backups.css'

/** On every page of a restored copy: it sends nothing, and how to let it work. */
export function QuietBanner() {
  const say = useSay()
  const format = useFormat()
  const confirm = useConfirm()
  const may = useMayDo(endQuiet)
  const asked = useAsk(readQuiet, {}, { every: 60_000 })
  const end = useAct(endQuiet)
  const quiet = asked.data?.quiet
  if (!quiet) return null
  const ask = () =>
    confirm({
      title: { zh: '原来的系统确实停用了吗？', en: 'Is the old system really off?' },
      content: { zh: '两边同时运行，客户会收到两遍消息。', en: 'If both work, customers get everything twice.' },
      ok: { zh: '已停用，恢复运行', en: 'It is off, let this one work' },
      run: async () => void (await end.mutateAsync({})),
    })
  return (
    <Alert
      type="warning"
      banner
      className="rg-quiet"
      title={say(
        {
          zh: '这是从 {when} 的备份恢复的副本，处于静默状态：旅程、定时任务和邮件都不会发出。',
          en: 'This copy was restored from the backup of {when} and is quiet: no journey, schedule or mail goes out.',
        },
        { when: format.dateTime(quiet.takenAt) },
      )}
      action={
        may ? (
          <Button size="small" type="primary" loading={end.isPending} onClick={ask}>
            {say({ zh: '恢复正常运行', en: 'Let it work' })}
          </Button>
        ) : undefined
      }
    />
  )
}
