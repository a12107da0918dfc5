/** A template's words at a glance: what stands in for a variable, or an ellipsis, and none of the marks. */
export function glanceOf(text: string): string {
  return (
    text
      .replaceAll(/\{\{[^{}]*?default:\s*["']([^"']*)["'][^{}]*\}\}/g, '$1')
      .replaceAll(/\{\{[^{}]*\}\}/g, '…')
      .replaceAll(/\{%[^%]*%\}/g, '')
      // What was cut in the middle of a mark.
      .replace(/\{(?:[{%][^{}]*\}?)?$/, '…')
      .replaceAll('**', '')
      .replaceAll(/(^|\s)#+\s/g, '$1')
      .trim()
  )
}
