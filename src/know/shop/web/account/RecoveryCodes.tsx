import { DownloadOutlined } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { CopyButton } from '../../../../ui/CopyButton.tsx'
import { useSay } from '../../../../ui/language.tsx'
import './account.css'

/** Ten codes, shown this once. */
export function RecoveryCodes(props: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const say = useSay()
  const text = props.codes.join('\n')
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${say({ zh: '常客 恢复码（每个只能用一次）', en: 'Regulars recovery codes (each works once)' })}\n\n${text}\n`)}`
  return (
    <div>
      <p className="rg-account-said">
        {say({
          zh: '两步验证已开启。请保存好这些恢复码：手机不在身边时，用其中一个代替验证码，每个只能用一次。关闭后不再显示。',
          en: 'The second factor is on. Keep these recovery codes: without your phone, one of them stands in for the code, each once. They are not shown again.',
        })}
      </p>
      <ol className="rg-codes">
        {props.codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Space wrap>
        <CopyButton text={text} />
        <Button icon={<DownloadOutlined />} href={file} download={say({ zh: '常客恢复码.txt', en: 'regulars-recovery-codes.txt' })}>
          {say({ zh: '下载', en: 'Download' })}
        </Button>
        <Button type="primary" onClick={props.onDone}>
          {say({ zh: '我已记下', en: 'I have kept them' })}
        </Button>
      </Space>
    </div>
  )
}
