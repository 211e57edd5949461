// What is wrong in a document of timed metadata, told without giving up what can be read of it.

/** What is wrong with one frame, event or document. `broken`: the sample could not be read to its end. */
export type DocumentProblem = { code: string; detail: string; broken: boolean }

/** Tells of something that was sent and is not among what was read. `detail`: a phrase without an end. */
export type TellProblem = (code: string, detail: string) => void
