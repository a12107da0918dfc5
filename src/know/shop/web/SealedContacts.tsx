import { Alert, Button, Progress, Switch } from 'antd'
import type { AnswerOf } from '../../../core/action/action.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { haltSealing, type readSealing, renewContactKey, sealContacts } from '../../sealing/actions.ts'

type Sealing = AnswerOf<typeof readSealing>
type Contact = Sealing['contacts'][number]

/** Phones, e-mails and WeChat ids: each kept encrypted or not, with what that gains and what it costs. */
export function SealedContacts({ sealing }: { readonly sealing: Sealing }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const seal = useAct(sealContacts)
  const halt = useAct(haltSealing)
  const renew = useAct(renewContactKey)
  const failed = seal.error ?? halt.error ?? renew.error
  const isSealed = sealing.contacts.some(({ sealed }) => sealed)
  const isTurning = sealing.contacts.some(({ work }) => work !== null)
  return (
    <Section
      title={{ zh: '联系方式', en: 'Contact details' }}
      note={say({
        zh: '默认不加密，因为很多人按号码的一部分查找。加密后：数据库和备份被人拿走，也读不出这些联系方式；照常发送、导入、识别重复客户。代价是只能按完整的值查找，手机号和微信号也可按后四位；不能再按开头或包含的内容筛选，查重只比较完整的值。',
        en: 'Not encrypted unless you switch it on, for many people search by a part of a number. Encrypted, nobody who gets hold of the database or a backup can read them, and sending, importing and recognising customers go on. The price: they are found by the whole value only, phones and WeChat ids by their last four characters too; nothing can be filtered by how it begins or what it contains, and duplicates are told by whole values.',
      })}
    >
      {failed ? <Alert type="error" showIcon title={sayProblem(failed)} role="alert" /> : null}
      <ul className="rg-sealed-fields">
        {sealing.contacts.map((contact) => (
          <ContactRow
            key={contact.kind}
            contact={contact}
            isBusy={seal.isPending || halt.isPending}
            onSeal={(sealed) => seal.mutate({ kind: contact.kind, sealed })}
            onHalt={(halted) => halt.mutate({ kind: contact.kind, halted })}
          />
        ))}
      </ul>
      <p className="rg-sealed-note">
        {say({
          zh: '发过的消息、收到的邮件和互动里的号码、邮箱也会转换。不会转换：写在备注和待办里的文字，已上传但尚未清理的文件和 Webhook 原文，以及此前的操作审计。',
          en: 'Numbers and addresses in messages that were sent, in mails that came in and in interactions are turned over too. Left as they are: what people write into notes and to-dos, uploaded files and bodies of webhooks until they are cleared away, and the audit of before.',
        })}
      </p>
      {isSealed ? <RenewKey version={sealing.contactKey} isBusy={isTurning || renew.isPending} onRenew={() => renew.mutate({})} /> : null}
    </Section>
  )
}

type RenewProps = { readonly version: number; readonly isBusy: boolean; readonly onRenew: () => void }

/** One key seals them all; after a suspected leak it is changed for another. */
function RenewKey({ version, isBusy, onRenew }: RenewProps) {
  const say = useSay()
  const confirm = useConfirm()
  const ask = () =>
    confirm({
      title: { zh: '更换联系方式的密钥？', en: 'Change the key of contact details?' },
      content: {
        zh: '会生成新密钥，并在后台逐批用它重新加密所有联系方式，期间一切照常，可以暂停。操作审计不能改动，仍用旧密钥读取。',
        en: 'A new key is made, and all contact details are encrypted anew under it in the background, portion by portion, while everything goes on; it can be halted. The audit cannot be changed and is read with the old key still.',
      },
      ok: { zh: '更换', en: 'Change it' },
      run: async () => onRenew(),
    })
  return (
    <p className="rg-sealed-note">
      {say(
        {
          zh: '联系方式的密钥：第 {n} 版。怀疑密钥外泄时更换。',
          en: 'Key of contact details: version {n}. Change it after a suspected leak.',
        },
        { n: version },
      )}{' '}
      <Button size="small" disabled={isBusy} onClick={ask}>
        {say({ zh: '更换联系方式的密钥…', en: 'Change the key of contact details…' })}
      </Button>
    </p>
  )
}

