// Writes what the program is made of as CycloneDX 1.6, read off package-lock.json: the same lock gives the same list.
// node scripts/write-sbom.mjs [file]; without a file it goes to standard output.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** The packages of a lock, each version once, in the order of their names. */
export function listComponents({ packages }) {
  const found = new Map()
  for (const [path, { version, license, integrity, dev, link }] of Object.entries(packages)) {
    const name = path.split('node_modules/').at(-1)
    if (path === '' || link || !name || !version) continue
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
    // What is only needed to build may still be in the browser's program, so that everything is listed.
    found.set(purl, {
      type: 'library',
      'bom-ref': purl,
      name,
      version,
      purl,
      ...(license ? { licenses: [/[ (]/.test(license) ? { expression: license } : { license: { name: license } }] } : {}),
      ...(integrity?.startsWith('sha512-')
        ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }] }
        : {}),
      properties: [{ name: 'cdx:npm:package:development', value: String(dev === true) }],
    })
  }
  return [...found.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1))
}

/** The whole document. */
export function makeSbom(lock) {
  const { name, version } = lock.packages['']
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': `${name}@${version}`, name, version, licenses: [{ license: { id: 'Apache-2.0' } }] },
    },
    components: listComponents(lock),
  }
}

if (import.meta.main ?? process.argv[1]?.endsWith('write-sbom.mjs')) {
  const text = `${JSON.stringify(makeSbom(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))), null, 2)}\n`
  const file = process.argv[2]
  if (file) writeFileSync(file, text)
  else process.stdout.write(text)
}
