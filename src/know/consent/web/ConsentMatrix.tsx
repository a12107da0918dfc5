import { Popover } from 'antd'
import { consentChannels } from '../../../core/kit/consent-line.ts'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { sayChannel, sayHow } from '../consent.ts'
import { type Consents, type ConsentLineState, markOf } from './consent-web.ts'

/** Purposes down, channels across; each mark says since when and by what it is so. Channels without an address are left out. */
export function ConsentMatrix({ consents }: { readonly consents: Consents }) {
  const say = useSay()
  const { purposes, lines } = consents
  const channels = consentChannels.filter((channel) =>
    lines.some((line) => line.channel === channel && (line.address !== null || line.state !== null)),
  )
  const shown = purposes.filter((purpose) => purpose.channels.length > 0)
  if (channels.length === 0)
    return <p className="rg-quiet">{say({ zh: '还没有可以联系的方式。', en: 'There is no way to reach them yet.' })}</p>
  return (
    <table className="rg-consent-matrix">
      <thead>
        <tr>
          <th scope="col">
            <span className="rg-hidden">{say({ zh: '用途', en: 'Purpose' })}</span>
          </th>
          {channels.map((channel) => (
            <th key={channel} scope="col">
              {say(sayChannel(channel))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((purpose) => (
          <tr key={purpose.code}>
            <th scope="row">{say(purpose.name)}</th>
            {channels.map((channel) => (
              <td key={channel}>
                <Mark line={lines.find((line) => line.purpose === purpose.code && line.channel === channel)} optIn={purpose.optIn} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Mark({ line, optIn }: { readonly line: ConsentLineState | undefined; readonly optIn: boolean }) {
  const say = useSay()
  const format = useFormat()
  if (!line) return null
  const { sign, tone, words } = markOf(line.state, optIn)
  const why =
    line.since === null
      ? say({ zh: '没有记录', en: 'There is no record' })
      : say({ zh: '{day} 起，{how}', en: 'since {day}: {how}' }, { day: format.date(line.since), how: say(sayHow(line.how ?? '')) })
  return (
    <Popover trigger={['hover', 'click']} title={say(words)} content={line.byWhom ? `${why} · ${line.byWhom}` : why}>
      <button type="button" className={`rg-consent-mark rg-tone-${tone}`} aria-label={`${say(words)}, ${why}`}>
        {sign}
      </button>
    </Popover>
  )
}
