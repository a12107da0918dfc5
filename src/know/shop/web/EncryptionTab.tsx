import { Alert, Button, Progress } from 'antd'
import type { AnswerOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { readSealing, rotateSealingKeys } from '../../sealing/actions.ts'
import { SealedContacts } from './SealedContacts.tsx'
import './encryption.css'

type Sealing = AnswerOf<typeof readSealing>

const refreshMs = 2_000

/** What is kept encrypted, under which key, and how far a change of keys has come. */
export function EncryptionTab() {
  const asked = useAsk(readSealing, {}, { every: refreshMs })
  return (
    <Answered of={asked} rows={6}>
      {(sealing) => <Encryption sealing={sealing} />}
    </Answered>
  )
}

function Encryption({ sealing }: { readonly sealing: Sealing }) {
  return (
    <>
      <SealedFields sealing={sealing} />
      <SealedContacts sealing={sealing} />
      <KeyCard sealing={sealing} />
      <UnderWay sealing={sealing} />
    </>
  )
}

function SealedFields({ sealing }: { readonly sealing: Sealing }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Section
      title={{ zh: '哪些内容加密保存', en: 'What is kept encrypted' }}
      note={say({
        zh: '这些字段在数据库和备份里只有密文，只能按完整的值或后四位查找。',
        en: 'In the database and in backups these fields are ciphertext only; they are found whole or by their last four characters.',
      })}
    >
      <ul className="rg-sealed-fields">
        {sealing.fields.map(({ name, label, custom }) => (
          <li key={name}>
            <span>{say(label)}</span>
            <span className="rg-sealed-kind">
              {custom ? say({ zh: '自定义敏感字段', en: 'a field of your own, marked sensitive' }) : say({ zh: '总是加密', en: 'always' })}
            </span>
          </li>
        ))}
      </ul>
      <p className="rg-sealed-note">
        {say(
          {
            zh: '{n} 位客户有加密的内容，每位各有一把密钥。删除客户时密钥一并销毁，旧备份里也无法再读出。',
            en: '{n} {count|customer has|customers have} something encrypted, each under a key of their own. The key goes when a customer is erased, and nobody can read it again, in no backup either.',
          },
          { n: format.count(sealing.people), count: sealing.people },
        )}{' '}
        <GoLink to="/fields">{say({ zh: '设置敏感字段', en: 'Mark fields sensitive' })}</GoLink>
      </p>
    </Section>
  )
}

function KeyCard({ sealing }: { readonly sealing: Sealing }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const confirm = useConfirm()
  const rotate = useAct(rotateSealingKeys)
  const isUnderWay = sealing.work.some(({ doing, endedAt }) => doing === 'rewrap' && endedAt === null)
  const ask = () =>
    confirm({
      title: { zh: '更换加密密钥？', en: 'Change the encryption key?' },
      content: {
        zh: '会生成新密钥，并在后台重新包装每位客户的密钥，期间一切照常。旧密钥仍留在密钥文件里，用来读取旧备份。完成后，请把密钥文件重新保管一份。',
        en: 'A new key is made and every customer’s key is wrapped under it in the background, while everything goes on. The old key stays in the key file for older backups. Keep a fresh copy of that file afterwards.',
      },
      ok: { zh: '更换', en: 'Change it' },
      run: async () => rotate.mutate({}),
    })
  return (
    <Section
      title={{ zh: '加密密钥', en: 'The encryption key' }}
      note={say({
        zh: '密钥不在数据库里。丢失密钥，加密的内容就无法恢复：请把密钥文件单独保管一份，不要和备份放在一起。',
        en: 'The key is not in the database. If it is lost, so is what is encrypted: keep a copy of the key file, apart from the backups.',
      })}
    >
      {rotate.error ? <Alert type="error" showIcon title={sayProblem(rotate.error)} role="alert" /> : null}
      <dl className="rg-sealed-key">
        <dt>{say({ zh: '位置', en: 'Place' })}</dt>
        <dd>
          <code>{sealing.keysIn}</code>
        </dd>
        <dt>{say({ zh: '版本', en: 'Version' })}</dt>
        <dd>
          {say({ zh: '第 {n} 版', en: '{n}' }, { n: sealing.version })}
          {sealing.madeAt ? say({ zh: '，{when} 建立', en: ', made {when}' }, { when: format.time(sealing.madeAt) }) : ''}
        </dd>
      </dl>
      <Button onClick={ask} loading={rotate.isPending} disabled={isUnderWay}>
        {say({ zh: '更换密钥…', en: 'Change the key…' })}
      </Button>
    </Section>
  )
}

const doings = {
  seal: { zh: '正在加密“{what}”', en: 'Encrypting “{what}”' },
  open: { zh: '正在把“{what}”改回不加密', en: 'Decrypting “{what}”' },
  rewrap: { zh: '正在用新密钥重新包装{what}', en: 'Wrapping {what} under the new key' },
} as const

function UnderWay({ sealing }: { readonly sealing: Sealing }) {
  const say = useSay()
  const format = useFormat()
  const works = sealing.work.filter(({ endedAt }) => endedAt === null)
  if (works.length === 0) return null
  return (
    <Section
      title={{ zh: '正在进行', en: 'Under way' }}
      note={say({ zh: '可以离开此页，不影响使用。', en: 'You can leave this page; everything goes on.' })}
    >
      {works.map(({ name, label, doing, done, total }) => (
        <div key={name} className="rg-sealed-work" role="status">
          <div>{say(doings[doing], { what: label })}</div>
          <Progress percent={total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 100} aria-label={say(label)} />
          <div className="rg-sealed-note">
            {say({ zh: '{done} / {total}', en: '{done} of {total}' }, { done: format.count(done), total: format.count(total) })}
          </div>
        </div>
      ))}
    </Section>
  )
}
