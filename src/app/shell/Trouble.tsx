import { Button } from 'antd'
import { Component, type ReactNode } from 'react'
import { useGo } from '../../ui/address.tsx'
import { useSay } from '../../ui/language.tsx'
import { Page } from '../../ui/Page.tsx'
import { ErrorState } from '../../ui/States.tsx'

type Caught = { readonly error: unknown }

/** Keeps a page that breaks from taking the frame with it. React knows error boundaries as classes only. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, Caught> {
  override state: Caught = { error: null }

  static getDerivedStateFromError(error: unknown): Caught {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return <ErrorState error={this.state.error} retry={() => this.setState({ error: null })} />
  }
}

export function NotFoundPage() {
  const say = useSay()
  const go = useGo()
  return (
    <Page title={{ zh: '没有这个页面', en: 'There is no such page' }}>
      <div className="rg-state">
        <p className="rg-state-hint">
          {say({
            zh: '地址可能写错了，或者页面已经搬走。按 Ctrl K（Mac 上是 ⌘K）可以找到任何页面和客户。',
            en: 'The address may be mistyped, or the page has moved. Ctrl K (⌘K on a Mac) finds any page or customer.',
          })}
        </p>
        <Button type="primary" onClick={() => go('/')}>
          {say({ zh: '回到首页', en: 'To the home page' })}
        </Button>
      </div>
    </Page>
  )
}
