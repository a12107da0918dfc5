import { z } from 'zod'
import { usePathValue } from '../../../ui/address.tsx'
import { useRecord } from '../../../ui/data.tsx'
import { Page } from '../../../ui/Page.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { messageKinds } from '../template.ts'
import { TemplateEditor } from './TemplateEditor.tsx'
import type { WrittenTemplate } from './use-template-draft.ts'

const kept = z.object({
  name: z.string(),
  subject: z.string(),
  body: z.string(),
  kind: z.enum(messageKinds),
  purpose: z.string().nullable().default(null),
})

/** The address of a template that is not kept yet is `/templates/new`. */
export function TemplatePage() {
  const id = usePathValue('id')
  return id === 'new' ? <TemplateEditor id={null} template={empty} /> : <Known id={id} />
}

const empty: WrittenTemplate = { name: '', subject: '', body: '', kind: 'marketing', purpose: null }

function Known({ id }: { readonly id: string }) {
  const record = useRecord('templates', id)
  const read = record.data ? kept.safeParse(record.data) : null
  if (read?.success) return <TemplateEditor key={id} id={id} template={read.data} />
  return (
    <Page title={{ zh: '消息模板', en: 'Template' }} back={{ to: '/templates', label: { zh: '全部模板', en: 'All templates' } }}>
      {record.error ? <ErrorState error={record.error} retry={record.refetch} /> : <Loading rows={8} />}
    </Page>
  )
}
