// node scripts/run.mjs some-file.ts …: runs a TypeScript file under Node 24, installing what is missing first.
import { install, node24, nodeOptions, run } from './prepare.mjs'

await install()
process.exitCode = await run(node24, [...nodeOptions, ...process.argv.slice(2)], { stdio: 'inherit' })
