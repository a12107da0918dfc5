// Says what is wrong with the options before half a minute goes into building the web app.
import { readOptions } from '../src/app/read-options.ts'
import { leave } from '../src/app/tell.ts'

const options = readOptions(process.argv.slice(2), process.env)
if ('words' in options) leave(options)
