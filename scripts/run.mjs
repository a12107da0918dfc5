// node scripts/run.mjs some-file.ts …: runs a TypeScript file under Node 24, installing what is missing first.
import { allocation, install, node24, nodeOptions, run } from './prepare.mjs'

await install()
// As start.mjs does for the program: what is measured is measured as it runs there.
const env = { ...allocation, ...process.env }
process.exitCode = await run(node24, [...nodeOptions, ...process.argv.slice(2)], { stdio: 'inherit', env })
