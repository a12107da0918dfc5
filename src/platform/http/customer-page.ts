import type { FastifyInstance, FastifyRequest } from 'fastify'
import { escapeHtml } from '../../core/kit/escape-html.ts'
import type { Language } from '../../core/kit/words.ts'

export type CustomerPage = {
  readonly language: Language
  /** The shop's name; may be empty. */
  readonly shop: string
  readonly title: string
  /** HTML, with everything that came from outside escaped. */
  readonly body: string
  /** Rules of this page alone, behind the common ones. */
  readonly style?: string
  /** What the link to the other language keeps of the address, e.g. `show=tags&amp;`. */
  readonly keeps?: string
}

const common = `:root{color-scheme:light dark;accent-color:#0f766e}body{font:17px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;max-width:32em;margin:0 auto;padding:1.5em 1em;color:#1f2933;background:#fff}h1{font-size:1.35em}fieldset{border:1px solid #d5dbe1;border-radius:8px;margin:0 0 1em}legend{font-weight:600;padding:0 .4em}button{font:inherit;padding:.55em 1.5em;border:0;border-radius:6px;background:#0f766e;color:#fff}button.quiet{background:transparent;color:inherit;border:1px solid #7b8794}.wrong{color:#b42318}header{display:flex;justify-content:space-between;align-items:baseline;gap:1em}a{color:#0f766e}@media(prefers-color-scheme:dark){body{background:#10171c;color:#e4e9ed}fieldset{border-color:#33404a}.wrong{color:#ff9b8e}a{color:#5eead4}}`

/** A page behind a link that a customer got: one column for a phone, both looks, the other language one tap away, no script. */
export function customerPage({ language, shop, title, body, style = '', keeps = '' }: CustomerPage): string {
  const other = language === 'zh' ? { code: 'en', lang: 'en', label: 'English' } : { code: 'zh', lang: 'zh-CN', label: '中文' }
  const name = escapeHtml(shop)
  return `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${escapeHtml(title)}${name ? ` · ${name}` : ''}</title><style>${common}${style}</style></head>
<body><header><span>${name}</span><a href="?${keeps}lang=${other.code}" lang="${other.lang}">${other.label}</a></header><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`
}

/** What stands for `:token` in the address of such a page; empty where nothing does. */
export function tokenIn(request: FastifyRequest): string {
  const { token }: { token?: unknown } = Object(request.params)
  return typeof token === 'string' ? token : ''
}

/** Has the forms of such pages read. */
export function takeForms(scope: FastifyInstance): void {
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 65_536 }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  )
}
