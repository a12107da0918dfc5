import { FieldsPage } from '../know/custom-fields/web/FieldsPage.tsx'
import { LayoutEditor } from '../know/layouts/web/LayoutEditor.tsx'

/** The firm's own fields, and where all fields stand. */
export function WholeFieldsPage() {
  return <FieldsPage Layouts={LayoutEditor} />
}
