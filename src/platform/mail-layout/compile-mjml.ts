import mjml2html from 'mjml'

/**
 * MJML as HTML that mail programs draw alike. It names no foreign font and reads no file.
 * @throws Error where the MJML, which we write ourselves, is wrong
 */
export async function compileMjml(source: string): Promise<string> {
  const { html, errors } = await mjml2html(source, {
    fonts: {},
    validationLevel: 'soft',
    minify: false,
    beautify: false,
    ignoreIncludes: true,
  })
  const [wrong] = errors
  if (wrong) throw new Error(`the layout of a mail is wrong: ${wrong.formattedMessage}`)
  return html.replace(/\n\s*\n+/g, '\n').replace(/^[ \t]+/gm, '')
}
