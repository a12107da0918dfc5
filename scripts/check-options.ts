// Says what is wrong with the options before half a minute goes into building the web app.
import { readOptions, refusePlainNetwork } from '../src/app/read-options.ts'
import { leave } from '../src/app/tell.ts'

const options = readOptions(process.argv.slice(2), process.env)
const wrong = 'words' in options ? options : refusePlainNetwork(options, process.env)
if (wrong) leave(wrong)
