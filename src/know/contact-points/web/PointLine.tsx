import { CheckCircleOutlined, MoreOutlined } from '@ant-design/icons'
import { Button, Dropdown, Tooltip } from 'antd'
import { useState } from 'react'
import { contactDots } from '../../../core/kit/contact-token.ts'
import type { Words } from '../../../core/kit/words.ts'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { RecordValue, sayMask, VeiledText } from '../../../pages/MaskedValue.tsx'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { consentOptions, pointField, sayConsent, sayVerification } from '../contact-point.ts'
import { EditPoint } from './PointForm.tsx'
import { usePointMenu } from './use-point-menu.tsx'
import type { Point } from './points-answer.ts'

type Props = { readonly customerId: string; readonly point: Point }

/** One way to reach a customer: the value, what is known of it, and what can be done with it. */
export function PointLine({ customerId, point }: Props) {
  const say = useSay()
  const [editing, setEditing] = useState(false)
  const menu = usePointMenu(customerId, point, () => setEditing(true))
  const field = useDictionary('customer').data?.card.fields[point.kind]
  const veiled = field?.masked ? field : null
  if (editing)
    return (
      <li>
        <EditPoint customerId={customerId} point={point} onClose={() => setEditing(false)} />
      </li>
    )
  return (
    <li className="rg-point">
      <div>
        <div className="rg-point-value">
          {veiled ? (
            // The field of the customer is the primary one; only that is opened.
            point.primary ? (
              <RecordValue entity="customer" customerId={customerId} name={point.kind} field={veiled} value={point.value} />
            ) : (
              sayMask(point.value)
            )
          ) : (
            <FieldCell field={pointField(point.kind)} value={point.value} />
          )}
        </div>
        <PointNotes customerId={customerId} point={point} />
      </div>
      {veiled || point.value.includes(contactDots) ? null : (
        <Dropdown autoFocus menu={menu} trigger={['click']} placement="bottomRight">
          <Button
            type="text"
            size="small"
            icon={<MoreOutlined />}
            aria-label={say({ zh: '更多操作：{value}', en: 'More for {value}' }, { value: point.value })}
          />
        </Dropdown>
      )}
    </li>
  )
}

const labelWords: Words = { zh: '标签', en: 'Label' }

function PointNotes({ customerId, point }: Props) {
  const say = useSay()
  const format = useFormat()
  const tone = consentOptions.find((each) => each.value === point.consent)?.tone
  return (
    <div className="rg-point-notes">
      {point.primary ? <Badge tone="teal">{say({ zh: '主要', en: 'Primary' })}</Badge> : null}
      {point.label ? (
        <span>
          <VeiledText
            customerId={customerId}
            name="label"
            text={point.label}
            label={labelWords}
            of={{ kind: 'contact-point', id: point.id ?? '' }}
          />
        </span>
      ) : null}
      {point.verifiedAt ? (
        <span>
          <CheckCircleOutlined aria-hidden="true" />{' '}
          {say(
            { zh: '{date}验证（{how}）', en: 'verified {date} ({how})' },
            { date: format.date(point.verifiedAt), how: say(sayVerification(point.verifiedHow ?? 'other')) },
          )}
        </span>
      ) : null}
      {point.consent === 'unknown' ? null : (
        <Tooltip title={point.consentAt ? format.dateTime(point.consentAt) : undefined}>
          <span>
            <Badge {...(tone ? { tone } : {})}>{say(sayConsent(point.consent))}</Badge>
          </span>
        </Tooltip>
      )}
      {point.shared ? <Badge tone="purple">{say({ zh: '家庭共用', en: 'Shared at home' })}</Badge> : null}
    </div>
  )
}
