// The thread in which hazards are fitted, so that whoever is served meanwhile does not notice.
import { serveThread } from '../../../../platform/jobs/serve-thread.ts'
import { type Hazards, hazardsOf, type Watched } from '../../hazards.ts'

serveThread<readonly Watched[], Hazards>(hazardsOf, () => [])