type RowProps = {
  readonly contact: Contact
  readonly isBusy: boolean
  readonly onSeal: (sealed: boolean) => void
  readonly onHalt: (halted: boolean) => void
}

function ContactRow({ contact: { label, sealed, work }, isBusy, onSeal, onHalt }: RowProps) {
  const say = useSay()
  const confirm = useConfirm()
  const ask = (next: boolean) =>
    confirm({
      title: next
        ? say({ zh: '加密保存“{what}”？', en: 'Keep “{what}” encrypted?' }, { what: label })
        : say({ zh: '不再加密“{what}”？', en: 'Keep “{what}” unencrypted again?' }, { what: label }),
      content: next
        ? {
            zh: '现有的值会在后台逐批加密，期间一切照常。完成后不能再按一部分查找和筛选。请确认密钥文件已另行保管：密钥丢失，联系方式就无法恢复。',
            en: 'What is there is encrypted in the background, portion by portion, while everything goes on. After that nothing is found or filtered by a part of it. Make sure that the key file is kept apart: if the key is lost, so are these contact details.',
          }
        : {
            zh: '现有的值会在后台逐批还原，期间一切照常。还原后，拿到数据库或备份的人就能读出它们。',
            en: 'What is there is decrypted in the background, portion by portion, while everything goes on. After that whoever gets hold of the database or a backup can read it.',
          },
      ok: next ? { zh: '加密保存', en: 'Encrypt' } : { zh: '不再加密', en: 'Decrypt' },
      run: async () => onSeal(next),
    })
  return (
    <li>
      <span>{say(label)}</span>
      <span className="rg-sealed-kind">
        <Switch
          checked={sealed}
          disabled={isBusy}
          onChange={ask}
          aria-label={say({ zh: '加密保存{what}', en: 'Keep {what} encrypted' }, { what: label })}
        />{' '}
        {say(sealed ? { zh: '加密保存', en: 'encrypted' } : { zh: '未加密', en: 'not encrypted' })}
      </span>
      {work ? <Turning label={label} sealed={sealed} work={work} isBusy={isBusy} onHalt={onHalt} /> : null}
    </li>
  )
}

type TurningProps = Pick<RowProps, 'isBusy' | 'onHalt'> &
  Pick<Contact, 'label' | 'sealed'> & { readonly work: NonNullable<Contact['work']> }

function Turning({ label, sealed, work: { aim, phase, done, total, halted }, isBusy, onHalt }: TurningProps) {
  const say = useSay()
  const format = useFormat()
  const doing = halted
    ? { zh: '已暂停，两种形式都能读取和查找', en: 'Halted; both forms are read and found' }
    : aim === 'renewed'
      ? { zh: '正在用新密钥重新加密', en: 'Encrypting anew under the new key' }
      : phase === 'keys'
        ? { zh: '正在准备：让查重和查找两种形式都认得', en: 'Getting ready: both forms are made known for finding and matching' }
        : sealed
          ? { zh: '正在加密', en: 'Encrypting' }
          : { zh: '正在还原', en: 'Decrypting' }
  return (
    <div className="rg-sealed-work" role="status">
      <div>{say(doing)}</div>
      <Progress percent={total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 100} aria-label={say(label)} />
      <div className="rg-sealed-note">
        {say({ zh: '{done} / {total}', en: '{done} of {total}' }, { done: format.count(done), total: format.count(total) })}{' '}
        <Button size="small" disabled={isBusy} onClick={() => onHalt(!halted)}>
          {say(halted ? { zh: '继续', en: 'Go on' } : { zh: '暂停', en: 'Halt' })}
        </Button>
      </div>
    </div>
  )
}
