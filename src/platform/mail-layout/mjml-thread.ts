// The thread of compile-mjml.ts: one layout after the other.
import { parentPort } from 'node:worker_threads'
import mjml2html from 'mjml'

export type MjmlAnswer = { readonly html: string } | { readonly wrong: string }

parentPort?.on('message', (source: string) => void answer(source).then((made) => parentPort?.postMessage(made)))

async function answer(source: string): Promise<MjmlAnswer> {
  try {
    const { html, errors } = await mjml2html(source, {
      fonts: {},
      validationLevel: 'soft',
      minify: false,
      beautify: false,
      ignoreIncludes: true,
    })
    const [wrong] = errors
    if (wrong) return { wrong: `the layout of a mail is wrong: ${wrong.formattedMessage}` }
    return { html: html.replace(/\n\s*\n+/g, '\n').replace(/^[ \t]+/gm, '') }
  } catch (error) {
    return { wrong: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
