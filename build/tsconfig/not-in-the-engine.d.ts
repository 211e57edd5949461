// The engine is plain Node and never imports electron: it also runs under the `exhibit` command and in tests.
export {}
