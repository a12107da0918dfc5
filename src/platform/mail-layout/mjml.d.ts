// The part of it that is used; it brings no types of its own.
declare module 'mjml' {
  export default function mjml2html(
    source: string,
    options: {
      fonts: Record<string, string>
      validationLevel: 'soft' | 'strict' | 'skip'
      minify: boolean
      beautify: boolean
      ignoreIncludes: boolean
    },
  ): Promise<{ html: string; errors: readonly { formattedMessage: string }[] }>
}
