import { isLoopback } from '../core/kit/loopback.ts'
import type { Words } from '../core/kit/words.ts'

/** A link as it is to be handed on, and what whoever hands it on must know of it. */
export type LinkToPass = { readonly link: string; readonly caution: Words | null }

const onlyHere = {
  zh: '这个链接只有本机打得开。要给别人用，请把环境变量 PUBLIC_URL 设为大家访问本程序的网址，重新启动后再来复制。',
  en: 'Only this machine can open this link. For anybody else, set the variable PUBLIC_URL to the address people reach this program at, start it again, and copy it then.',
}
const byThisPage = {
  zh: '还没有设置环境变量 PUBLIC_URL，链接用的是您现在的网址：请先确认对方也打得开。邮件里的链接仍指向本机。',
  en: 'The variable PUBLIC_URL is not set, so this link uses the address of the page before you: make sure that they can open it, too. Links in mails still lead to this machine.',
}

/**
 * A link that the program made for somebody else. Where it knows no address of its own but this machine's, the one that the page was
 * opened at takes its place. Only the browser may say so, to whoever looks at it: what a request calls the host is never believed.
 */
export function linkToPass(link: string, pageOrigin: string): LinkToPass {
  const url = new URL(link)
  if (!isLoopback(url.hostname)) return { link, caution: null }
  const page = new URL(pageOrigin)
  if (isLoopback(page.hostname)) return { link, caution: onlyHere }
  return { link: `${page.origin}${link.slice(url.origin.length)}`, caution: byThisPage }
}
