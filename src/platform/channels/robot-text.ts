import type { ChannelContent } from './channel.ts'

/** What a robot says in its group: a title, some words and perhaps an address. */
export type RobotText = { readonly title: string; readonly text: string; readonly url: string | null; readonly picture: string | null }

/** Null where the content is nothing that can be said to people. */
export function robotText(content: ChannelContent): RobotText | null {
  if (content.form === 'json') return null
  if (content.form === 'registered') return { title: '', text: content.text, url: content.url ?? null, picture: null }
  return { title: content.title ?? '', text: content.text, url: content.url ?? null, picture: content.picture ?? null }
}

/** Robots read texts as Markdown: what a customer wrote must not become a link or call everybody. */
export function asMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#~|!]/g, (sign) => `\\${sign}`).replaceAll('@', '＠')
}
