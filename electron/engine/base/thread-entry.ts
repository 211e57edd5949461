// Where the entry of a thread lies: from the sources beside who starts it; in a bundle in dist/engine/, for the engine and the
// command line alike.

/**
 * `here`: the `import.meta.url` of the file that starts the thread; `name`: that of the entry, without its ending. An archive
 * is not read by threads: what they need lies beside it.
 */
export const threadEntry = (here: string, name: string): URL =>
  new URL(
    here.endsWith('.ts') ? `./${name}.ts` : `../engine/${name}.js`,
    here.replace(/app\.asar(?=\/)/, 'app.asar.unpacked'),
  )
