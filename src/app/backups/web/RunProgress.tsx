import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { stopRun } from '../actions.ts'
import type { Backups } from './backups-answer.ts'

const stepWords: Readonly<Record<string, Words>> = {
  'backup waiting': { zh: '马上开始备份', en: 'The backup begins in a moment' },
  'backup reading': { zh: '正在备份（MB）', en: 'Backing up (MB)' },
  'backup copying': { zh: '正在复制到其他位置（MB）', en: 'Copying to the other places (MB)' },
  'drill waiting': { zh: '马上开始演练', en: 'The drill begins in a moment' },
  'drill reading': { zh: '演练：校验每一段（MB）', en: 'Drill: proving every part (MB)' },
  'drill rows': { zh: '演练：恢复数据（MB）', en: 'Drill: bringing the rows back (MB)' },
  'drill indexes': { zh: '演练：建立索引', en: 'Drill: building the indexes' },
}

/** The backup or drill under way, with a way to stop it. */
export function RunProgress({ run }: { readonly run: Backups['runs'][number] }) {
  const say = useSay()
  const stop = useAct(stopRun)
  const { step, done, total } = run.progress ?? { step: 'waiting', done: 0, total: 0 }
  const inMegabytes = step !== 'indexes'
  const scale = (n: number) => (inMegabytes ? Math.round(n / 1e6) : n)
  return (
    <Section>
      <Progress
        label={say(stepWords[`${run.kind} ${step}`] ?? { zh: '正在进行', en: 'Under way' })}
        done={scale(done)}
        total={total > 0 ? Math.max(scale(total), 1) : null}
        onStop={() => stop.mutate({ id: run.id })}
        stopping={run.stopping || stop.isPending}
        confirm={{ zh: '停下来？不会留下半个备份。', en: 'Stop? No half backup is left behind.' }}
      />
    </Section>
  )
}
