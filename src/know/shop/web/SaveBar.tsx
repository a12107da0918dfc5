import { Alert, Button } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'

/** The button under a form, and above it what was refused. */
export function SaveBar(props: { readonly error: Error | null; readonly busy: boolean }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  return (
    <>
      {props.error ? <Alert type="error" showIcon role="alert" title={sayProblem(props.error)} className="rg-notice" /> : null}
      <Button type="primary" htmlType="submit" loading={props.busy}>
        {say({ zh: '保存', en: 'Save' })}
      </Button>
    </>
  )
}
