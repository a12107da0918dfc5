// Unpacks the browser of @sparticuz/chromium and a Chinese font into the folder for temporary files (TMPDIR). A process of
// its own, because the package reads that variable and writes wherever it points.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import chromium, { inflate } from '@sparticuz/chromium'
import wawoff2 from 'wawoff2'

const require = createRequire(import.meta.url)

await chromium.executablePath()
// The libraries it needs, for machines that lack them.
await inflate(join(dirname(dirname(require.resolve('@sparticuz/chromium'))), 'bin', 'al2023.tar.br'))

// As fonts of the system this browser reads TrueType only, and npm carries the Chinese ones as WOFF2.
const files = join(dirname(require.resolve('@fontsource-variable/noto-sans-sc/package.json')), 'files')
const chinese = join(tmpdir(), 'fonts', 'chinese')
mkdirSync(chinese, { recursive: true })
for (const name of readdirSync(files)) {
  writeFileSync(join(chinese, name.replace('.woff2', '.ttf')), await wawoff2.decompress(readFileSync(join(files, name))))
}
