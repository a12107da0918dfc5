import { useEffect, useState } from 'react'
import { usePathValue } from '../../../ui/address.tsx'
import { useAsk, useAskAnew } from '../../../ui/data.tsx'
import { Page } from '../../../ui/Page.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { useFocusPage } from '../../../ui/use-focus-page.ts'
import { readImport } from '../actions.ts'
import { ImportPreparation } from './ImportPreparation.tsx'
import { ImportResult } from './ImportResult.tsx'
import { ImportRunning, PausedImport } from './ImportRunning.tsx'
import { isBusy } from './import-words.ts'
import './imports.css'

const back = { to: '/import', label: { zh: '全部导入', en: 'All imports' } }

/** One import from the uploaded file to its result, and back again. */
export function ImportPage() {
  const id = usePathValue('id')
  const asked = useImport(id)
  useFocusPage(isBusy(asked.data?.state) ? 'running' : asked.data?.state)
  if (!asked.data)
    return (
      <Page title={{ zh: '导入', en: 'Import' }} back={back}>
        {asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={8} />}
      </Page>
    )
  const answer = asked.data
  if (answer.state === 'uploaded') return <ImportPreparation answer={answer} back={back} />
  if (answer.state === 'paused') return <PausedImport answer={answer} back={back} />
  return isBusy(answer.state) ? <ImportRunning answer={answer} back={back} /> : <ImportResult answer={answer} back={back} />
}

/** Asks again and again while there is work; at its end all else on screen is asked anew. */
function useImport(id: string) {
  const [busy, setBusy] = useState(false)
  const askAnew = useAskAnew()
  const asked = useAsk(readImport, { id }, { every: busy ? 700 : false })
  const now = isBusy(asked.data?.state)
  useEffect(() => {
    setBusy(now)
    if (busy && !now) askAnew()
  }, [now, busy, askAnew])
  return asked
}
