import { Alert, Button } from 'antd'
import type { z } from 'zod'
import { useUnread } from '../../ui/address.tsx'
import { useSay } from '../../ui/language.tsx'

/** What of the page's address could not be read: without these words a list with a broken filter would pass for a filtered one. */
export function UnreadAddress({ schema }: { readonly schema: z.ZodObject }) {
  const say = useSay()
  const [unread, takeOut] = useUnread(schema)
  if (unread.length === 0) return null
  return (
    <Alert
      type="warning"
      banner
      title={say(
        {
          zh: '网址里的{keys}读不懂，没有生效：下面是没有它时的内容。请检查链接是否完整。',
          en: '{keys} in the address cannot be read and has no effect: what follows is as without it. Check whether the link is whole.',
        },
        { keys: unread.map((key) => `“${key}”`).join(say({ zh: '、', en: ', ' })) },
      )}
      action={
        <Button size="small" onClick={takeOut}>
          {say({ zh: '从网址中去掉', en: 'Take it out' })}
        </Button>
      }
    />
  )
}
