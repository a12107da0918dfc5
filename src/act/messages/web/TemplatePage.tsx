import { usePathValue } from '../../../ui/address.tsx'
import { ProblemError } from '../../../ui/call.ts'
import { useAsk } from '../../../ui/data.tsx'
import { Page } from '../../../ui/Page.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { emptyContent } from '../content/edit-content.ts'
import { readTemplate } from '../template-actions.ts'
import { newBlockId } from './content/new-block-id.ts'
import { OlderVersions } from './OlderVersions.tsx'
import { RemoveButton, TemplateEditor } from './TemplateEditor.tsx'
import type { WrittenTemplate } from './use-template-draft.ts'

/** The address of a template that is not kept yet is `/templates/new`. */
export function TemplatePage() {
  const id = usePathValue('id')
  return id === 'new' ? <TemplateEditor id={null} template={empty} known={null} /> : <Known id={id} />
}

const empty: WrittenTemplate = {
  name: '',
  subject: '',
  body: '',
  channel: 'email',
  content: emptyContent('mail', 'zh', newBlockId),
  folder: null,
  tags: [],
  kind: 'marketing',
  purpose: null,
}

function Known({ id }: { readonly id: string }) {
  const asked = useAsk(readTemplate, { id })
  if (asked.data) {
    const { name, subject, body, channel, content, folder, tags, kind, purpose, version } = asked.data
    const plain = content === null ? { subject, body } : { subject: '', body: '' }
    const template = { name, ...plain, channel, content, folder, tags, kind, purpose }
    return <TemplateEditor key={`${id} ${version} ${name} ${folder} ${tags.join(' ')}`} id={id} template={template} known={asked.data} />
  }
  const isUnreadable = asked.error instanceof ProblemError && asked.error.code === 'template.unreadable'
  return (
    <Page
      title={{ zh: '消息模板', en: 'Template' }}
      back={{ to: '/templates', label: { zh: '全部模板', en: 'All templates' } }}
      actions={isUnreadable ? <RemoveButton id={id} /> : null}
    >
      {asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={8} />}
      {isUnreadable ? <OlderVersions id={id} onRestored={() => void asked.refetch()} /> : null}
    </Page>
  )
}
