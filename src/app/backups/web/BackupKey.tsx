import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { ShownOnce } from '../../../ui/ShownOnce.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { takeKey } from '../actions.ts'
import type { Backups } from './backups-answer.ts'
import { saveText } from './save-text.ts'

/** Without the key no backup opens; it must not lie on this machine alone. */
export function BackupKey({ backups: { key } }: { readonly backups: Backups }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const take = useAct(takeKey)
  const [shown, setShown] = useState<string | null>(null)
  const download = () =>
    take.mutate(
      {},
      {
        onSuccess: (answer) => {
          saveText(say({ zh: '常客备份密钥-{mark}.txt', en: 'regulars-backup-key-{mark}.txt' }, answer), say(fileWords, answer))
          setShown(answer.key)
        },
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  const button = (
    <Button size="small" type={key.takenAt ? 'default' : 'primary'} loading={take.isPending} onClick={download}>
      {key.takenAt ? say({ zh: '再次下载', en: 'Download again' }) : say({ zh: '下载备份密钥', en: 'Download the backup key' })}
    </Button>
  )
  return (
    <>
      {key.takenAt ? (
        <p className="rg-note rg-backups-key">
          {say(
            { zh: '备份密钥（标记 {mark}）已于 {when} 下载。', en: 'The backup key (mark {mark}) was downloaded on {when}.' },
            { mark: key.mark, when: format.dateTime(key.takenAt) },
          )}{' '}
          {button}
        </p>
      ) : (
        <Alert
          type="warning"
          showIcon
          className="rg-notice"
          title={say({ zh: '备份密钥还只在这台机器上', en: 'The backup key lies on this machine alone' })}
          description={say({
            zh: '备份是加密的。机器坏了，没有密钥谁也打不开，我们也不行。请下载它，存到别处（密码管理器，或打印出来锁好）。',
            en: 'Backups are encrypted. If this machine is lost, nobody can open them without the key, we included. Download it and keep it elsewhere: in a password manager, or printed and locked away.',
          })}
          action={button}
        />
      )}
      <ShownOnce
        title={{ zh: '备份密钥', en: 'Backup key' }}
        hint={{
          zh: '已存成文件。也可以抄下来或放进密码管理器；在空机器上恢复时需要它。',
          en: 'It was saved as a file. You may write it down or put it into a password manager as well; a restore on an empty machine needs it.',
        }}
        value={shown}
        onClose={() => setShown(null)}
      />
    </>
  )
}

const fileWords = {
  zh: `常客 · 备份密钥（标记 {mark}）

{key}

恢复备份时需要它。丢了它，备份谁也打不开；别人拿到它和备份，就能看到全部资料。
请存到另一台机器、密码管理器，或打印后锁好。

恢复：npm start -- restore --from <备份所在的文件夹> --key <本文件>
`,
  en: `Regulars · backup key (mark {mark})

{key}

A restore needs it. Without it nobody opens a backup; whoever has it and a backup sees everything.
Keep it on another machine, in a password manager, or printed and locked away.

Restore: npm start -- restore --from <the folder of the backups> --key <this file>
`,
}
