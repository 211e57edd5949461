// pdfkit loads the metrics of the 14 standard fonts, and a colour profile, from files beside itself. In a bundle
// there is nothing beside it: here the fonts become ordinary imports, and the profile is copied along.
import { cpSync } from 'node:fs'
import path from 'node:path'
import { at } from './paths.mjs'

const PROFILE = 'sRGB_IEC61966_2_1.icc'
const LOADER = /require\$1\('#standard-fonts\/(\w+)'\)/g

export const pdfkitPlugin = () => ({
  name: 'exhibit:pdfkit',
  transform: {
    filter: { id: /pdfkit[\\/]js[\\/]pdfkit\.node\.mjs$/ },
    handler(code) {
      const fonts = new Set([...code.matchAll(LOADER)].map((match) => match[1]))
      if (fonts.size === 0) this.error('pdfkit loads its fonts in another way now: see build/vite-pdfkit.mjs')
      const imports = [...fonts].map((font) => `import standard${font} from 'pdfkit/standard-fonts/${font}'`)
      return { code: `${imports.join(';')};${code.replace(LOADER, 'standard$1')}`, map: null }
    },
  },
})

/** Puts the colour profile where pdfkit, bundled into `outDir`, looks for it. */
export const copyColourProfile = (outDir) =>
  cpSync(at('node_modules/pdfkit/js/data', PROFILE), path.join(outDir, 'data', PROFILE))
