import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import type { Backups } from './backups-answer.ts'

/** How everything is brought back, in words that somebody can follow on a bad day. */
export function RestoreWords({ backups: { dataFolder } }: { readonly backups: Backups }) {
  const say = useSay()
  return (
    <Section title={{ zh: '怎样恢复', en: 'How to restore' }}>
      <ol className="rg-backups-steps">
        <li>
          {say({
            zh: '准备备份所在的整个文件夹（里面有 regulars.keys 等文件，缺一不可）和备份密钥。',
            en: 'Have the whole folder of the backups at hand (with regulars.keys and the others in it; none may be missing) and the backup key.',
          })}
        </li>
        <li>
          {say({
            zh: '在新机器上装好同样或更新版本的程序；如果就在这台机器上，请先停止它。',
            en: 'On a new machine, install the program in the same or a newer version. On this machine, stop it first.',
          })}
        </li>
        <li>
          {say({ zh: '运行：', en: 'Run:' })}{' '}
          <code>
            npm start -- restore --from {`<${say({ zh: '文件夹', en: 'folder' })}>`} --key {`<${say({ zh: '密钥文件', en: 'key file' })}>`}
          </code>
          {say({
            zh: '（这里已有数据时加 --replace，原有的会另存一旁）',
            en: ' (with --replace where there is data already; it is kept aside)',
          })}
        </li>
        <li>
          {say({
            zh: '启动程序看一看。恢复的副本是静默的，不发送任何东西；确认原系统已停用后，点页面顶部的“恢复正常运行”。',
            en: 'Start the program and look. The copy is quiet and sends nothing; once the old system is off, press “Let it work” at the top of any page.',
          })}
        </li>
      </ol>
      <p className="rg-note">
        {say(
          {
            zh: '本机数据文件夹：{folder}。不在本机时可用 https 地址代替文件夹，密钥放在 BACKUP_S3_ACCESS_KEY 和 BACKUP_S3_SECRET_KEY。',
            en: 'The data folder here: {folder}. For S3-compatible storage give its https address in place of the folder, with BACKUP_S3_ACCESS_KEY and BACKUP_S3_SECRET_KEY set.',
          },
          { folder: dataFolder },
        )}
      </p>
    </Section>
  )
}
