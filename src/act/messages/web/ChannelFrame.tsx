import { useSay } from '../../../ui/language.tsx'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { smsParts } from '../content/sms-parts.ts'
import type { Preview } from './template-answers.ts'

/** What another channel than e-mail shows, as on a phone. */
export function ChannelFrame({ preview, channel }: { readonly preview: Preview; readonly channel: ChannelName }) {
  const say = useSay()
  const { content, parts } = preview
  if (!content) return null
  const count = smsParts(content.text)
  return (
    <div className="rg-channel" role="group" aria-label={say(channelKinds[channel].label)}>
      <div className={content.form === 'json' ? 'rg-channel-code' : 'rg-channel-bubble'}>
        {content.title ? <strong>{content.title}</strong> : null}
        <pre className="rg-mail-text rg-channel-text" tabIndex={0}>
          {content.text}
        </pre>
        {content.url ? <div className="rg-channel-url">{content.url}</div> : null}
        {content.picture ? <div className="rg-channel-url">{content.picture}</div> : null}
      </div>
      {parts === null ? null : (
        <p className="rg-filter-hint">
          {say(
            {
              zh: '{n} 个字，按 {parts} 条计费（这 {parts} 条最多 {most} 字）',
              en: '{n} characters, paid as {parts} SMS (up to {most} characters)',
            },
            { n: count.characters, parts, most: count.most },
          )}
        </p>
      )}
    </div>
  )
}
