// Constants that bundle.mjs compiles into the main process, the preload script and the engine host.
// They do not exist where sources run unbundled (the `exhibit` command, unit tests).

/**
 * True if the bundle is for the fallback Electron, whose own Node is too old for the engine. Only then may the
 * main process run the engine in another Node: that of EXHIBIT_ENGINE_NODE in a checkout, and the file
 * `engine-node` (Windows: `engine-node.exe`) in process.resourcesPath in a packaged test build.
 */
declare const __FALLBACK_RUNTIME__: boolean

/** True in a packaged test build: it may be driven by tests, and says on its face that it is not a release. */
declare const __PACKAGED_TEST__: boolean
